"""Another day, time or place, and calling off: who was invited is told once of each, with a calendar file."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Event

from audit.actors import Actor
from outbox.models import Promise
from sessions.enums import Reply
from sessions.models import Facilitator, GroupSession, Representative
from sessions.parties import invite_representative
from sessions.planning import change_plan
from sessions.replying import decline, reply_coming
from sessions.seats import remove_from_table
from sessions.stage import cancel_session
from sessions.stepping import StaleStep
from tests.builders import NOW
from tests.group_sessions.test_invitations import SAID, bodies, send, worker

FATIMA, LEADER = "fatima@example.nl", "smit@example.nl"
WEEK = timedelta(weeks=1)


@pytest.fixture
def fatima(session: GroupSession) -> Representative:
    Facilitator.objects.filter(session=session).update(email=LEADER)
    party = session.parties.get(name="Woonstede")
    person = invite_representative(party, name="Fatima", email=FATIMA, **SAID)
    send(session)
    worker()
    return Representative.objects.select_related("party__session").get(pk=person.pk)


def change(
    session: GroupSession, *, revision: int | None = None, actor: Actor | None = None, **new: object
) -> None:
    session.refresh_from_db()
    plan = {
        name: getattr(session, name)
        for name in (
            "title",
            "starts_at",
            "location",
            "goal",
            "duration_minutes",
            "answer_ahead",
            "names_in_report",
            "names_after_talk",
            "date_poll_url",
        )
    }
    seen = session.revision if revision is None else revision
    change_plan(session, **{**plan, **new}, actor=actor or SAID["actor"], expected_revision=seen, now=NOW)


def event_of(message: EmailMessage) -> tuple[str, Event]:
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_filename() == "groepssessie.ics"
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == str(calendar["method"])
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


def to(messages: list[EmailMessage]) -> list[str]:
    return sorted(message["To"] for message in messages)


def later(session: GroupSession) -> datetime:
    return session.starts_at + WEEK


@pytest.mark.parametrize("field", ["day", "place", "length"])
def test_a_change_is_told_once_with_a_newer_calendar_file(
    session: GroupSession, fatima: Representative, field: str
) -> None:
    first = session.stage_revision
    new = {
        "day": {"starts_at": later(session)},
        "place": {"location": "Buurthuis"},
        "length": {"duration_minutes": 180},
    }
    change(session, **new[field])
    messages = worker()
    assert to(messages) == [FATIMA, LEADER]
    assert worker() == []
    method, event = event_of(messages[0])
    assert (method, int(event["sequence"]) > first) == ("PUBLISH", True)
    assert event["dtstart"].dt == session.starts_at.replace(microsecond=0)
    assert event["dtend"].dt == session.ends_at.replace(microsecond=0)
    if field == "place":
        assert all("Buurthuis" in body for body in bodies(messages[0]))
        assert str(event["location"]) == "Buurthuis"


def test_other_words_are_not_told(session: GroupSession, fatima: Representative) -> None:
    change(session, title="Anders", goal="Ook anders")
    assert worker() == []


def test_two_changes_before_the_mail_leaves_are_one_mail_with_the_last(
    session: GroupSession, fatima: Representative
) -> None:
    change(session, location="Zaal 1")
    change(session, location="Zaal 2")
    messages = worker()
    assert to(messages) == [FATIMA, LEADER]
    assert all("Zaal 2" in bodies(message)[0] for message in messages)
    change(session, location="Zaal 3")
    assert to(worker()) == [FATIMA, LEADER]


def test_a_double_click_tells_nothing_twice(session: GroupSession, fatima: Representative) -> None:
    seen = session.revision
    change(session, location="Zaal 1")
    with pytest.raises(StaleStep):
        change(session, revision=seen, location="Zaal 1")
    assert len(worker()) == 2


def test_who_makes_the_change_and_who_left_or_was_not_invited_hears_nothing(
    session: GroupSession, fatima: Representative
) -> None:
    invite_representative(fatima.party, name="Nieuw", email="nieuw@example.nl", **SAID)
    remove_from_table(representative=fatima, **SAID)
    leader = Facilitator.objects.get(session=session).user
    change(session, location="Zaal 1", actor=Actor(role="coordinator", user=leader))
    assert worker() == []


def test_another_day_asks_everybody_again_but_who_has_a_substitute(
    session: GroupSession, fatima: Representative
) -> None:
    bea = invite_representative(fatima.party, name="Bea", email="bea@example.nl", **SAID)
    cor = invite_representative(fatima.party, name="Cor", email="cor@example.nl", **SAID)
    reply_coming(fatima, **SAID)
    decline(bea, reason="Vrij", **SAID)
    decline(cor, reason="", substitute_name="Dirk", substitute_email="dirk@example.nl", **SAID)
    change(session, starts_at=session.starts_at + timedelta(minutes=15))
    assert Representative.objects.get(pk=fatima.pk).reply == Reply.COMING, "a quarter of an hour later"
    assert "eerdere antwoord blijft staan" in bodies(worker_to(FATIMA))[0]
    change(session, starts_at=later(session))
    replies = {one.name: (one.reply, one.decline_reason) for one in Representative.objects.all()}
    assert replies["Fatima"] == replies["Bea"] == ("", "")
    assert replies["Cor"][0] == Reply.DECLINED
    assert "telt niet meer" in bodies(worker_to(FATIMA))[0]


def worker_to(address: str) -> EmailMessage:
    (message,) = [message for message in worker() if message["To"] == address]
    return message


def test_calling_off_tells_everybody_once_and_takes_it_out_of_calendars(
    session: GroupSession, fatima: Representative
) -> None:
    by = {"reason": "Te weinig aanmeldingen", "expected_revision": session.revision, **SAID}
    cancel_session(session, **by)
    messages = worker()
    assert to(messages) == [FATIMA, LEADER]
    for message in messages:
        assert "aanmeldingen" not in str(bodies(message)), "the reason is for the municipality itself"
        method, event = event_of(message)
        assert (method, str(event["status"])) == ("CANCEL", "CANCELLED")
    assert worker() == []


def test_a_change_and_a_cancellation_at_once_only_say_that_it_is_off(
    session: GroupSession, fatima: Representative
) -> None:
    change(session, location="Zaal 1")
    cancel_session(session, reason="x", expected_revision=session.revision, **SAID)
    assert {message["Subject"] for message in worker()} == {f"Gaat niet door: {session.title}"}


def test_a_rehearsal_tells_nobody(session: GroupSession, fatima: Representative) -> None:
    GroupSession.objects.filter(pk=session.pk).update(is_rehearsal=True)
    change(session, location="Zaal 1")
    cancel_session(session, reason="x", expected_revision=session.revision, **SAID)
    assert not Promise.objects.filter(kind__startswith="tell").exists()
