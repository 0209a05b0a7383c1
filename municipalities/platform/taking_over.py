"""Carry out on its day that one municipality goes on as another: what is copied, and who follows up.

What it does and what it does not is told in docs/decisions/succession.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import SYSTEM
from audit.record import record
from common.tenancy import tenant

from ..enums import Role
from ..models import Membership, Municipality, Succession
from .mail import tell_administrators
from .succession import log_on_both_sides

FOLLOW_UP = (Role.ADMINISTRATOR, Role.COORDINATOR)
"""Who of a successor gets the same role in the predecessor, to follow up its agenda."""


@dataclass(frozen=True)
class Inheritance:
    """Something that is copied into a successor; apps above register theirs.

    `gather` runs inside the predecessor and returns plain values; `place` runs inside the successor, leaves
    what is there as it is, and returns how many it added.
    """

    gather: Callable[[Municipality, date], Any]
    place: Callable[[Municipality, Any, date], int]


_inheritances: list[Inheritance] = []


def register_inheritance(one: Inheritance) -> None:
    """Add something that successors get a copy of."""
    if one not in _inheritances:
        _inheritances.append(one)


def carry_out_successions(*, now: datetime) -> int:
    """Do what is due by now, once each, and return how many; a suspended successor waits until it is not."""
    done = 0
    due = Succession.objects.filter(carried_out_at=None, on__lte=_latest_day(now)).order_by("on", "pk")
    for pk in due.values_list("pk", flat=True):
        done += _carry_out(pk, now=now)
    return done


def _latest_day(now: datetime) -> date:
    return timezone.localdate(now, ZoneInfo("Europe/Amsterdam"))


def _carry_out(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = Succession.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
        if row is None or row.carried_out_at is not None:
            return False
        today = timezone.localdate(now, ZoneInfo(row.predecessor.time_zone))
        if row.on > today or row.successor.is_suspended:
            return False
        _copy(row, today=today)
        _let_follow_up(row, today=today, now=now)
        row.carried_out_at = now
        row.save(update_fields=["carried_out_at"])
        log_on_both_sides([row], action="carry out succession", actor=SYSTEM, now=now)
        with tenant(row.successor):
            tell_administrators(
                row.successor,
                news="inherits",
                once=f"{row.predecessor_id} {row.on}",
                now=now,
                on=row.on.isoformat(),
                names=row.predecessor.name,
            )
        return True


def _copy(row: Succession, *, today: date) -> None:
    with tenant(row.predecessor):
        gathered = [(one, one.gather(row.predecessor, today)) for one in _inheritances]
    with tenant(row.successor):
        for one, values in gathered:
            one.place(row.successor, values, today)


def _let_follow_up(row: Succession, *, today: date, now: datetime) -> None:
    """Give who manages or coordinates the successor the same role in the predecessor."""
    with tenant(row.successor):
        held = Membership.objects.current(today=today).filter(municipality=row.successor, role__in=FOLLOW_UP)
        wanted = list(held.values_list("user_id", "role", "until_date"))
    with tenant(row.predecessor):
        there = Membership.objects.current(today=today).filter(municipality=row.predecessor)
        has = set(there.values_list("user_id", "role"))
        for user_id, role, until_date in wanted:
            if (user_id, role) in has:
                continue
            has.add((user_id, role))
            membership = Membership.objects.create(
                municipality=row.predecessor,
                user_id=user_id,
                role=role,
                from_date=row.on,
                until_date=until_date,
            )
            record(
                municipality=row.predecessor,
                actor=SYSTEM,
                action="appoint member",
                target=membership,
                now=now,
                reason=_("Takes over: %(name)s") % {"name": row.successor.name},
            )
