"""Remove a municipality: asked by one, confirmed by another after a time, and then it is gone for ever."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.forgetting import remove_log
from audit.models import AppendOnlyModel
from audit.record import record
from audit.sealing import head_of_log, seal_log
from common.tenancy import TenantModel, tenant
from users.models import User

from ..export.making import order_export
from ..locks import hold_municipality
from ..models import Municipality, MunicipalityExport, RemovedMunicipality, Succession
from ..own_account.signing_in import unbind_everybody
from .mail import tell_administrators
from .rootless import erase_rootless, people_of
from .staff import reference
from .suspension import clean_reason

WAIT = timedelta(days=30)
"""The least time between asking and removing."""
LONGEST = timedelta(days=366)


class RemovalRefused(Exception):
    """It can't be removed now; holds why, in words for who asked."""


def ask_removal(
    municipality: Municipality,
    *,
    reason: str,
    removal_from: date,
    user: User,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Ask to remove a municipality: it is read-only from now on, and its administrators are told.

    Everything is exported for them at once. Raises `ValidationError` and, when it was asked already,
    `RemovalRefused`.
    """
    reason = clean_reason(reason)
    _require_wait(removal_from, today=today)
    with transaction.atomic(), tenant(municipality):
        row = hold_municipality(municipality)
        if row.removal_asked_at is not None:
            raise RemovalRefused(_("This was asked already."))
        _refuse_in_succession(row)
        row.removal_asked_at, row.removal_asked_by, row.removal_from = now, user, removal_from
        if not row.is_suspended:
            row.suspended_at, row.suspension_reason = now, reason
        row.save()
        record(municipality=row, actor=actor, action="ask removal", target=row, now=now, reason=reason)
        order_export(row, user=user, actor=actor, now=now)
        tell_administrators(
            row,
            news="removal asked",
            once=now.isoformat(),
            now=now,
            on=removal_from.isoformat(),
            reason=reason,
        )


def withdraw_removal(municipality: Municipality, *, actor: Actor, now: datetime) -> bool:
    """Let a municipality stay; return whether its removal was asked.

    What was suspended for the removal alone can be worked in again.
    """
    with transaction.atomic(), tenant(municipality):
        row = hold_municipality(municipality)
        if row.removal_asked_at is None:
            return False
        if row.suspended_at == row.removal_asked_at:
            row.suspended_at, row.suspension_reason = None, ""
        row.removal_asked_at = row.removal_asked_by = row.removal_from = None
        row.save()
        record(municipality=row, actor=actor, action="withdraw removal", target=row, now=now)
        tell_administrators(row, news="removal withdrawn", once=now.isoformat(), now=now)
    return True


def why_not_yet(municipality: Municipality, *, user: User, today: date) -> str:
    """Return why this person can't remove this municipality now; empty when nothing stands in the way.

    Call inside `tenant()`.
    """
    if municipality.removal_asked_at is None or municipality.removal_from is None:
        return _("Nobody asked to remove this municipality.")
    if today < municipality.removal_from:
        day = date_format(municipality.removal_from, "j F Y")
        return _(
            "The waiting time is not over. Another person of the staff can confirm it from %(day)s on."
        ) % {"day": day}
    if municipality.removal_asked_by_id == user.pk:
        return _("You asked for this yourself. Another person of the staff has to confirm it.")
    made = MunicipalityExport.objects.filter(made_at__gte=municipality.removal_asked_at)
    if not made.exists():
        return _("The file with everything was not made yet.")
    return ""


def remove_municipality(
    municipality: Municipality, *, typed_name: str, user: User, now: datetime, today: date
) -> RemovedMunicipality:
    """Remove every row and file of a municipality in one transaction; all of it or nothing.

    Raises `ValidationError` for another name, and `RemovalRefused`.
    """
    files: list[Any] = []
    with transaction.atomic():
        row = hold_municipality(municipality)
        with tenant(row):
            if refusal := why_not_yet(row, user=user, today=today):
                raise RemovalRefused(refusal)
            if " ".join(typed_name.split()) != row.name:
                raise ValidationError({"typed_name": _("This is not the name as it is written above.")})
            _refuse_in_succession(row)
            people = people_of(row)
            files = list(_files_of(row))
            left = _keep_what_is_left(row, user=user, now=now)
        Succession.objects.filter(models.Q(predecessor=row) | models.Q(successor=row)).delete()
        Municipality.objects.filter(pk=row.pk)._raw_delete(using=connection.alias)
        left.rows["users.user"] = erase_rootless(people, of=row, now=now)
        left.save()
        transaction.on_commit(lambda: _delete_files(files))
    return left


def owned_models() -> list[type[TenantModel]]:
    """Return the tables of municipalities, each before those it points at; the log is not among them."""
    waiting = [
        model
        for model in apps.get_models()
        if issubclass(model, TenantModel) and not issubclass(model, AppendOnlyModel)
    ]
    ordered: list[type[TenantModel]] = []
    while waiting:
        # Of two tables that point at each other one goes first: the database looks when all is done.
        free = [one for one in waiting if not any(_points_at(other, one) for other in waiting)] or waiting[:1]
        ordered += free
        waiting = [one for one in waiting if one not in free]
    return ordered


def _points_at(model: type[models.Model], other: type[models.Model]) -> bool:
    return model is not other and any(field.related_model is other for field in model._meta.concrete_fields)


def _keep_what_is_left(row: Municipality, *, user: User, now: datetime) -> RemovedMunicipality:
    """Delete every row that this municipality owns, its log last; return what stays of it, not yet saved."""
    asked_by = reference(row.removal_asked_by) if row.removal_asked_by else ""
    actor = Actor(role="staff", user=user)
    record(municipality=row, actor=actor, action="remove municipality", target=row, now=now)
    while seal_log(municipality=row, now=now):
        continue
    head = head_of_log()
    counted: Counter[str] = Counter()
    unbind_everybody(row)
    for model in owned_models():
        rows = model._base_manager.filter(municipality=row.pk)
        for field in model._meta.many_to_many:
            through = field.remote_field.through
            assert through is not None
            links = through._base_manager
            source = f"{field.m2m_field_name()}__in"
            links.filter(**{source: rows.values("pk")})._raw_delete(using=connection.alias)
        counted[model._meta.label_lower] = rows._raw_delete(using=connection.alias)
    counted["audit.auditevent"] = remove_log(row)
    return RemovedMunicipality(
        name=row.name,
        slug=row.slug,
        cbs_code=row.cbs_code,
        asked_by=asked_by,
        removed_by=reference(user),
        removed_at=now,
        rows={name: number for name, number in sorted(counted.items()) if number},
        log_head=head,
    )


def _require_wait(removal_from: date, *, today: date) -> None:
    if removal_from < today + WAIT:
        raise ValidationError(
            {"removal_from": _("Choose a day that is at least %(days)d days ahead.") % {"days": WAIT.days}}
        )
    if removal_from > today + LONGEST:
        raise ValidationError({"removal_from": _("This is more than a year ahead. Check the year.")})


def _refuse_in_succession(row: Municipality) -> None:
    planned = Succession.objects.filter(carried_out_at=None)
    if planned.filter(models.Q(predecessor=row) | models.Q(successor=row)).exists():
        raise RemovalRefused(
            _("It goes on as another one, or takes over, on a day to come. Withdraw that first.")
        )


def _files_of(row: Municipality) -> Any:
    for model in owned_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for one in model._base_manager.filter(municipality=row.pk).exclude(**{field.name: ""}):
                    stored = getattr(one, field.name)
                    yield stored.storage, stored.name


def _delete_files(files: list[Any]) -> None:
    for storage, name in files:
        storage.delete(name)


def clear_leftover_files() -> int:
    """Delete files of municipalities that are gone, where deleting stopped half-way; return how many folders.

    Each lies in a folder named after the key of its municipality, and a key is never given twice.
    """
    there = set(map(str, Municipality.objects.values_list("pk", flat=True)))
    cleared = 0
    for area in ("reports", "exports", "kits"):
        if not default_storage.exists(area):
            continue
        for key in set(default_storage.listdir(area)[0]) - there:
            for name in default_storage.listdir(f"{area}/{key}")[1]:
                default_storage.delete(f"{area}/{key}/{name}")
            default_storage.delete(f"{area}/{key}")
            cleared += 1
    return cleared
