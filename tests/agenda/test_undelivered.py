"""Mails to owners that do not arrive, and a mail server that dies in the middle of one."""

from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes

import pytest
from django.core import mail
from pytest_django import Settings

from agenda.models import ActionPoint, Reminder
from agenda.owners.asking import TELL_OWNER
from agenda.owners.who import who
from agenda.points.assigning import assign_owner
from agenda.points.proposing import propose_action
from agenda.reminding.promising import plan_reminders
from agenda.reminding.undelivered import REMIND_COORDINATOR, REMIND_OWNER, wrong_addresses
from outbox.bounces import Reading, read_bounce
from outbox.models import MAX_ATTEMPTS, Promise
from outbox.promises import due_promises, fulfil
from sessions.models import GroupSession
from tests.agenda.reminding import BY, DEADLINE, JAN, agreed, at, close, coordinator, deliver, held, tick
from tests.builders import NOW, TODAY, outside
from tests.mail_sink import Sink, mail_sink
from tests.outbox.test_bounces import notification

FRIDAY, MONDAY = date(2027, 1, 15), date(2027, 1, 18)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with mail_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def point(session: GroupSession) -> ActionPoint:
    point = agreed(held(session))
    close(session)
    return point


def test_a_mail_server_killed_mid_mail_doubles_at_most_one_with_the_same_message_id(
    point: ActionPoint, session: GroupSession, sink: Sink
) -> None:
    sink.dies = True
    tick(session, at(FRIDAY))
    sink.dies = False
    for minutes in range(1, 30):
        tick(session, at(FRIDAY, 10, minutes))
    letters = [message_from_bytes(raw) for raw in sink.mails]
    assert len(letters) == 2
    assert letters[0]["Message-ID"] == letters[1]["Message-ID"]
    assert {one["To"] for one in letters} == {JAN}


def test_every_reminder_says_that_a_machine_wrote_it(
    point: ActionPoint, session: GroupSession, sink: Sink
) -> None:
    tick(session, at(FRIDAY))
    (letter,) = [message_from_bytes(raw) for raw in sink.mails]
    assert letter["Auto-Submitted"] == "auto-generated", "so that no absence assistant answers it"


def test_what_is_refused_for_good_reaches_the_coordinator(
    point: ActionPoint, session: GroupSession, sink: Sink
) -> None:
    sanne = coordinator(session)
    sink.recipient = "550 5.1.1 User unknown"
    tick(session, at(FRIDAY))
    assert (sink.asked, sink.mails) == (1, [])
    sink.recipient = "250 Ok"
    tick(session, at(FRIDAY, 10, 10))
    (letter,) = [message_from_bytes(raw) for raw in sink.mails]
    assert letter["To"] == sanne.email
    row = Reminder.objects.get()
    assert (row.told_to, row.told_at) == ("", at(FRIDAY, 10, 10))


def test_what_comes_back_hours_later_reaches_the_coordinator_once(
    point: ActionPoint, session: GroupSession
) -> None:
    sanne = coordinator(session)
    assert [one.to for one in tick(session, at(FRIDAY))] == [[JAN]]
    promised = Promise.objects.get(kind=REMIND_OWNER)
    with outside():
        assert read_bounce(notification(promised).as_bytes(), now=at(FRIDAY, 14)) is Reading.MARKED
    (letter,) = tick(session, at(FRIDAY, 14, 10))
    assert letter.to == [sanne.email]
    assert "komen niet aan" in letter.body
    for day in range(1, 14):
        assert tick(session, at(FRIDAY + timedelta(days=day))) == []


def test_an_address_that_was_put_right_is_mailed_again(point: ActionPoint, session: GroupSession) -> None:
    coordinator(session)
    tick(session, at(FRIDAY))
    Promise.objects.filter(kind=REMIND_OWNER).update(bounced_at=at(FRIDAY, 14))
    tick(session, at(FRIDAY, 14, 10))
    point.refresh_from_db()
    assign_owner(
        point,
        owner_organisation=point.owner_organisation,
        owner_name="Jan",
        owner_email="jan@woonstede.example",
        expected_revision=point.revision,
        **BY,
    )
    letters = [one for day in range(14, 21) for one in tick(session, at(FRIDAY + timedelta(days=day)))]
    told, reminded = letters
    assert told.to == reminded.to == ["jan@woonstede.example"]
    assert "trekker" in told.subject and "Hoe gaat het" in reminded.subject


def test_an_address_at_which_a_later_mail_arrived_is_mailed_again(session: GroupSession) -> None:
    """A full mailbox was emptied: the question about another point arrived."""
    coordinator(session)
    agreed(held(session))
    other = agreed(session, "Samen bellen", email="els@corporatie.example")
    close(session)
    tick(session, at(FRIDAY))
    first = Promise.objects.filter(kind=REMIND_OWNER).order_by("pk").first()
    Promise.objects.filter(pk=first.pk).update(bounced_at=at(FRIDAY, 14))
    assert wrong_addresses(session.municipality, now=at(FRIDAY, 15)) == {who(session.municipality, JAN)}
    other.refresh_from_db()
    assign_owner(
        other,
        owner_organisation=session.parties.last().organisation,
        owner_name="Jan",
        owner_email=JAN,
        expected_revision=other.revision,
        **{**BY, "now": at(MONDAY, 9)},
    )
    assert JAN in [one.to[0] for one in deliver(at(MONDAY, 9, 5))]
    assert wrong_addresses(session.municipality, now=at(MONDAY)) == set()
    Promise.objects.filter(kind=TELL_OWNER, done_at=at(MONDAY, 9, 5)).update(bounced_at=at(MONDAY, 10))
    assert wrong_addresses(session.municipality, now=at(MONDAY, 11)) == {who(session.municipality, JAN)}


def test_what_comes_back_from_the_only_coordinator_waits_a_week_for_whoever_can_be_told(
    point: ActionPoint, session: GroupSession
) -> None:
    sanne = coordinator(session)
    ActionPoint.objects.update(owner_email="")
    assert [one.to for one in tick(session, at(FRIDAY))] == [[sanne.email]]
    Promise.objects.filter(kind=REMIND_COORDINATOR).update(bounced_at=at(FRIDAY, 11))
    other = coordinator(session)
    days = [FRIDAY + timedelta(days=number) for number in range(1, 9)]
    letters = [(day, one.to[0]) for day in days for one in tick(session, at(day))]
    assert letters == [(FRIDAY + timedelta(days=7), one) for one in sorted([sanne.email, other.email])]


def test_what_one_of_two_coordinators_read_is_told_to_neither_again(
    point: ActionPoint, session: GroupSession
) -> None:
    coordinator(session), coordinator(session)
    ActionPoint.objects.update(owner_email="")
    assert len(tick(session, at(FRIDAY))) == 2
    first = Promise.objects.filter(kind=REMIND_COORDINATOR).first()
    Promise.objects.filter(pk=first.pk).update(bounced_at=at(FRIDAY, 11))
    days = [FRIDAY + timedelta(days=number) for number in range(1, 9)]
    assert [one for day in days for one in tick(session, at(day))] == []


def test_a_question_that_comes_back_reaches_the_coordinator_at_once(session: GroupSession) -> None:
    sanne = coordinator(session)
    held(session)
    propose_action(
        session,
        what="Samen bellen",
        today=TODAY,
        owner_organisation=session.parties.first().organisation,
        owner_email=JAN,
        deadline=DEADLINE,
        **BY,
    )
    close(session)
    ActionPoint.objects.update(asked_at=NOW)
    Promise.objects.filter(kind=TELL_OWNER).update(bounced_at=NOW)
    (letter,) = tick(session, at(TODAY, 15))
    assert letter.to == [sanne.email]
    assert "komen niet aan" in letter.body


def test_a_mail_that_was_given_up_is_promised_anew(point: ActionPoint, session: GroupSession) -> None:
    plan_reminders(session.municipality, now=at(FRIDAY))
    Promise.objects.filter(kind=REMIND_OWNER).update(attempts=MAX_ATTEMPTS)
    assert [one.to for one in tick(session, at(MONDAY))] == [[JAN]]
    assert Promise.objects.filter(kind=REMIND_OWNER).count() == 2


def test_each_coordinator_gets_the_mail_that_another_one_could_not_get(
    point: ActionPoint, session: GroupSession, sink: Sink
) -> None:
    people = {coordinator(session).email, coordinator(session).email}
    ActionPoint.objects.update(owner_email="")
    sink.dies = True
    plan_reminders(session.municipality, now=at(FRIDAY))
    first, second = due_promises(now=at(FRIDAY))
    with outside():
        assert not fulfil(promise_id=first, now=at(FRIDAY))
        sink.dies = False
        assert fulfil(promise_id=second, now=at(FRIDAY))
        assert fulfil(promise_id=first, now=at(FRIDAY, 10, 1))
    assert {message_from_bytes(raw)["To"] for raw in sink.mails} == people
    assert Promise.objects.filter(kind=REMIND_COORDINATOR, done_at=None).count() == 0


def test_without_a_mail_server_it_goes_out_when_it_is_back(
    point: ActionPoint, session: GroupSession, sink: Sink
) -> None:
    sink.recipient = "450 4.2.0 Greylisted"
    for hour in range(9, 17):
        tick(session, at(FRIDAY, hour))
    assert deliver(at(FRIDAY, 18)) == [] and mail.outbox == []
    sink.recipient = "250 Ok"
    deliver(at(FRIDAY, 19))
    assert sink.mails == [], "not in the evening"
    deliver(at(MONDAY, 9))
    assert len(sink.mails) == 1
