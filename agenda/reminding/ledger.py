"""The ledger of reminding: which rows there should be now, and writing exactly those.

A row is written when its step is due, once and never twice: its key is unique. What is no longer needed
before it was told (the point ended, was paused or got another deadline) is marked so, until it is again.
What was told to an owner before, or about an earlier question of the same day, is told anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from municipalities.models import Municipality

from ..enums import ActionChange, ActionStatus, ReminderStep
from ..models import ActionEvent, ActionPoint, Reminder
from ..owners.who import who
from .steps import LADDER, LEFT_IN_PEACE, SOON_BEFORE, Due, Standing, due_steps
from .undelivered import wrong_addresses

Key = tuple[int, str, date]
"""Action point, step and the day it counts from."""


@dataclass(frozen=True)
class Ledger:
    """What is to be written now."""

    new: list[Reminder] = field(default_factory=list)
    needed_again: list[tuple[int, date]] = field(default_factory=list)
    """What was dropped before it was told, and from when it is to be told now."""
    dropped: list[int] = field(default_factory=list)
    anew: list[tuple[Reminder, date]] = field(default_factory=list)
    """What was told to another owner or before another question, and from when it is told again."""


def read_ledger(municipality: Municipality, *, today: date, now: datetime) -> Ledger:
    """Compare what is due with what stands in the ledger."""
    points = list(_points(municipality, today=today))
    wrong = wrong_addresses(municipality, now=now)
    held: dict[Key, Reminder] = {}
    of_point: dict[int, list[Reminder]] = {point.pk: [] for point in points}
    about = Q(action_point__in=[point.pk for point in points]) | Q(told_at=None, dropped_at=None)
    for row in Reminder.objects.filter(about, municipality=municipality):
        held[row.action_point_id, row.step, row.about] = row
        if row.told_at is not None:
            of_point[row.action_point_id].append(row)
    due: dict[Key, Due] = {}
    for point in points:
        is_wrong = bool(point.owner_email) and who(municipality, point.owner_email) in wrong
        for one in due_steps(_standing(point, of_point[point.pk], is_unreachable=is_wrong), today=today):
            due[point.pk, one.step, one.about] = one
    return Ledger(
        new=[
            Reminder(
                municipality=municipality,
                action_point_id=key[0],
                step=one.step,
                about=one.about,
                due_on=one.on,
                made_at=now,
            )
            for key, one in due.items()
            if key not in held
        ],
        needed_again=[
            (held[key].pk, one.on)
            for key, one in due.items()
            if key in held and held[key].dropped_at is not None
        ],
        dropped=[
            row.pk
            for key, row in held.items()
            if row.told_at is None and row.dropped_at is None and key not in due
        ],
        anew=[
            (held[key], one.on) for key, one in due.items() if key in held and held[key].told_at is not None
        ],
    )


def write_ledger(ledger: Ledger, *, now: datetime) -> int:
    """Write it, and return how many rows are new here; what another scheduler wrote meanwhile stays one."""
    with transaction.atomic():
        Reminder.objects.bulk_create(ledger.new, ignore_conflicts=True)
        waiting = Reminder.objects.filter(told_at=None)
        for pk, on in ledger.needed_again:
            waiting.filter(pk=pk).update(dropped_at=None, due_on=on)
        waiting.filter(pk__in=ledger.dropped, dropped_at=None).update(dropped_at=now)
        for row, on in ledger.anew:
            # Unless another scheduler told it again meanwhile.
            told = Reminder.objects.filter(pk=row.pk, told_at=row.told_at)
            told.update(told_at=None, told_to="", due_on=on, made_at=now)
    return len(ledger.new)


def _points(municipality: Municipality, *, today: date) -> QuerySet[ActionPoint]:
    """Return the points of which something may be due; what was told to the end costs nothing any more."""
    told = Reminder.objects.filter(
        municipality=municipality, action_point=OuterRef("pk"), told_at__isnull=False
    )
    to_the_end = Exists(
        told.filter(
            step=ReminderStep.COORDINATOR, about=OuterRef("deadline"), told_at__gte=OuterRef("owned_since")
        )
    )
    silence_told = Exists(told.filter(step=ReminderStep.UNANSWERED, told_at__gte=OuterRef("asked_at")))
    events = ActionEvent.objects.filter(municipality=municipality, action_point=OuterRef("pk"))
    moved, given = (
        Subquery(events.filter(change=change).order_by("-pk").values("at")[:1])
        for change in (ActionChange.DEADLINE, ActionChange.OWNER)
    )
    return (
        ActionPoint.objects.filter(municipality=municipality, merged_into=None)
        .counting()
        .exclude(status__in=LEFT_IN_PEACE)
        .annotate(moved_at=moved, owned_since=Coalesce(given, F("created_at")))
        .filter(
            Q(deadline__lte=today + SOON_BEFORE) & ~to_the_end
            | Q(status=ActionStatus.PROPOSED, asked_at__isnull=False) & ~silence_told
        )
    )


def _standing(point: ActionPoint, rows: Iterable[Reminder], *, is_unreachable: bool) -> Standing:
    moved_at: datetime | None = point.moved_at  # type: ignore[attr-defined]
    owned_since: datetime = point.owned_since  # type: ignore[attr-defined]
    told: dict[tuple[ReminderStep, date], date] = {}
    taken_over_on = None
    for row in rows:
        if _counts(row, point, owned_since=owned_since):
            assert row.told_at is not None
            told[ReminderStep(row.step), row.about] = timezone.localdate(row.told_at)
        elif row.step in LADDER and row.about == point.deadline:
            taken_over_on = timezone.localdate(owned_since)
    return Standing(
        status=ActionStatus(point.status),
        deadline=point.deadline,
        agreed_on=timezone.localdate(moved_at or point.created_at),
        asked_on=timezone.localdate(point.asked_at) if point.asked_at else None,
        is_unreachable=is_unreachable,
        told=told,
        taken_over_on=taken_over_on,
    )


def _counts(row: Reminder, point: ActionPoint, *, owned_since: datetime) -> bool:
    """Return whether what was told still holds: of the present question, or to the present owner."""
    assert row.told_at is not None
    if row.step == ReminderStep.UNANSWERED:
        return point.asked_at is None or row.told_at >= point.asked_at
    if row.step in LADDER:
        is_theirs = bool(row.told_to) and row.told_to == point.owner_email.lower()
        return is_theirs or row.told_at >= owned_since
    return True
