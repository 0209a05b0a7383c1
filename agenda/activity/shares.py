"""Who and what the open points belong to: organisations, themes, and people with many of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.utils.translation import get_language

from catalogue.models import Theme
from catalogue.wording import OFFICIAL_LANGUAGE
from municipalities.models import Municipality
from sessions.merging import Merges
from sessions.models import Organisation

from ..enums import ActionStatus, OwnersWord
from ..looking.filter import counted
from ..looking.overview import NO_OWNER_YET
from ..models import WAITS_SINCE, unanswered
from .finishing import Finished

MANY = 5
"""Open points of one person; from there on somebody may carry too much."""
MOST_ROWS = 12


class Held(NamedTuple):
    """How many open points one person of one organisation has in one theme, and how they are going."""

    has_owner: bool
    organisation_id: int | None
    theme: str | None
    person: str
    open: int
    accepted: int
    unanswered: int
    late: int
    stuck: int


@dataclass
class Share:
    """What one theme or organisation has: how much is open, and how that is going."""

    key: str
    label: str
    open: int = 0
    late: int = 0
    stuck: int = 0
    finished: int = 0

    def take(self, held: Held) -> None:
        self.open += held.open
        self.late += held.late
        self.stuck += held.stuck


@dataclass(frozen=True)
class Carrier:
    """Somebody who owns many open points."""

    name: str
    organisation: str
    organisation_id: int
    open: int
    late: int


def held_in(municipality: Municipality, *, today: date) -> list[Held]:
    """Return what is open in small groups, read once: every figure about it is a sum of these."""
    waiting = Q(status__in=[ActionStatus.PROPOSED, ActionStatus.HANDED_BACK])
    has_owner = Case(When(NO_OWNER_YET, then=Value(False)), default=Value(True), output_field=BooleanField())
    points = counted(municipality.pk).open().alias(waits_since=WAITS_SINCE).annotate(has_owner=has_owner)
    grouped = points.order_by().values_list("has_owner", "owner_organisation", "theme__slug", "owner_name")
    rows = grouped.annotate(
        open=Count("*"),
        accepted=Count("pk", filter=~waiting),
        unanswered=Count("pk", filter=unanswered(on=today)),
        late=Count("pk", filter=Q(deadline__lt=today)),
        stuck=Count("pk", filter=Q(owners_word=OwnersWord.STUCK)),
    )
    return [Held(*row) for row in rows]


def by_organisation(
    municipality: Municipality, held: Iterable[Held], done: Sequence[Finished], merges: Merges
) -> tuple[list[Share], list[Carrier]]:
    """Return the organisations with most open points, and the people who own many.

    What was merged counts with what it goes on as.
    """
    shares: dict[int, Share] = {}
    people: dict[tuple[str, int], list[int]] = {}
    for one in held:
        if not one.has_owner or one.organisation_id is None:
            continue
        pk = merges.end_of(one.organisation_id)
        shares.setdefault(pk, Share("", "")).take(one)
        if one.person:
            numbers = people.setdefault((one.person, pk), [0, 0])
            numbers[0], numbers[1] = numbers[0] + one.open, numbers[1] + one.late
    # Counted first: a year has a thousand of them, of few organisations.
    for organisation_id, number in Counter(one.organisation_id for one in done).items():
        if organisation_id is not None:
            shares.setdefault(merges.end_of(organisation_id), Share("", "")).finished += number
    first = sorted(shares, key=lambda pk: (-shares[pk].open, -shares[pk].finished, pk))[:MOST_ROWS]
    many = sorted((-open_, name, pk, late) for (name, pk), (open_, late) in people.items() if open_ >= MANY)[
        :MOST_ROWS
    ]
    keys = {*first, *(pk for _open, _name, pk, _late in many)}
    named = dict(Organisation.objects.filter(pk__in=keys or [0]).values_list("pk", "name"))
    for pk in first:
        shares[pk].key, shares[pk].label = str(pk), named.get(pk, "")
    carriers = [Carrier(name, named.get(pk, ""), pk, -open_, late) for open_, name, pk, late in many]
    return [shares[pk] for pk in first], carriers


def by_theme(held: Iterable[Held], done: Sequence[Finished]) -> list[Share]:
    """Return the themes, those with most open points first; one of several versions of the list is one."""
    shares: dict[str, Share] = {}
    for one in held:
        if one.theme:
            shares.setdefault(one.theme, Share(one.theme, "")).take(one)
    for theme_slug, number in Counter(one.theme for one in done).items():
        if theme_slug:
            shares.setdefault(theme_slug, Share(theme_slug, "")).finished += number
    language = get_language() or OFFICIAL_LANGUAGE
    for theme in Theme.objects.filter(slug__in=list(shares) or [""]).order_by("catalogue"):
        shares[theme.slug].label = theme.short_title_in(language)
    return sorted(shares.values(), key=lambda share: (-share.open, share.key))
