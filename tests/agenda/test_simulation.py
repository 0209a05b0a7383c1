"""Months of reminding, lived through in seconds; the long form is `manage.py simulate_months`."""

from datetime import date

import pytest

from agenda.reminding import ledger, working_days
from tests.builders import national_catalogue, outside
from vroegsignalering.simulation.calendar import FIRST
from vroegsignalering.simulation.counting import Findings
from vroegsignalering.simulation.running import Simulation

AUTUMN, ADVENT = date(2026, 10, 5), date(2026, 12, 7)


def live(begin: date, *, months: int = 1, points: int = 40) -> tuple[Findings, list[str]]:
    said: list[str] = []
    national_catalogue()
    with outside():
        simulation = Simulation(months=months, points=points, seed=1, say=said.append, begin=begin)
        return simulation.run(), said


@pytest.mark.slow
def test_a_month_with_outages_and_a_night_in_which_the_clock_goes_back(db: None) -> None:
    findings, said = live(AUTUMN)
    assert findings.wrong == [], "\n".join(said)
    assert said[-1] == "Wrong: 0"


@pytest.mark.slow
def test_without_the_list_of_holidays_the_count_is_wrong(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_days, "days_off", lambda year: frozenset())
    findings, _said = live(ADVENT)
    assert findings.wrong


@pytest.mark.slow
def test_a_ledger_that_forgets_a_step_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "SOON_BEFORE", ledger.SOON_BEFORE / 2)
    findings, _said = live(AUTUMN)
    assert findings.wrong


@pytest.mark.long
def test_two_years(db: None) -> None:
    findings, said = live(FIRST, months=24, points=400)
    assert findings.wrong == [], "\n".join(said)
