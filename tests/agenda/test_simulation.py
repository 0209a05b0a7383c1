"""Months of reminding, lived through in seconds; the long form is `manage.py simulate_months`.

And that its judge turns red: each control takes one thing away and finds what that breaks.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from agenda.models import Reminder
from agenda.reminding import digest, lately, ledger, steps, working_days
from agenda.reminding.promising import plan_reminders
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox import mail
from tests.agenda.test_two_schedulers import without_key
from tests.builders import national_catalogue, outside
from vroegsignalering.simulation import post, running
from vroegsignalering.simulation.calendar import FIRST
from vroegsignalering.simulation.counting import Findings
from vroegsignalering.simulation.running import Simulation

AUTUMN, ADVENT = date(2026, 10, 5), date(2026, 12, 7)
NOBODY = frozenset[str]()


def live(begin: date, *, months: int = 1, points: int = 40) -> tuple[Findings, list[str]]:
    said: list[str] = []
    national_catalogue()
    with outside():
        simulation = Simulation(months=months, points=points, seed=1, say=said.append, begin=begin)
        return simulation.run(), said


def found(findings: Findings, *words: str) -> bool:
    """Return whether one thing that is wrong has all these words."""
    return any(all(word in line for word in words) for line in findings.wrong)


@pytest.mark.slow
def test_a_month_with_outages_and_a_night_in_which_the_clock_goes_back(db: None) -> None:
    findings, said = live(AUTUMN)
    assert findings.wrong == [], "\n".join(said)
    assert said[-1] == "Wrong: 0"
    assert "The clock changed 1 times (2026-10-25), 29 February: no" in said


@pytest.mark.slow
def test_without_the_list_of_holidays_there_is_mail_at_christmas(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_days, "days_off", lambda year: frozenset())
    findings, _said = live(ADVENT)
    assert found(findings, "was mailed at 2026-12-25")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_key_of_the_ledger_steps_stand_there_twice() -> None:
    with without_key():
        findings, _said = live(AUTUMN, points=20)
        empty_the_ledger()
    assert found(findings, "steps stand there twice")


def empty_the_ledger() -> None:
    """Let the key be put back: no rows stand in its way."""
    for municipality in Municipality.objects.all():
        with tenant(municipality):
            Reminder.objects.all().delete()


def without_weekends(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(working_days, "SATURDAY", 7)


def without_peace(patch: pytest.MonkeyPatch) -> None:
    for module in (steps, ledger, digest):
        patch.setattr(module, "LEFT_IN_PEACE", NOBODY)


def without_mail(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(digest, "_deliver", lambda *_arguments, **_more: None)


def without_one_name(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mail, "message_id", lambda item: f"<{item.pk}.{item.attempts}@localhost>")
    patch.setattr(post, "IS_KILLED", 0.2)


def without_a_week(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lately, "A_WEEK", timedelta(days=2))


def without_haste(patch: pytest.MonkeyPatch) -> None:
    def once_a_day(municipality: Municipality, *, now: datetime) -> int:
        return plan_reminders(municipality, now=now) if now.hour == running.PEOPLE_ACT_AT else 0

    patch.setattr(running, "plan_reminders", once_a_day)


def without_a_step(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "SOON_BEFORE", ledger.SOON_BEFORE / 2)


def without_closed_days(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lately.Lately, "mailed", lambda self, name: False)
    patch.setattr("agenda.reminding.addressing.Addressing.waits", lambda self, point: False)


@pytest.mark.long
@pytest.mark.parametrize(
    ("take", "words"),
    [
        (without_weekends, ["was mailed at 2026-10-1"]),
        (without_peace, ["not needed"]),
        (without_mail, ["no mail told of"]),
        (without_one_name, ["was told twice"]),
        (without_a_week, ["was mailed on", "and on"]),
        (without_haste, [" late"]),
        (without_a_step, ["missing", "soon"]),
        (without_closed_days, ["but they are closed"]),
    ],
)
def test_what_is_taken_away_is_missed(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    take: Callable[[pytest.MonkeyPatch], None],
    words: list[str],
) -> None:
    take(monkeypatch)
    findings, said = live(AUTUMN)
    assert found(findings, *words), "\n".join(said)


@pytest.mark.long
def test_two_years(db: None) -> None:
    findings, said = live(FIRST, months=24, points=400)
    assert findings.wrong == [], "\n".join(said)
    assert "29 February: yes" in "\n".join(said)
