"""Merge two organisations that turn out to be one, and undo it; nothing moves, so undo restores everything.

An organisation that was merged names the one it goes on as. That one may be merged later itself: the chain is
followed to its end. Only organisations that stand on their own are merged, so no chain bites its tail.

Who changes the address book holds the municipality: a whole row is written there, with what it goes on as.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from municipalities.locks import hold_municipality

from .enums import SessionState
from .locks import hold_sessions
from .models import GroupSession, Organisation
from .revision import advance

SITS = frozenset({SessionState.OPEN, SessionState.RUNNING})


class Merges:
    """Who goes on as whom in one municipality, read in one query."""

    def __init__(self, municipality_id: int) -> None:
        merged = Organisation.objects.filter(municipality=municipality_id).exclude(merged_into=None)
        pairs = merged.values_list("pk", "merged_into")
        self._next = {pk: into for pk, into in pairs if into is not None}

    def end_of(self, pk: int) -> int:
        """Return the key of the organisation that this one goes on as; its own when it was not merged."""
        while pk in self._next:
            pk = self._next[pk]
        return pk

    def all_of(self, pk: int) -> set[int]:
        """Return the keys of this organisation and of everything that goes on as it."""
        return {pk} | self.beneath([pk])

    def beneath(self, keys: Iterable[int]) -> set[int]:
        """Return the keys of what was merged into one of these, also by way of another."""
        wanted = set(keys)
        found = {one for one in self._next if wanted & self._way_of(one)}
        return found - wanted

    def _way_of(self, pk: int) -> set[int]:
        way = set()
        while pk in self._next:
            pk = self._next[pk]
            way.add(pk)
        return way


def goes_on_as(organisation: Organisation) -> Organisation:
    """Return the organisation that this one goes on as: itself, unless it was merged."""
    if organisation.merged_into_id is None:
        return organisation
    return Organisation.objects.get(pk=Merges(organisation.municipality_id).end_of(organisation.pk))


def hold_goes_on_as(organisation: Organisation) -> Organisation:
    """Return what an organisation goes on as now, held so that no merge passes by until the transaction ends.

    Whoever chose it read it earlier. Only its row is held, not its municipality: a table that is in session
    waits for no import.
    """
    if organisation.made_up_for_id is not None:
        return organisation
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    row = goes_on_as(Organisation.objects.get(pk=organisation.pk))
    while (row := rows.get(pk=row.pk)).merged_into_id is not None:
        row = goes_on_as(row)
    return row


def with_merged_ids(organisation: Organisation) -> set[int]:
    """Return the keys of this organisation and of everything that goes on as it."""
    return Merges(organisation.municipality_id).all_of(organisation.pk)


def merge_organisations(
    organisation: Organisation, *, into: Organisation, actor: Actor, now: datetime
) -> None:
    """Let an organisation go on as another one. Parties, contacts and agreements stay where they are.

    Raises `ValidationError` for itself, for one of elsewhere, and when either was merged already; merging the
    same two again does nothing.
    """
    with transaction.atomic():
        hold_municipality(organisation.municipality)
        tables = _held_tables(organisation.pk, into.pk)
        rows = {row.pk: row for row in _held(organisation.pk, into.pk)}
        if into.pk == organisation.pk or len(rows) != 2:
            raise ValidationError(_("Choose two different organisations."))
        one, other = rows[organisation.pk], rows[into.pk]
        if one.merged_into_id == other.pk:
            return
        for row in (one, other):
            if row.merged_into_id is not None:
                raise ValidationError(
                    _("%(name)s was merged with another organisation already.") % {"name": row.name}
                )
        one.merged_into, one.merged_at = other, now
        one.save(update_fields=["merged_into", "merged_at"])
        record(municipality=one.municipality, actor=actor, action="merge organisations", target=one, now=now)
        _show_again(tables)
    organisation.refresh_from_db()


def undo_merge(organisation: Organisation, *, actor: Actor, now: datetime) -> None:
    """Let an organisation stand on its own again; one that does already is left alone."""
    with transaction.atomic():
        hold_municipality(organisation.municipality)
        tables = _held_tables(organisation.pk, organisation.merged_into_id or 0)
        (row,) = _held(organisation.pk)
        if row.merged_into_id is None:
            return
        row.merged_into, row.merged_at = None, None
        row.save(update_fields=["merged_into", "merged_at"])
        record(municipality=row.municipality, actor=actor, action="undo merge", target=row, now=now)
        _show_again(tables)
    organisation.refresh_from_db()


def _held_tables(*keys: int) -> list[GroupSession]:
    """Hold each table that sits now and has one of these as a party, before the rows of the organisations."""
    tables = GroupSession.objects.filter(parties__organisation__in=keys, state__in=SITS)
    found = list(tables.distinct().order_by("pk"))
    hold_sessions([session.pk for session in found])
    return found


def _show_again(tables: Iterable[GroupSession]) -> None:
    """Let every phone of these tables look again: who sits there may go on as another."""
    for session in tables:
        advance(session)


def _held(*keys: int) -> list[Organisation]:
    """Hold these rows until the transaction ends, always in one order, so that no two wait for each other."""
    held = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return list(held)
