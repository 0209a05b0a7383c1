"""The organisations that a municipality knows: a name leads to one of them, whatever its capitals."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from catalogue.models import PartyKind
from municipalities.locks import hold_municipality

from .book_words import require_words
from .folding import fold
from .leaving import promise_to_give_back, require_last_day
from .merging import goes_on_as
from .models import Organisation, OrganisationAlias
from .planning import one_line, require_fields

if TYPE_CHECKING:
    from municipalities.models import Municipality

MOST_ALIASES = 20


def organisation_named(*, municipality: "Municipality", name: str) -> Organisation | None:
    """Return the organisation that goes by this name: its own, another name, or one from before a merge."""
    row = _by_name(municipality=municipality, name=name) or _by_folded_name(
        municipality=municipality, name=name
    )
    return goes_on_as(row) if row is not None else None


def _by_name(*, municipality: "Municipality", name: str) -> Organisation | None:
    """Look as the database does to keep each name once."""
    known = Organisation.objects.filter(municipality=municipality).alias(in_lower_case=Lower("name"))
    return known.filter(in_lower_case=Lower(Value(name))).first()


def _by_folded_name(*, municipality: "Municipality", name: str) -> Organisation | None:
    wanted = fold(name)
    pk = next((pk for pk, known in names_in_book(municipality=municipality) if fold(known) == wanted), None)
    return Organisation.objects.get(pk=pk) if pk is not None else None


def names_in_book(*, municipality: "Municipality") -> Iterator[tuple[int, str]]:
    """Yield every name with the key of its organisation, own names before other names."""
    yield from Organisation.objects.filter(municipality=municipality).values_list("pk", "name")
    aliases = OrganisationAlias.objects.filter(municipality=municipality)
    yield from aliases.values_list("organisation", "name")


def add_organisation(
    *, municipality: "Municipality", name: str, kind: PartyKind, actor: Actor, now: datetime
) -> Organisation:
    """Add an organisation, or return the one of this name that somebody else added at this very moment."""
    try:
        with transaction.atomic():
            added = Organisation.objects.create(municipality=municipality, name=name, kind=kind)
    except IntegrityError:
        found = organisation_named(municipality=municipality, name=name)
        if found is None:
            raise
        return found
    record(municipality=municipality, actor=actor, action="add organisation", target=added, now=now)
    return added


def write_organisation(
    organisation: Organisation | None = None,
    *,
    municipality: "Municipality",
    name: str,
    kind: PartyKind,
    actor: Actor,
    now: datetime,
    aliases: Collection[str] = (),
    kvk_number: str = "",
    covenant_signed_on: date | None = None,
    covenant_until: date | None = None,
) -> Organisation:
    """Add an organisation or change all of one; raises `ValidationError` at the field it is about."""
    row = organisation or Organisation(municipality=municipality)
    with transaction.atomic():
        # One at a time in a municipality: a name leads to one organisation, its own or another name.
        hold_municipality(municipality)
        if row.pk:
            row.refresh_from_db()
        row.name, row.kind, row.kvk_number = one_line(name), kind, kvk_number.strip()
        row.covenant_signed_on, row.covenant_until = covenant_signed_on, covenant_until
        others = list(dict.fromkeys(one_line(alias) for alias in aliases if alias.strip()))
        _require_organisation(row, others)
        action = "change organisation" if row.pk else "add organisation"
        row.save()
        _write_aliases(row, others)
        record(municipality=municipality, actor=actor, action=action, target=row, now=now)
    return row


def _require_organisation(row: Organisation, aliases: list[str]) -> None:
    require_fields(row, "name", "kvk_number")
    require_words(name=row.name)
    require_covenant(row.covenant_signed_on, row.covenant_until)
    if len(aliases) > MOST_ALIASES:
        raise ValidationError({"aliases": _("Write down at most 20 other names.")})
    taken = {
        fold(name): pk for pk, name in names_in_book(municipality=row.municipality) if pk != (row.pk or 0)
    }
    for field, names in (("name", [row.name]), ("aliases", aliases)):
        for name in names:
            if field == "aliases":
                _require_alias(OrganisationAlias(municipality=row.municipality, name=name))
            if fold(name) in taken:
                other = Organisation.objects.get(pk=taken[fold(name)])
                raise ValidationError({field: _taken(name, other)})


def _require_alias(alias: OrganisationAlias) -> None:
    try:
        require_fields(alias, "name")
    except ValidationError as error:
        raise ValidationError({"aliases": error.messages}) from error
    require_words(aliases=alias.name)


def _taken(name: str, other: Organisation) -> str:
    if fold(name) == fold(other.name):
        return _("%(name)s is in your address book already.") % {"name": other.name}
    return _("“%(alias)s” is in your address book already, as another name of %(name)s.") % {
        "alias": name,
        "name": other.name,
    }


def require_covenant(signed_on: date | None, until: date | None) -> None:
    """Raise `ValidationError` for an end without a beginning, or before it."""
    if until and not signed_on:
        raise ValidationError({"covenant_signed_on": _("Also fill in when it was signed.")})
    if until and signed_on and until < signed_on:
        raise ValidationError({"covenant_until": _("The end lies before the day of signing.")})


def _write_aliases(row: Organisation, names: list[str]) -> None:
    """Let the other names be these; a name that stays keeps its row."""
    wanted = {fold(name): name for name in names if fold(name) != fold(row.name)}
    for alias in list(row.aliases.all()):
        if wanted.get(fold(alias.name)) == alias.name:
            del wanted[fold(alias.name)]
        else:
            alias.delete()
    for name in wanted.values():
        OrganisationAlias.objects.create(municipality=row.municipality, organisation=row, name=name)


def end_organisation(organisation: Organisation, *, on: date, actor: Actor, now: datetime) -> None:
    """Note that an organisation stopped: it is offered nowhere any more.

    What it agreed stays; what it would still do is nobody's from the day after. Raises `ValidationError`
    for a day in a far year.
    """
    require_last_day(on, now=now)
    _end(organisation, on=on, action="end organisation", actor=actor, now=now)


def resume_organisation(organisation: Organisation, *, actor: Actor, now: datetime) -> None:
    """Note that an organisation takes part again."""
    _end(organisation, on=None, action="resume organisation", actor=actor, now=now)


def _end(organisation: Organisation, *, on: date | None, action: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        hold_municipality(organisation.municipality)
        row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if (row.ended_on is None) == (on is None):
            return
        row.ended_on = on
        row.save(update_fields=["ended_on"])
        record(municipality=row.municipality, actor=actor, action=action, target=row, now=now)
        if on is not None:
            promise_to_give_back(row, from_day=on + timedelta(days=1), now=now)
    organisation.refresh_from_db()
