"""Organisations that exist in one rehearsal only: in no address book, and gone with their rehearsal."""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalogue.models import PartyKind

from .models import GroupSession, Organisation

CAST = (
    "woningcorporatie",
    "energieleverancier",
    "zorgverzekeraar",
    "voedselbank",
    "schuldhulpverlening",
    "sociaal-wijkteam",
    "mbo",
    "werkgever",
)
"""Eight kinds, at least one of each category: the table of who has no session yet to rehearse."""


def made_up_organisation(rehearsal: GroupSession, *, name: str, kind: PartyKind) -> Organisation:
    """Make up an organisation for a rehearsal, or return the one that it has by this name already."""
    here = Organisation.also_made_up.filter(municipality=rehearsal.municipality, made_up_for=rehearsal)
    found = here.filter(name__iexact=name).first()
    return found or Organisation.also_made_up.create(
        municipality=rehearsal.municipality, name=name, kind=kind, made_up_for=rehearsal
    )


def kinds_at(session: GroupSession | None) -> list[PartyKind]:
    """Return the kinds of the parties of a session, in its order; without any, those of the usual cast."""
    parties = session.parties.select_related("organisation__kind") if session else ()
    return [party.organisation.kind for party in parties] or _usual_cast()


def _usual_cast() -> list[PartyKind]:
    kinds = {kind.slug: kind for kind in PartyKind.objects.filter(slug__in=CAST)}
    return [kinds[slug] for slug in CAST if slug in kinds]


def names_for(kinds: Iterable[PartyKind]) -> Iterator[tuple[str, PartyKind]]:
    """Yield a name for each: the word for its kind, with a number from the second one of a kind on."""
    met: Counter[int] = Counter()
    for kind in kinds:
        met[kind.pk] += 1
        number = met[kind.pk]
        yield (f"{kind.name} {number}" if number > 1 else kind.name), kind
