"""Remove a rehearsal with everything of it: at one press, or by itself 7 days after it was made or held.

What belongs to it is found by following the keys between tables, so that a table which comes later is not
forgotten. Nothing of another session is ever among it: then nothing at all is removed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from audit.actors import SYSTEM, Actor
from audit.models import AppendOnlyModel
from audit.record import record
from common.retention import Category, Rows, register, start_of
from common.tenancy import TenantModel
from outbox.models import Promise

from .locks import hold_session, lock_stage
from .models import GroupSession

if TYPE_CHECKING:
    from municipalities.models import Municipality

KEPT = timedelta(days=7)
Keys = dict[type[models.Model], set[int]]


class NoRehearsal(Exception):
    """This session is a real one, or is gone already: nothing of it is removed."""


class OthersPointAtIt(Exception):
    """Another session follows this rehearsal, so that it can't be removed before that one."""


def remove_rehearsal(rehearsal: GroupSession, *, actor: Actor, now: datetime) -> Rows:
    """Remove every row and file of a rehearsal, and what was promised for it; return how many of each table.

    Raises `NoRehearsal` or `OthersPointAtIt`, and `Busy` while somebody is at it.
    """
    with transaction.atomic():
        lock_stage(rehearsal)
        try:
            locked = hold_session(rehearsal.pk)
        except GroupSession.DoesNotExist as error:
            raise NoRehearsal from error
        if not locked.is_rehearsal:
            raise NoRehearsal
        keys = rows_of(locked)
        if keys[GroupSession] != {locked.pk}:
            raise OthersPointAtIt
        files = list(_files_of(keys))
        record(
            municipality=locked.municipality, actor=actor, action="remove rehearsal", target=locked, now=now
        )
        gone = _delete(keys)
        transaction.on_commit(lambda: _delete_files(files))
    return gone


def rows_of(session: GroupSession) -> Keys:
    """Return the keys of all rows that point at a session in any way, and of what was promised for it."""
    keys: Keys = defaultdict(set, {GroupSession: {session.pk}})
    found = True
    while found:
        found = False
        for model, field in _pointing_fields():
            target = field.related_model
            if target not in keys:
                continue
            rows = model._base_manager.filter(
                municipality=session.municipality_id, **{f"{field.name}__in": keys[target]}
            )
            more = set(rows.values_list("pk", flat=True)) - keys.get(model, set())
            if more:
                keys[model] |= more
                found = True
    promised = Promise.objects.filter(municipality=session.municipality_id, payload__session=session.pk)
    keys[Promise] |= set(promised.values_list("pk", flat=True))
    return keys


def what_goes(rehearsal: GroupSession) -> Rows:
    """Return how many rows of each table would go with a rehearsal; changes nothing."""
    return {model._meta.label_lower: len(found) for model, found in rows_of(rehearsal).items() if found}


def _pointing_fields() -> Iterator[tuple[type[TenantModel], Any]]:
    """Yield each key of a table of municipalities to another; what the log says of it stays."""
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not issubclass(model, AppendOnlyModel):
            for field in model._meta.concrete_fields:
                if field.is_relation and field.name != "municipality":
                    yield model, field


def _delete(keys: Keys) -> Rows:
    """Delete these rows; the database looks at their keys when all is done."""
    gone: Counter[str] = Counter()
    for model, found in keys.items():
        for field in model._meta.many_to_many:
            through = field.remote_field.through
            assert through is not None
            links = through._base_manager.filter(**{f"{field.m2m_field_name()}__in": found})
            links._raw_delete(using=connection.alias)
        rows = model._base_manager.filter(pk__in=found)
        gone[model._meta.label_lower] = rows._raw_delete(using=connection.alias)
    return {name: number for name, number in gone.items() if number}


def _files_of(keys: Keys) -> Iterator[Any]:
    for model, found in keys.items():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for row in model._base_manager.filter(pk__in=found).exclude(**{field.name: ""}):
                    yield getattr(row, field.name)


def _delete_files(files: list[Any]) -> None:
    for stored in files:
        stored.storage.delete(stored.name)


def old_rehearsals(municipality: "Municipality", before: date) -> list[GroupSession]:
    """Return what was made, and was to be held, more than 7 days before a day; the newest first."""
    rows = GroupSession.objects.filter(municipality=municipality, is_rehearsal=True)
    # One that was planned for later is not taken away before it could be held.
    rows = rows.annotate(last=Greatest("created_at", "starts_at"))
    return list(rows.filter(last__lt=start_of(before) - KEPT).order_by("-pk"))


def count_rehearsals(municipality: "Municipality", before: date) -> Rows:
    """Count the rows of rehearsals that are past their 7 days; changes nothing."""
    counted: Counter[str] = Counter()
    for rehearsal in old_rehearsals(municipality, before):
        counted.update(what_goes(rehearsal))
    return dict(counted)


def forget_rehearsals(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Remove the rehearsals that are past their 7 days."""
    gone: Counter[str] = Counter()
    for rehearsal in old_rehearsals(municipality, before):
        try:
            gone.update(remove_rehearsal(rehearsal, actor=SYSTEM, now=now))
        except OthersPointAtIt:
            continue  # it goes when the rehearsal that follows it is past its days
    return dict(gone)


register(
    Category(
        name="rehearsals",
        label=_("Rehearsals"),
        about=_(
            "Everything of a rehearsal: its made-up parties, answers and action points. It goes 7 days after "
            "it was made or held."
        ),
        default_months=0,
        least=0,
        most=0,
        count=count_rehearsals,
        forget=forget_rehearsals,
        fixed=_("7 days"),
    )
)
