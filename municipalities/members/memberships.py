"""Change and end memberships: what was stays as history, and there is always an administrator."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record

from ..enums import Role
from ..locks import hold_municipality
from ..models import Membership


class LastAdministrator(Exception):
    """Without this membership nobody could appoint anybody here any more."""


class StaleMembership(Exception):
    """A colleague changed or ended this membership since the page was shown."""


def version_of(membership: Membership) -> str:
    """Return what a page showed of a membership, to be sent back with a change of it."""
    until, ended = membership.until_date or "", "ended" if membership.ended_at else ""
    return f"{membership.role} {membership.from_date} {until} {ended}".strip()


def change_membership(
    membership: Membership,
    *,
    role: Role,
    from_date: date,
    until_date: date | None,
    seen: str,
    actor: Actor,
    now: datetime,
) -> Membership:
    """Give a membership another period, or another role: then this one ends and a new one begins.

    Raises `ValidationError`, `LastAdministrator`, and `StaleMembership` when the page was an old one.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        row = _held(membership)
        if version_of(row) != seen or not _lasts(row, today=today):
            raise StaleMembership
        _require_period(row, from_date=from_date, until_date=until_date, today=today)
        changed = _put(row, role=role, from_date=from_date, until_date=until_date, now=now, today=today)
        _require_administrator(row, role=role, until_date=until_date, today=today)
        _log(changed, "change membership", actor=actor, now=now)
    return changed


def end_membership(membership: Membership, *, actor: Actor, now: datetime) -> bool:
    """End a membership from the next request on; return whether there was one to end.

    Raises `LastAdministrator`; of two who end each other at once, the second is refused.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        row = _held(membership)
        if not _lasts(row, today=today):
            return False
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        if row.role == Role.ADMINISTRATOR:
            _require_another(row, on=today)
        _log(row, "end membership", actor=actor, now=now)
    return True


def _put(
    row: Membership, *, role: Role, from_date: date, until_date: date | None, now: datetime, today: date
) -> Membership:
    """Write the change; a membership that gave another role until now stays as it was."""
    _refuse_second(row, role=role, today=today)
    if role == row.role or row.from_date > today:
        row.role, row.from_date, row.until_date = role, from_date, until_date
        row.save(update_fields=["role", "from_date", "until_date"])
        return row
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return Membership.objects.create(
        municipality=row.municipality, user=row.user, role=role, from_date=today, until_date=until_date
    )


def _require_period(row: Membership, *, from_date: date, until_date: date | None, today: date) -> None:
    if from_date != row.from_date and (row.from_date <= today or from_date < today):
        raise ValidationError(
            {"from_date": _("What has begun keeps its first day. Choose a day from today on.")}
        )
    if until_date is not None and until_date < max(from_date, today):
        raise ValidationError(
            {"until_date": _("Choose a day from today on, not before the first day; or end the role now.")}
        )


def _refuse_second(row: Membership, *, role: Role, today: date) -> None:
    """Raise `ValidationError` when this person holds the role in another row."""
    others = Membership.objects.filter(municipality=row.municipality, user=row.user, role=role)
    if others.exclude(pk=row.pk).lasting(today=today).exists():
        raise ValidationError({"role": _("This person has this role already.")})


def _require_administrator(row: Membership, *, role: Role, until_date: date | None, today: date) -> None:
    """Raise `LastAdministrator` when nobody is administrator on the first day without this one."""
    if row.ended_at is not None and row.role == Role.ADMINISTRATOR:
        _require_another(row, on=today)
    elif role == Role.ADMINISTRATOR and until_date not in (None, date.max):
        _require_another(row, on=until_date + timedelta(days=1))


def _require_another(row: Membership, *, on: date) -> None:
    others = Membership.objects.filter(municipality=row.municipality, role=Role.ADMINISTRATOR)
    if not others.exclude(pk=row.pk).filter(user__is_active=True).current(today=on).exists():
        raise LastAdministrator


def _lasts(row: Membership, *, today: date) -> bool:
    return row.ended_at is None and (row.until_date is None or row.until_date >= today)


def _held(membership: Membership) -> Membership:
    """Return a membership as it is now, its municipality held until the transaction ends."""
    hold_municipality(membership.municipality)
    return Membership.objects.select_related("municipality", "user").get(pk=membership.pk)


def _log(membership: Membership, action: str, *, actor: Actor, now: datetime) -> None:
    record(municipality=membership.municipality, actor=actor, action=action, target=membership, now=now)
