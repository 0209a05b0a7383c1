"""A board that should have decided by now reaches each coordinator once, and its answer ends that."""

from datetime import date, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from agenda.agreeing.adopting import withdraw_agenda
from agenda.agreeing.waiting import BOARD_IS_DUE
from agenda.models import AgendaVersion, Consent
from agenda.reminding.promising import plan_reminders
from outbox.models import Promise
from sessions.models import GroupSession
from tests.agenda.reminding import at, coordinator, deliver
from tests.agenda.test_adopting import AGREED, BOARD, BY, consents, forward, held, say
from tests.builders import TODAY

__all__ = ["held"]
DAY = TODAY + timedelta(days=3)
"""A Thursday; the mail goes on the working day after it."""
FRIDAY = DAY + timedelta(days=1)


@pytest.fixture
def version(held: GroupSession) -> AgendaVersion:
    version = forward(held)
    say(consents(version)[0], BOARD, expected_on=DAY)
    return version


def tick(session: GroupSession, day: date, hour: int = 10) -> list[EmailMultiAlternatives]:
    plan_reminders(session.municipality, now=at(day, hour))
    return [letter for letter in deliver(at(day, hour)) if "geantwoord moeten hebben" in letter.subject]


def test_each_coordinator_hears_once_on_the_working_day_after(
    held: GroupSession, version: AgendaVersion
) -> None:
    people = {coordinator(held).email, coordinator(held).email}
    assert tick(held, DAY) == []
    letters = tick(held, FRIDAY)
    assert {one.to[0] for one in letters} == people
    assert "Voedselbank" in letters[0].body or "ROC Waterland" in letters[0].body
    assert reverse("agenda:agreement", args=[held.municipality.slug, held.pk]) in letters[0].body
    assert not any(tick(held, FRIDAY + timedelta(days=number)) for number in range(40))


def test_another_day_that_passed_is_news_and_comes_a_week_later(
    held: GroupSession, version: AgendaVersion
) -> None:
    coordinator(held)
    assert len(tick(held, FRIDAY)) == 1
    say(consents(version)[1], BOARD, expected_on=FRIDAY)
    days = [FRIDAY + timedelta(days=number) for number in range(1, 30)]
    assert [day for day in days if tick(held, day)] == [FRIDAY + timedelta(days=7)]


@pytest.mark.parametrize("how", ["answered", "taken back", "another day", "removed"])
def test_what_changed_since_is_not_told(held: GroupSession, version: AgendaVersion, how: str) -> None:
    sanne = coordinator(held)
    plan_reminders(held.municipality, now=at(FRIDAY))
    assert Promise.objects.filter(kind=BOARD_IS_DUE).count() == 1
    if how == "answered":
        say(consents(version)[0], AGREED)
    elif how == "taken back":
        withdraw_agenda(version, reason="Vergissing", **BY)
    elif how == "another day":
        Consent.objects.filter(version=version).update(expected_on=FRIDAY + timedelta(days=9))
    else:
        sanne.is_active = False
        sanne.save()
    assert tick(held, FRIDAY, 11) == []


def test_two_schedulers_promise_one_mail_and_none_goes_in_a_weekend(
    held: GroupSession, version: AgendaVersion
) -> None:
    coordinator(held)
    saturday, monday = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)
    assert tick(held, saturday) == []
    for _scheduler in range(2):
        plan_reminders(held.municipality, now=at(monday))
    assert Promise.objects.filter(kind=BOARD_IS_DUE).count() == 1
    assert len(tick(held, monday)) == 1
