"""The ledger of reminding: which rows there should be now, and writing exactly those.

A row is written when its step is due, once and never twice: its key is unique. What is no longer needed
before it was told (the point ended, was paused or got another deadline) is marked so, until it is again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from municipalities.models import Municipality

from ..enums import ActionChange, ActionStatus, ReminderStep
from ..models import ActionEvent, ActionPoint, Reminder
from .steps import (
    LEFT_IN_PEACE,
    SOON_BEFORE,
    Due,
    Standing,
    due_steps,
)
from .undelivered import who, wrong_addresses

Key = tuple[int, str, date]
"""Action point, step and the day it counts from."""


@dataclass(frozen=True)
class Ledger:
    """What is to be written now."""

    new: list[Reminder] = field(default_factory=list)
    needed_again: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


def read_ledger(municipality: Municipality, *, today: date, now: datetime) -> Ledger:
    """Compare what is due with what stands in the ledger."""
    points = list(_points(municipality, today=today))
    wrong = wrong_addresses(municipality, now=now)
    held: dict[Key, Reminder] = {}
    about = Q(action_point__in=[point.pk for point in points]) | Q(told_at=None, dropped_at=None)
    for row in Reminder.objects.filter(about, municipality=municipality):
        held[row.action_point_id, row.step, row.about] = row
    due: dict[Key, Due] = {}
    for point, told in _with_told(points, held.values()):
        is_wrong = bool(point.owner_email) and who(municipality, point.owner_email) in wrong
        for one in due_steps(_standing(point, told, is_unreachable=is_wrong), today=today):
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
        needed_again=[held[key].pk for key in due if key in held and held[key].dropped_at is not None],
        dropped=[
            row.pk
            for key, row in held.items()
            if row.told_at is None and row.dropped_at is None and key not in due
        ],
    )


def write_ledger(ledger: Ledger, *, now: datetime) -> int:
    """Write it, and return how many rows are new here; what another scheduler wrote meanwhile stays one."""
    with transaction.atomic():
        Reminder.objects.bulk_create(ledger.new, ignore_conflicts=True)
        waiting = Reminder.objects.filter(told_at=None)
        waiting.filter(pk__in=ledger.needed_again).update(dropped_at=None)
        waiting.filter(pk__in=ledger.dropped, dropped_at=None).update(dropped_at=now)
    return len(ledger.new)


def _points(municipality: Municipality, *, today: date) -> QuerySet[ActionPoint]:
    """Return the points of which something may be due; what was told to the end costs nothing any more."""
    told = Reminder.objects.filter(
        municipality=municipality, action_point=OuterRef("pk"), told_at__isnull=False
    )
    to_the_end = Exists(told.filter(step=ReminderStep.COORDINATOR, about=OuterRef("deadline")))
    silence_told = Exists(told.filter(step=ReminderStep.UNANSWERED, told_at__gte=OuterRef("asked_at")))
    moved = ActionEvent.objects.filter(
        municipality=municipality, action_point=OuterRef("pk"), change=ActionChange.DEADLINE
    ).order_by("-pk")
    return (
        ActionPoint.objects.filter(municipality=municipality, merged_into=None)
        .counting()
        .exclude(status__in=LEFT_IN_PEACE)
        .filter(
            Q(deadline__lte=today + SOON_BEFORE) & ~to_the_end
            | Q(status=ActionStatus.PROPOSED, asked_at__isnull=False) & ~silence_told
        )
        .annotate(moved_at=Subquery(moved.values("at")[:1]))
    )


def _with_told(
    points: list[ActionPoint], rows: Iterable[Reminder]
) -> Iterable[tuple[ActionPoint, dict[tuple[ReminderStep, date], date]]]:
    told: dict[int, dict[tuple[ReminderStep, date], date]] = {point.pk: {} for point in points}
    for row in rows:
        if row.told_at is not None:
            told[row.action_point_id][ReminderStep(row.step), row.about] = timezone.localdate(row.told_at)
    return [(point, told[point.pk]) for point in points]


def _standing(
    point: ActionPoint, told: dict[tuple[ReminderStep, date], date], *, is_unreachable: bool
) -> Standing:
    moved_at: datetime | None = point.moved_at  # type: ignore[attr-defined]
    return Standing(
        status=ActionStatus(point.status),
        deadline=point.deadline,
        agreed_on=timezone.localdate(moved_at or point.created_at),
        asked_on=timezone.localdate(point.asked_at) if point.asked_at else None,
        is_unreachable=is_unreachable,
        told=told,
    )
