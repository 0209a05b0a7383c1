"""Who becomes the owner hears it in one mail with a link for each point: somebody left, or was named."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.owners import asking
from agenda.owners.asking import TELL_NEW_OWNER, TELL_OWNER
from agenda.owners.reply_link import Purpose, reply_token
from agenda.owners.who import who
from agenda.points import progress
from agenda.points.accepting import hand_back_action
from agenda.points.assigning import assign_owner
from agenda.points.history import in_words
from agenda.reminding.undelivered import wrong_addresses
from outbox.models import Promise
from outbox.promises import promise
from sessions.address_book import end_organisation, resume_organisation
from sessions.contacts import change_contact, end_contact
from sessions.models import GroupSession
from tests.agenda.test_handing_over import (
    BY,
    JAN,
    SAID,
    YESTERDAY,
    agreed,
    contact,
    held,
    woonstede,
    work,
)
from tests.builders import FACILITATOR, NOW, answering, build_session

__all__ = ["held"]
NOOR = "noor@w.example"


def by(point: ActionPoint) -> dict[str, Any]:
    point.refresh_from_db()
    return {**SAID, "expected_revision": point.revision}


def token(point: ActionPoint, purpose: Purpose) -> str:
    point.refresh_from_db()
    return reply_token(point, sent_on=timezone.localdate(NOW), purpose=purpose)


def name_noor(point: ActionPoint, email: str = NOOR, **more: Any) -> None:
    owner = {"owner_organisation": point.owner_organisation, "owner_name": "Noor", "owner_email": email}
    assign_owner(point, **owner, **more, **by(point))


def test_forty_points_that_fall_to_somebody_are_one_mail(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", NOOR)
    points = [agreed(held, f"Punt {number}", yes=number % 2 == 0) for number in range(40)]
    work()
    end_contact(jan, last_day=YESTERDAY, **BY)
    (letter,) = work()
    assert letter.to == [NOOR]
    for number, point in enumerate(points):
        asked, told = (token(point, purpose) for purpose in Purpose)
        assert (asked in letter.body, told in letter.body) == (number % 2 == 1, number % 2 == 0)
        assert point.asked_at == (NOW if number % 2 else None)
    assert "example" not in str(list(Promise.objects.values_list("key", "payload")))


def test_what_the_table_still_talks_about_is_asked_when_it_closes(session: GroupSession) -> None:
    answering(session)
    jan, _noor = contact(woonstede(session), "Jan", JAN), contact(woonstede(session), "Noor", NOOR)
    point = agreed(session, yes=False)
    end_contact(jan, last_day=YESTERDAY, **BY)
    assert work() == []
    point.refresh_from_db()
    assert (point.owner_name, point.asked_at) == ("Noor", None)


def test_another_person_on_a_point_with_a_yes_is_told(held: GroupSession) -> None:
    point = agreed(held)
    name_noor(point)
    (letter,) = work()
    assert letter.to == [NOOR] and point.status == ActionStatus.ACCEPTED
    assert token(point, Purpose.PROGRESS) in letter.body and "Samen bellen" in letter.body
    assert "vertrokken" not in letter.body
    assert "example" not in str(list(Promise.objects.values_list("key", "payload")))


def test_who_is_told_already_or_has_no_address_gets_no_mail(held: GroupSession) -> None:
    point = agreed(held)
    assign_owner(
        point,
        owner_organisation=point.owner_organisation,
        owner_name="Jan Jansen",
        owner_email=JAN.upper(),
        **by(point),
    )
    name_noor(point, "")
    assert work() == []


def test_who_waits_for_a_yes_is_asked_and_not_told(held: GroupSession) -> None:
    point = agreed(held, yes=False)
    work()
    name_noor(point)
    (letter,) = work()
    assert token(point, Purpose.ANSWER) in letter.body and token(point, Purpose.PROGRESS) not in letter.body


def test_at_the_table_and_in_a_rehearsal_nobody_is_told_by_mail(session: GroupSession) -> None:
    answering(session)
    name_noor(agreed(session))
    rehearsal = build_session(session.municipality, title="Oefenen")
    answering(rehearsal)
    point = agreed(rehearsal)
    GroupSession.objects.filter(pk=rehearsal.pk).update(is_rehearsal=True, state="closed")
    point.refresh_from_db()
    name_noor(point)
    assert work() == []


def test_who_was_named_and_then_somebody_else_hears_nothing(held: GroupSession) -> None:
    point = agreed(held)
    name_noor(point)
    assign_owner(
        point,
        owner_organisation=point.owner_organisation,
        owner_name="Piet",
        owner_email="piet@w.example",
        **by(point),
    )
    assert [letter.to for letter in work()] == [["piet@w.example"]]


@pytest.mark.parametrize("how", ["named", "followed"])
def test_a_mail_to_a_new_owner_that_came_back_counts(held: GroupSession, how: str) -> None:
    point = agreed(held)
    if how == "named":
        name_noor(point)
    else:
        jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", NOOR)
        end_contact(jan, last_day=YESTERDAY, **BY)
    work()
    assert wrong_addresses(held.municipality, now=NOW) == set()
    Promise.objects.filter(kind__in=[TELL_OWNER, TELL_NEW_OWNER]).update(bounced_at=NOW)
    assert wrong_addresses(held.municipality, now=NOW) == {who(held.municipality, NOOR)}


def test_what_is_opened_again_goes_on_with_who_follows(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", NOOR)
    dropped, done, nameless = agreed(held, "Een"), agreed(held, "Twee"), agreed(held, "Drie", owner_email="")
    for point in (dropped, nameless):
        progress.change_status(point, ActionStatus.DROPPED, reason="Weg", **by(point))
    progress.change_status(done, ActionStatus.DONE, **by(done))
    work()
    end_contact(jan, last_day=YESTERDAY, **BY)
    assert work() == []
    for point in (dropped, nameless):
        progress.change_status(point, ActionStatus.PROPOSED, reason="Toch wel", **by(point))
    progress.change_status(done, ActionStatus.IN_PROGRESS, reason="Nog niet", **by(done))
    assert {address for letter in work() for address in letter.to} == {NOOR}
    for point in (dropped, done, nameless):
        point.refresh_from_db()
        assert point.owner_name == "Noor"
    assert (dropped.status, done.status) == (ActionStatus.PROPOSED, ActionStatus.IN_PROGRESS)


def test_what_is_opened_again_of_an_organisation_that_stopped_is_nobody_s(held: GroupSession) -> None:
    where, point = woonstede(held), agreed(held)
    progress.change_status(point, ActionStatus.DROPPED, reason="Weg", **by(point))
    end_organisation(where, on=YESTERDAY, **BY)
    work()
    progress.change_status(point, ActionStatus.PROPOSED, reason="Toch wel", **by(point))
    assert work() == []
    point.refresh_from_db()
    assert not point.has_owner and point.owner_email == ""


def test_an_organisation_that_stops_twice_on_one_day_gives_back_twice(held: GroupSession) -> None:
    where = woonstede(held)
    for hour in range(2):
        now = NOW + timedelta(hours=hour)
        point = agreed(held, f"Punt {hour}")
        end_organisation(where, on=YESTERDAY, actor=FACILITATOR, now=now)
        work(now)
        point.refresh_from_db()
        assert not point.has_owner
        resume_organisation(where, actor=FACILITATOR, now=now)


def test_who_gets_another_address_goes_on_under_it(held: GroupSession) -> None:
    jan, _noor = contact(woonstede(held), "Jan", JAN), contact(woonstede(held), "Noor", NOOR)
    point, waits, done = agreed(held), agreed(held, "Wacht", yes=False), agreed(held, "Klaar")
    progress.change_status(done, ActionStatus.DONE, **by(done))
    other = agreed(held, "Van Noor", owner_name="Noor", owner_email=NOOR)
    work()
    said = {"name": "Jan", "phone": "", "function": "", "themes": []}
    change_contact(jan, email="jan@nieuw.example", **said, **BY)
    (letter,) = work()
    assert letter.to == ["jan@nieuw.example"]
    assert token(point, Purpose.PROGRESS) in letter.body and token(waits, Purpose.ANSWER) in letter.body
    assert "e-mail" in in_words(point.events.last())
    for row, email in ((point, "jan@nieuw.example"), (done, JAN), (other, NOOR)):
        row.refresh_from_db()
        assert row.owner_email == email
    assert "example" not in str(list(Promise.objects.values_list("key", "payload")))
    jan.refresh_from_db()
    end_contact(jan, last_day=YESTERDAY, **BY)
    work()
    point.refresh_from_db()
    assert point.owner_name == "Noor"


def test_a_point_agreed_just_after_the_close_is_asked_too(held: GroupSession) -> None:
    point = agreed(held, yes=False)
    (letter,) = work()
    assert letter.to == [JAN] and token(point, Purpose.ANSWER) in letter.body
    assert point.asked_at == NOW


def test_who_gave_it_back_and_takes_it_after_all_is_asked_again(held: GroupSession) -> None:
    point = agreed(held, yes=False)
    work()
    hand_back_action(point, reason="Geen tijd", **by(point))
    owner = {"owner_organisation": point.owner_organisation, "owner_name": "Jan", "owner_email": JAN}
    assign_owner(point, **owner, **{**by(point), "now": NOW + timedelta(days=1)})
    (letter,) = work(NOW + timedelta(days=1))
    assert letter.to == [JAN] and point.status == ActionStatus.PROPOSED
    assert in_words(point.events.last())


def given(held: GroupSession, number: int, *, now: Any = NOW) -> ActionPoint:
    """Let a coordinator give a point of nobody to Noor."""
    nobody = {"owner_organisation": None, "owner_name": "", "owner_email": ""}
    point = agreed(held, f"Punt {number}", yes=False, **nobody)
    owner = {"owner_organisation": woonstede(held), "owner_name": "Noor", "owner_email": NOOR}
    assign_owner(point, **owner, **{**by(point), "now": now})
    return point


def test_forty_points_given_by_hand_one_after_another_are_one_mail(held: GroupSession) -> None:
    points = [given(held, number, now=NOW + timedelta(minutes=4 * number)) for number in range(40)]
    last = NOW + timedelta(minutes=4 * 39)
    assert work(last - timedelta(minutes=2)) == [], "the coordinator is still at it"
    (letter,) = work(last)
    assert letter.to == [NOOR]
    assert all(token(point, Purpose.ANSWER) in letter.body for point in points)


def test_what_is_given_later_that_day_waits_for_a_mail_of_the_next(held: GroupSession) -> None:
    first = given(held, 1)
    assert len(work()) == 1
    later = [given(held, number, now=NOW + timedelta(hours=number)) for number in (2, 3, 4)]
    assert work(NOW + timedelta(hours=20)) == []
    (letter,) = work(NOW + timedelta(days=1))
    assert token(first, Purpose.ANSWER) not in letter.body
    assert all(token(point, Purpose.ANSWER) in letter.body for point in later)


def test_what_waits_for_the_next_day_is_not_mailed_in_a_weekend(held: GroupSession) -> None:
    friday = NOW + timedelta(days=4)
    given(held, 1, now=friday)
    assert len(work(friday)) == 1
    given(held, 2, now=friday + timedelta(hours=1))
    assert work(friday + timedelta(days=1)) == work(friday + timedelta(days=2)) == []
    assert len(work(friday + timedelta(days=3))) == 1


def test_a_question_and_a_word_about_another_point_are_one_mail(held: GroupSession) -> None:
    waits, said_yes = given(held, 1), agreed(held)
    name_noor(said_yes)
    (letter,) = work()
    assert token(waits, Purpose.ANSWER) in letter.body and token(said_yes, Purpose.PROGRESS) in letter.body


def test_an_owner_put_right_at_once_leaves_the_first_in_peace(held: GroupSession) -> None:
    point = given(held, 1)
    name_noor(point, "piet@w.example")
    assert [letter.to for letter in work()] == [["piet@w.example"]]
    (unsent,) = Promise.objects.filter(kind=TELL_OWNER, payload__is_unsent=True)
    assert unsent.done_at is not None


def test_without_collecting_each_point_would_be_a_mail(
    held: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each point in a promise of its own, as it is given."""

    def alone(*, kind: str, to: Any, items: Any, **more: Any) -> None:
        for item in items:
            promise(kind=kind, key=f"{kind} {item}", payload={**to, "items": [item]}, **more)

    monkeypatch.setattr(asking, "promise_together", alone)
    for number in range(3):
        given(held, number)
    assert [letter.to for letter in work()] == [[NOOR]] * 3
