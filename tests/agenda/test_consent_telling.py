"""Coordinators hear once that every organisation answered, and once that no board has to decide any more."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from agenda.agreeing.adopting import withdraw_agenda
from agenda.agreeing.consent_telling import TELL_ANSWERED
from agenda.models import Consent
from audit.actors import Actor
from municipalities.enums import Role
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from sessions.models import GroupSession
from tests.agenda.reminding import at
from tests.agenda.test_adopting import BOARD, BY, CONDITIONAL, consents, forward, held, say
from tests.builders import NOW, TODAY, build_member, outside
from users.models import User

__all__ = ["held"]
SUBJECT = "Alle organisaties hebben geantwoord"


@pytest.fixture
def sanne(held: GroupSession) -> User:
    with outside():
        return build_member(held.municipality, Role.COORDINATOR)


def work(now: Any = NOW) -> list[Any]:
    mail.outbox.clear()
    with outside():
        for promise_id in due_promises(now=now):
            fulfil(promise_id=promise_id, now=now)
    return [letter for letter in mail.outbox if SUBJECT in letter.subject]


def asked(session: GroupSession) -> list[Consent]:
    found = consents(forward(session))
    assert len(found) > 1
    return found


def test_the_last_answer_is_told_and_no_earlier_one(held: GroupSession, sanne: User) -> None:
    first, *rest = asked(held)
    for consent in rest:
        say(consent)
    assert work() == []
    say(first, CONDITIONAL, condition="Als er geld voor is")
    (letter,) = work()
    assert letter.to == [sanne.email]
    assert held.title in letter.subject and "onder een voorwaarde" in letter.body
    assert reverse("agenda:agreement", args=[held.municipality.slug, held.pk]) in letter.body
    say(first)
    assert work() == [], "who changes their mind changes nothing of that all answered"


def test_a_board_that_decides_later_is_told_once_more(held: GroupSession, sanne: User) -> None:
    first, *rest = asked(held)
    for consent in rest:
        say(consent)
    say(first, BOARD, expected_on=TODAY + timedelta(days=20))
    (letter,) = work()
    assert "bestuur" in letter.body
    say(first)
    (letter,) = work()
    assert "vaststellen" in letter.body


def test_who_writes_down_the_last_answer_gets_no_mail_and_a_colleague_does(
    held: GroupSession, sanne: User
) -> None:
    with outside():
        colleague = build_member(held.municipality, Role.COORDINATOR)
    for consent in asked(held):
        say(consent, actor=Actor(role="coordinator", user=sanne))
    assert [one.to for one in work()] == [[colleague.email]]


def test_what_was_taken_back_meanwhile_is_not_told(held: GroupSession, sanne: User) -> None:
    found = asked(held)
    for consent in found:
        say(consent)
    withdraw_agenda(found[0].version, reason="Vergissing", **BY)
    assert work() == []


def test_an_answer_in_the_evening_is_told_on_the_next_working_day(held: GroupSession, sanne: User) -> None:
    evening = at(TODAY, 21)
    for consent in asked(held):
        say(consent, now=evening)
    assert work(evening) == []
    promised = Promise.objects.get(kind=TELL_ANSWERED)
    assert promised.due_at.astimezone(evening.tzinfo).hour == 9
    assert [one.to for one in work(promised.due_at)] == [[sanne.email]]
