"""The history of a point in words: whole, in both languages, and also what follows from a change."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from agenda.enums import ActionChange, ActionStatus, OwnersWord
from agenda.models import ActionEvent, ActionPoint
from agenda.points import describing, helping, progress
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.assigning import assign_owner
from agenda.points.describing import set_priority
from agenda.points.duplicates import use_twin
from agenda.points.history import in_words
from agenda.points.merging import merge_actions
from sessions.address_book import end_organisation
from sessions.contacts import end_contact
from sessions.models import GroupSession
from tests.agenda.test_handing_over import BY, JAN, SAID, YESTERDAY, agreed, contact, held, woonstede, work
from tests.builders import TODAY, build_organisation

__all__ = ["held"]


def by(point: ActionPoint) -> dict[str, Any]:
    point.refresh_from_db()
    return {**SAID, "expected_revision": point.revision}


def words(point: ActionPoint, language: str = "nl") -> list[str]:
    with translation.override(language):
        return [in_words(event) for event in point.events.order_by("pk")]


def test_a_deadline_says_from_when_to_when_and_why(held: GroupSession) -> None:
    point = agreed(held)
    said = {"deadline": date(2027, 4, 5), "reason": "Het college komt later bijeen", "today": TODAY}
    progress.change_deadline(point, **said, **by(point))
    assert words(point)[-1] == "de datum ging van 1 maart 2027 naar 5 april 2027, omdat:"
    assert words(point, "en")[-1] == "the deadline went from 1 March 2027 to 5 April 2027, because:"
    assert point.events.last().text == "Het college komt later bijeen"


def test_what_is_not_taken_up_says_why(held: GroupSession) -> None:
    point = agreed(held)
    progress.change_status(point, ActionStatus.DROPPED, reason="Bewust niet", **by(point))
    assert words(point)[-1].endswith("omdat:") and words(point, "en")[-1].endswith("because:")


def test_many_helpers_with_long_names_are_all_told(held: GroupSession) -> None:
    point = agreed(held)
    name = "Stichting Maatschappelijke Dienstverlening Noord en Omstreken {}"
    helpers = [build_organisation(held.municipality, name.format(number)) for number in range(9)]
    helping.set_helpers(point, helpers=helpers, **by(point))
    helping.set_helpers(point, helpers=[], **by(point))
    for told in words(point)[-2:]:
        assert all(one.name in told for one in helpers)


def test_an_owner_with_long_names_is_told_whole(held: GroupSession) -> None:
    point = agreed(held)
    where = build_organisation(held.municipality, "O" * 120)
    owner = {"owner_name": "N" * 120, "owner_role": "R" * 120}
    assign_owner(point, owner_organisation=where, **owner, **by(point))
    assert "O" * 120 in words(point)[-1] and "Woonstede" in words(point)[-1]


def test_another_address_alone_is_told_as_that(held: GroupSession) -> None:
    point = agreed(held)
    owner = {"owner_organisation": point.owner_organisation, "owner_name": "Jan"}
    assign_owner(point, **owner, owner_email="jan@nieuw.example", **by(point))
    assert words(point)[-1] == "het e-mailadres van de trekker is veranderd"
    assert words(point, "en")[-1] == "the e-mail address of the owner changed"
    assert "example" not in str(list(ActionEvent.objects.values_list("before", "after", "text")))


@pytest.mark.parametrize("is_back", [False, True])
def test_a_new_owner_tells_that_a_yes_is_waited_for_again(held: GroupSession, is_back: bool) -> None:
    point = agreed(held)
    if is_back:
        hand_back_action(point, reason="Vol", **by(point))
    else:
        progress.report_progress(point, owners_word=OwnersWord.STUCK, text="Vol", **by(point))
    was = point.get_status_display()
    other = build_organisation(held.municipality, "Bibliotheek")
    assign_owner(point, owner_organisation=other, owner_name="", **by(point))
    status, owner = words(point)[-2:]
    assert status == f"de status ging van ‘{was}’ naar ‘voorgesteld’" and owner.startswith("Bibliotheek werd")


def test_the_same_owner_after_all_tells_no_change_of_owner(held: GroupSession) -> None:
    point = agreed(held)
    hand_back_action(point, reason="Vol", **by(point))
    owner = {"owner_organisation": point.owner_organisation, "owner_name": "Jan", "owner_email": JAN}
    assign_owner(point, **owner, **by(point))
    assert point.status == ActionStatus.PROPOSED
    assert words(point)[-1] == "de status ging van ‘teruggegeven’ naar ‘voorgesteld’"
    assert not point.events.filter(change=ActionChange.OWNER).exists()


@pytest.mark.parametrize("follows", [True, False])
def test_a_hand_over_says_why_in_the_language_of_the_reader(held: GroupSession, follows: bool) -> None:
    jan, point = contact(woonstede(held), "Jan", JAN), agreed(held)
    if follows:
        contact(woonstede(held), "Noor", "noor@w.example")
    end_contact(jan, last_day=YESTERDAY, **BY)
    with translation.override("en"):
        work()
    assert "de vorige trekker werkte tot en met 22 november 2026 bij Woonstede" in words(point)
    assert "the owner before worked at Woonstede until 22 November 2026" in words(point, "en")
    assert ("de status ging van ‘aangenomen’ naar ‘voorgesteld’" in words(point)) is not follows
    owner = "Noor, adviseur, Woonstede werd de trekker" if follows else "er is geen trekker meer"
    assert words(point)[-1].startswith(owner)


def test_an_organisation_that_stopped_is_told_in_the_language_of_the_reader(held: GroupSession) -> None:
    point = agreed(held)
    end_organisation(woonstede(held), on=YESTERDAY, **BY)
    work()
    assert "Woonstede stopte op 22 november 2026" in words(point)
    assert "Woonstede stopped on 22 November 2026" in words(point, "en")


def test_a_point_that_was_there_already_is_named_in_the_language_of_the_reader(held: GroupSession) -> None:
    point, twin = agreed(held, "Elke maandag samen bellen"), agreed(held, "Samen bellen op maandag")
    use_twin(point, twin=twin, **by(point))
    assert words(point)[-1] == "gaat verder in ‘Samen bellen op maandag’"
    # Nobody decided not to take it up.
    assert not [line for line in words(point) if "niet opgepakt" in line]
    assert not point.events.exclude(text="").exists()


def test_every_change_has_words_without_the_other_language(held: GroupSession) -> None:
    """All that can happen to a point, told in both languages; no sentence is the same in both."""
    point, gone = agreed(held), agreed(held, "Gaat op in de andere")
    helping.set_helpers(point, helpers=[build_organisation(held.municipality)], **by(point))
    describing.plan_next_step(point, next_step="Bellen", **by(point))
    describing.plan_next_step(point, next_step="", **by(point))
    describing.change_links(point, address="https://example.org/", label="", **by(point))
    describing.change_links(point, address="", label="", remove=[point.links.get().pk], **by(point))
    set_priority(point, is_priority=True, **by(point))
    set_priority(point, is_priority=False, **by(point))
    merge_actions(gone, into=point, **by(gone))
    progress.report_progress(point, owners_word=OwnersWord.ON_TRACK, text="", **by(point))
    waits = {"decided_by": "College", "decision_on": TODAY + timedelta(days=3)}
    progress.change_status(point, ActionStatus.AWAITING_DECISION, **waits, **by(point))
    progress.change_status(point, ActionStatus.DONE, resident_effect="Rust", **by(point))
    progress.change_status(point, ActionStatus.IN_PROGRESS, reason="Nog niet", **by(point))
    hand_back_action(point, reason="Vol", **by(point))
    progress.change_status(point, ActionStatus.PROPOSED, **by(point))
    accept_action(point, **by(point))
    assert len(words(point)) > 15
    for dutch, english in zip(words(point), words(point, "en"), strict=True):
        assert dutch and english and (dutch != english or dutch.startswith("update"))
