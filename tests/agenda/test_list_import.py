"""Taking over a list of action points: what each row would do, all or nothing, and only what was shown."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models.signals import post_save

from agenda.enums import ActionStatus, OwnersWord
from agenda.list_import.choosing import choose_organisations
from agenda.list_import.organisations import NEW
from agenda.list_import.plan import Plan
from agenda.list_import.taking import (
    AgendaChanged,
    cancel_list,
    keep_list,
    take_over_list,
    was_cancelled,
)
from agenda.models import ActionEvent, ActionPoint, AgendaImport
from agenda.points.history import in_words
from audit.actors import Actor
from audit.models import AuditEvent
from common.retention import category_named
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.address_book import write_organisation
from sessions.merging import merge_organisations
from sessions.models import Organisation
from tests.agenda.list_files import csv_list, read, row
from tests.builders import NOW, TODAY, build_municipality, build_organisation
from tests.group_sessions.test_parties import kind

BY = {"actor": Actor(role="coordinator"), "now": NOW}


@pytest.fixture
def house(inside: Municipality) -> Municipality:
    build_organisation(inside, "Woonstede")
    build_organisation(inside, "Voedselbank")
    return inside


def keep(municipality: Municipality, *rows: Sequence[str], **said: Any) -> AgendaImport:
    found = read(csv_list(*rows, **said))
    return keep_list(municipality=municipality, rows=found.rows, file_name="lijst.xlsx", **BY)


def plan_of(kept: AgendaImport) -> Plan:
    kept.refresh_from_db()
    return Plan(kept.rows, municipality=kept.municipality, today=TODAY)


def take(kept: AgendaImport) -> int:
    return take_over_list(kept, fingerprint=plan_of(kept).fingerprint, author="Sanne Bakker", **BY).number


def codes(kept: AgendaImport) -> list[list[str]]:
    return [[remark.code for remark in one.problems] for one in plan_of(kept).outcomes]


def notes(kept: AgendaImport) -> list[list[str]]:
    return [[remark.code for remark in one.notes] for one in plan_of(kept).outcomes]


def statuses(kept: AgendaImport) -> list[str]:
    return [one.status.value for one in plan_of(kept).outcomes]


def test_rows_become_action_points_with_their_history_and_nobody_is_mailed(house: Municipality) -> None:
    first = row(
        Trekker="woonstede",
        Naam="Sanne Bakker",
        E_mail="S.Bakker@woonstede.example",
        Uiterlijk="31-03-2027",
        Status="loopt vast",
        Stand_van_zaken="Wacht op de drukker.",
        Thema="Communicatie",
    )
    kept = keep(house, first, row("Spreekuur op school"))
    assert statuses(kept) == ["new", "new"] and take(kept) == 2
    letter, hour = ActionPoint.objects.order_by("pk")
    assert letter.session is None and letter.owner_organisation is not None
    assert (letter.owner_organisation.name, letter.owner_name) == ("Woonstede", "Sanne Bakker")
    assert (letter.owner_email, letter.deadline) == ("s.bakker@woonstede.example", date(2027, 3, 31))
    assert (letter.status, letter.owners_word) == (ActionStatus.IN_PROGRESS, OwnersWord.STUCK)
    assert letter.theme is not None and letter.theme.slug == "communicatie"
    assert letter.asked_at is None and (hour.status, hour.deadline) == (ActionStatus.PROPOSED, None)
    said = [(in_words(event), event.text, event.author) for event in letter.events.all()]
    assert "lijst.xlsx" in said[0][0] and {author for _words, _text, author in said} == {"Sanne Bakker"}
    assert said[-1][1] == "Wacht op de drukker." and len(said) == 3
    assert Promise.objects.count() == 0 and mail.outbox == []
    kept.refresh_from_db()
    assert kept.rows == [] and kept.taken_over_at == NOW
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("take over action") == 2
    assert {"read action list", "take over action list"} <= set(actions)


def test_the_same_list_again_adds_nothing(house: Municipality) -> None:
    rows = [row(Trekker="Woonstede"), row("Spreekuur")]
    assert take(keep(house, *rows)) == 2
    again = keep(house, *rows)
    assert statuses(again) == ["unchanged", "unchanged"] and take(again) == 0
    assert ActionPoint.objects.count() == 2


BAD_ROWS: dict[str, tuple[list[list[str]], list[list[str]]]] = {
    "an organisation nobody knows": ([row(Trekker="Wonstede")], [["organisation unknown"]]),
    "two owners": ([row(Trekker="Woonstede / Voedselbank")], [["several owners"]]),
    "busy without an owner": ([row(Status="bezig")], [["owner missing"]]),
    "dropped without a reason": ([row(Status="vervallen", Trekker="Woonstede")], [["reason missing"]]),
    "eleven years ahead": ([row(Uiterlijk="01-01-2038")], [["too far"]]),
    "the same row": ([row(), row("EEN nummer op elke brief")], [[], ["same row"]]),
    "the same for another owner is another": (
        [row(Trekker="Woonstede"), row(Trekker="Voedselbank")],
        [[], []],
    ),
    "a bad row is not the one above": (
        [row(Trekker="Wonstede"), row(Trekker="Woonstede")],
        [["organisation unknown"], []],
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_named_and_the_good_ones_go_on(house: Municipality, name: str) -> None:
    rows, expected = BAD_ROWS[name]
    kept = keep(house, *rows)
    assert codes(kept) == expected
    for outcome in plan_of(kept).outcomes:
        assert all("%(" not in remark.problem for remark in outcome.problems)
        assert all("%(" not in remark.note for remark in outcome.notes)
    assert take(kept) == expected.count([]) == ActionPoint.objects.count()


def test_a_passed_date_is_told_and_taken_over_as_too_late(house: Municipality) -> None:
    kept = keep(
        house,
        row(Uiterlijk="01-03-2026", Trekker="Woonstede", Status="bezig"),
        row("Klaar", Uiterlijk="01-03-2026", Trekker="Woonstede", Status="klaar"),
    )
    assert notes(kept) == [["deadline passed"], []] and take(kept) == 2
    assert [one.is_overdue(on=TODAY) for one in ActionPoint.objects.order_by("pk")] == [True, False]


def test_a_person_before_the_organisation_is_taken_apart(house: Municipality) -> None:
    kept = keep(house, row(Trekker="Ali Yilmaz, Woonstede"), row("Twee", Trekker="Ali (Voedselbank)"))
    assert codes(kept) == [[], []] and take(kept) == 2
    owners = ActionPoint.objects.order_by("pk").values_list("owner_name", "owner_organisation__name")
    assert list(owners) == [("Ali Yilmaz", "Woonstede"), ("Ali", "Voedselbank")]


def test_other_names_and_merged_names_lead_to_the_organisation(house: Municipality) -> None:
    new = write_organisation(
        municipality=house, name="Wonen Noord", kind=kind("woningcorporatie"), aliases=["WN"], **BY
    )
    merge_organisations(Organisation.objects.get(name="Woonstede"), into=new, **BY)
    kept = keep(house, row("A", Trekker="wn"), row("B", Trekker="WOONSTEDE"))
    assert take(kept) == 2
    assert set(ActionPoint.objects.values_list("owner_organisation", flat=True)) == {new.pk}


def test_names_nobody_knows_are_chosen_or_made_once(house: Municipality) -> None:
    rows = [row("A", Trekker="Wonstede"), row("B", Trekker="Gemeente W&I"), row("C", Trekker="gemeente w&i")]
    kept = keep(house, *rows)
    unknown = plan_of(kept).unknown
    assert {one.name: one.rows for one in unknown.values()} == {"Wonstede": 1, "Gemeente W&I": 2}
    woonstede = Organisation.objects.get(name="Woonstede")
    assert plan_of(kept).book.alike("Wonstede")[0] == woonstede
    seen = plan_of(kept).fingerprint
    chosen = {"Wonstede": woonstede.pk, "Gemeente W&I": NEW}
    assert choose_organisations(kept, choices=chosen, **BY) == 3
    with pytest.raises(AgendaChanged):
        take_over_list(kept, fingerprint=seen, author="S", **BY)
    assert codes(kept) == [[], [], []] and not plan_of(kept).unknown
    assert take(kept) == 3
    names = ActionPoint.objects.order_by("pk").values_list("owner_organisation__name", flat=True)
    assert list(names) == ["Woonstede", "Gemeente W&I", "Gemeente W&I"]
    assert Organisation.objects.count() == 3


def test_who_helps_is_known_by_the_same_choices(house: Municipality) -> None:
    head = ["Actie", "Trekker", "Wie helpt"]
    kept = keep(house, ["Brief", "Woonstede", "Voedselbank | Woonstede; Buurthuis"], head=head)
    assert codes(kept) == [["organisation unknown"]]
    choose_organisations(kept, choices={"buurthuis": NEW}, **BY)
    assert take(kept) == 1
    helpers = ActionPoint.objects.get().helpers.order_by("name").values_list("name", flat=True)
    assert list(helpers) == ["Buurthuis", "Voedselbank"], "who owns it helps by doing it"


def test_an_organisation_that_is_gone_is_chosen_no_longer(house: Municipality) -> None:
    kept = keep(house, row(Trekker="Wonstede"))
    choose_organisations(kept, choices={"Wonstede": 999_999}, **BY)
    assert codes(kept) == [["organisation unknown"]]


def test_an_agenda_that_changed_meanwhile_is_shown_again(house: Municipality) -> None:
    kept, other = keep(house, row(), row("Twee")), keep(house, row())
    seen = plan_of(kept).fingerprint
    assert take(other) == 1
    with pytest.raises(AgendaChanged):
        take_over_list(kept, fingerprint=seen, author="S", **BY)
    assert ActionPoint.objects.count() == 1 and take(kept) == 1, "looked at again"


def test_taking_over_twice_is_once(house: Municipality) -> None:
    kept = keep(house, row())
    seen = plan_of(kept).fingerprint
    by: dict[str, Any] = {"fingerprint": seen, "author": "S", **BY}
    assert [take_over_list(kept, **by).number for _ in range(2)] == [1, 0]
    assert ActionPoint.objects.count() == 1


class Stumble(Exception):
    """The database fails in the middle."""


@pytest.fixture
def stumbling() -> Iterator[None]:
    def stumble(sender: Any, instance: ActionPoint, **kwargs: Any) -> None:
        if instance.what == "Tweede":
            raise Stumble

    post_save.connect(stumble, sender=ActionPoint)
    yield
    post_save.disconnect(stumble, sender=ActionPoint)


def test_what_fails_half_way_leaves_nothing(house: Municipality, stumbling: None) -> None:
    kept = keep(house, row("Eerste"), row("Tweede"))
    with pytest.raises(Stumble):
        take(kept)
    kept.refresh_from_db()
    assert (ActionPoint.objects.count(), ActionEvent.objects.count()) == (0, 0)
    assert kept.taken_over_at is None and len(kept.rows) == 2


def test_a_list_that_is_cancelled_leaves_nothing(house: Municipality) -> None:
    kept = keep(house, row())
    cancel_list(kept, **BY)
    assert not AgendaImport.objects.exists() and not ActionPoint.objects.exists() and was_cancelled(kept.pk)
    assert not was_cancelled(kept.pk + 1)


def test_a_list_that_nobody_takes_over_goes_after_its_term(house: Municipality) -> None:
    keep(house, row())
    category = category_named("lists")
    later = TODAY + timedelta(days=1)
    assert category.count(house, TODAY) == {}
    for found in (category.count(house, later), category.forget(house, later, NOW)):
        assert found == {"agenda.agendaimport": 1}
    assert not AgendaImport.objects.exists()


def test_another_municipality_knows_its_own_organisations_only(db: None) -> None:
    here, there = build_municipality("Waterveen"), build_municipality("Dorpstede")
    with tenant(here):
        build_organisation(here, "Woonstede")
    with tenant(there):
        assert codes(keep(there, row(Trekker="Woonstede"))) == [["organisation unknown"]]


def test_a_file_name_with_a_number_of_a_resident_is_not_kept(house: Municipality) -> None:
    kept = keep_list(municipality=house, rows=[], file_name="lijst 123456782.csv", **BY)
    assert "123456782" not in kept.file_name


@pytest.mark.parametrize("number", [1, 30])
def test_looking_costs_the_same_for_one_row_and_for_thirty(
    house: Municipality, number: int, django_assert_num_queries: Callable
) -> None:
    kept = keep(house, *[row(f"Punt {each}", Trekker="Woonstede") for each in range(number)])
    with django_assert_num_queries(5):
        Plan(kept.rows, municipality=house, today=TODAY)
