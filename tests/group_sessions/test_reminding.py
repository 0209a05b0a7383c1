"""Reminders: only who is silent, only who was shown, once a day, and not any more once they replied."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.core import mail

from common.tenancy import tenant
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from sessions import reminding, stage
from sessions.enums import JoinedBy
from sessions.invitations import INVITE_PARTICIPANT, key_of, promises_of, send_again
from sessions.models import GroupSession, Representative
from sessions.parties import invite_representative
from sessions.reminding import REMIND_PARTICIPANT, people_to_remind, remind
from sessions.replying import decline, reply_coming
from sessions.seats import remove_from_table, take_seat
from sessions.standing import Standing, standing_of
from sessions.stepping import StepRefused
from sessions.telling import TELL_MOVED
from tests.builders import NOW, build_municipality, build_session, take
from tests.group_sessions.test_invitations import COORDINATOR, SAID, send, worker
from tests.group_sessions.test_locks import meanwhile
from tests.group_sessions.test_stage import bring_to
from tests.group_sessions.test_telling import change

NAMES = ["Aart", "Bea", "Cor"]


@pytest.fixture
def people(session: GroupSession) -> list[Representative]:
    return invited(session)


def invited(session: GroupSession) -> list[Representative]:
    """Invite three people, of three parties."""
    parties = session.parties.order_by("position")
    found = [
        invite_representative(party, name=name, email=f"{name.lower()}@example.nl", **SAID)
        for party, name in zip(parties, NAMES, strict=True)
    ]
    send(session)
    worker()
    return [Representative.objects.select_related("party__session").get(pk=one.pk) for one in found]


def press(session: GroupSession, people: list[Representative], now: datetime = NOW) -> int:
    return remind(session, shown={one.pk for one in people}, actor=COORDINATOR, now=now)


def sent_at(now: datetime) -> list[str]:
    """Do what the worker does at a moment, and return to whom mails went."""
    mail.outbox.clear()
    for promise_id in due_promises(now=now):
        assert fulfil(promise_id=promise_id, now=now)
    return sorted(one.to[0].partition("@")[0] for one in mail.outbox)


def test_only_who_is_silent_is_reminded(session: GroupSession, people: list[Representative]) -> None:
    reply_coming(people[0], **SAID)
    decline(people[1], reason="", **SAID)
    assert [one.name for one in people_to_remind(session, now=NOW)] == ["Cor"]
    assert press(session, people) == 1
    assert sent_at(NOW) == ["cor"]
    assert Representative.objects.get(name="Cor").reminded_at == NOW


def test_twice_a_day_is_once_and_the_next_day_again(
    session: GroupSession, people: list[Representative]
) -> None:
    assert (press(session, people), press(session, people)) == (3, 0)
    assert people_to_remind(session, now=NOW) == []
    assert sent_at(NOW) == ["aart", "bea", "cor"]
    tomorrow = NOW + timedelta(days=1)
    assert press(session, people, tomorrow) == 3
    assert sent_at(tomorrow) == ["aart", "bea", "cor"]


def test_without_the_day_in_its_key_somebody_is_reminded_twice(
    session: GroupSession, people: list[Representative], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what holds it to once a day is the key."""
    number = count()
    monkeypatch.setattr(reminding, "reminder_key", lambda person, day: f"remind {next(number)}")
    assert (press(session, people[:1]), press(session, people[:1])) == (1, 1)
    assert sent_at(NOW) == ["aart", "aart"]


def test_who_was_not_shown_is_not_reminded(session: GroupSession, people: list[Representative]) -> None:
    assert press(session, people[1:]) == 2
    assert sent_at(NOW) == ["bea", "cor"]


def test_who_replies_before_the_mail_leaves_gets_none(
    session: GroupSession, people: list[Representative]
) -> None:
    press(session, people)
    reply_coming(people[0], **SAID)
    remove_from_table(representative=people[1], **SAID)
    assert sent_at(NOW) == ["cor"]


def test_whose_invitation_did_not_arrive_or_leave_is_not_reminded(
    session: GroupSession, people: list[Representative]
) -> None:
    Promise.objects.filter(payload__id=people[0].pk).update(bounced_at=NOW)
    Promise.objects.filter(payload__id=people[1].pk).update(done_at=None)
    invite_representative(people[2].party, name="Nieuw", email="nieuw@example.nl", **SAID)
    assert [one.name for one in people_to_remind(session, now=NOW)] == ["Cor"]


def test_whose_reminder_did_not_arrive_is_not_reminded_again(
    session: GroupSession, people: list[Representative]
) -> None:
    press(session, people)
    bounce(people[0], REMIND_PARTICIPANT)
    assert [one.name for one in people_to_remind(session, now=NOW + timedelta(days=1))] == ["Bea", "Cor"]
    # A new link is sent to an address that was looked at: what bounced before says nothing of it.
    send_again(people[0], session=session, seen=people[0].link_version, **SAID)
    worker()
    assert len(people_to_remind(session, now=NOW + timedelta(days=1))) == 3


def bounce(person: Representative, kind: str) -> None:
    """Let the mails of one kind to somebody come back."""
    rows = Promise.objects.filter(kind=kind)
    theirs = [row.pk for row in rows if person.pk in (row.payload.get("id"), row.payload.get("participant"))]
    assert theirs
    Promise.objects.filter(pk__in=theirs).update(bounced_at=NOW)


def test_a_reminder_or_a_change_that_did_not_arrive_is_shown_with_the_invitation(
    session: GroupSession, people: list[Representative]
) -> None:
    promised = promises_of(people)
    assert {standing_of(one, promised=promised) for one in people} == {Standing.SILENT}
    press(session, people[:1])
    reply_coming(people[1], **SAID)
    change(session, location="Buurthuis")
    worker()
    bounce(people[0], REMIND_PARTICIPANT)
    bounce(people[1], TELL_MOVED)
    people = list(Representative.objects.order_by("pk"))
    promised = promises_of(people)
    assert [promised[key_of(one)].kind for one in people] == [
        REMIND_PARTICIPANT,
        TELL_MOVED,
        INVITE_PARTICIPANT,
    ]
    assert [standing_of(one, promised=promised) for one in people] == [
        Standing.NOT_ARRIVED,
        Standing.COMING,
        Standing.SILENT,
    ]


def test_who_sits_at_the_table_and_what_began_asks_for_no_reply(
    session: GroupSession, people: list[Representative]
) -> None:
    bring_to(session, "open")
    take_seat(party=people[0].party, name="Aart", joined_by=JoinedBy.LINK, now=NOW, representative=people[0])
    assert [one.name for one in people_to_remind(session, now=NOW)] == ["Bea", "Cor"]
    press(session, people)
    take(stage.start_session, session)
    assert sent_at(NOW) == []
    with pytest.raises(StepRefused):
        press(session, people)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_remind_once() -> None:
    house = build_municipality()
    with tenant(house):
        session = build_session(house)
        people = invited(session)
    numbers: list[int] = []

    def one() -> None:
        numbers.append(press(session, people))

    meanwhile(house, one, first=one)
    assert sorted(numbers) == [0, 3]
