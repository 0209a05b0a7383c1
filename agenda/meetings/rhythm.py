"""How often the tables of a municipality look back at their agenda, and when a table would meet again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.record import record
from municipalities.locks import hold_municipality
from municipalities.models import Municipality
from sessions.models import GroupSession

from ..enums import Rhythm
from ..models import AgendaSettings
from ..reminding.holidays import days_off, good_friday

PERIOD = {
    Rhythm.SIX_WEEKS: timedelta(weeks=6),
    Rhythm.QUARTER: timedelta(weeks=13),
    Rhythm.HALF_YEAR: timedelta(weeks=26),
    Rhythm.YEAR: timedelta(weeks=52),
}
"""Whole weeks, so that a table keeps the weekday it is used to."""
NOTICE = timedelta(weeks=2)
"""People need time to keep a day free."""


def rhythm_of(municipality: Municipality) -> Rhythm:
    """Return how often the tables of a municipality look back; each quarter until somebody chooses."""
    chosen = AgendaSettings.objects.filter(municipality=municipality).values_list("rhythm", flat=True).first()
    return Rhythm(chosen) if chosen else Rhythm.QUARTER


def choose_rhythm(municipality: Municipality, *, rhythm: Rhythm, actor: Actor, now: datetime) -> None:
    """Let the tables of a municipality look back this often; meetings that are planned stay as they are."""
    with transaction.atomic():
        hold_municipality(municipality)
        if rhythm_of(municipality) == rhythm:
            return
        row, _made = AgendaSettings.objects.get_or_create(municipality=municipality)
        row.rhythm = rhythm
        row.save(update_fields=["rhythm"])
        record(municipality=municipality, actor=actor, action="choose rhythm", target=row, now=now)


def due_on(last: GroupSession, *, rhythm: Rhythm, cancelled: Collection[date] = ()) -> date:
    """Return when a table should have met again, by the day it chose itself or else by its rhythm."""
    chosen = last.follow_up_on
    if chosen is not None and chosen not in cancelled:
        return chosen
    return timezone.localdate(last.starts_at) + PERIOD[rhythm]


def next_day(last: GroupSession, *, rhythm: Rhythm, today: date, cancelled: Collection[date] = ()) -> date:
    """Return a day to propose to a table: the one it chose itself while that is to come, else by its rhythm.

    A holiday, a day that passed, one on which a meeting was cancelled, or one too soon to be kept free, moves
    up by whole weeks.
    """
    chosen = last.follow_up_on
    if chosen is not None and chosen > today and chosen not in cancelled:
        return chosen
    day = timezone.localdate(last.starts_at) + PERIOD[rhythm]
    late = (today + NOTICE - day).days
    if late > 0:
        day += timedelta(weeks=-(-late // 7))
    while day in days_off(day.year) or day == good_friday(day.year) or day in cancelled:
        day += timedelta(weeks=1)
    return day
