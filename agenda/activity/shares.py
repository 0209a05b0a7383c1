"""Who and what the open points belong to: organisations, themes, and people with many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import get_language

from catalogue.models import Theme
from catalogue.wording import OFFICIAL_LANGUAGE
from municipalities.models import Municipality
from sessions.merging import Merges
from sessions.models import Organisation

from ..enums import ActionStatus, OwnersWord
from ..looking.filter import counted
from ..looking.overview import NO_OWNER_YET
from ..models import ENDED, ActionPointQuerySet
from .finishing import Finished

MANY = 5
"""Open points of one person; from there on somebody may carry too much."""
MOST_ROWS = 12
OPEN = [status for status in ActionStatus if status not in ENDED]


@dataclass
class Share:
    """What one theme or organisation has: how much is open, and how that is going."""

    key: str
    label: str
    open: int = 0
    late: int = 0
    stuck: int = 0
    finished: int = 0


@dataclass(frozen=True)
class Carrier:
    """Somebody who owns many open points."""

    name: str
    organisation: str
    organisation_id: int
    open: int
    late: int


def open_in(municipality: Municipality) -> ActionPointQuerySet:
    """Return what is open; by the statuses that it can have, which an index knows."""
    return counted(municipality.pk).filter(status__in=OPEN)


def by_organisation(
    municipality: Municipality, done: Sequence[Finished], merges: Merges, *, today: date
) -> list[Share]:
    """Return the organisations with most open points; what was merged counts with what it goes on as."""
    shares: dict[int, Share] = {}
    rows = _shares_of(open_in(municipality).exclude(NO_OWNER_YET), "owner_organisation", today=today)
    for pk, open_, late, stuck in rows:
        share = shares.setdefault(merges.end_of(pk), Share("", ""))
        share.open, share.late, share.stuck = share.open + open_, share.late + late, share.stuck + stuck
    for one in done:
        if one.organisation_id is not None:
            shares.setdefault(merges.end_of(one.organisation_id), Share("", "")).finished += 1
    first = sorted(shares, key=lambda pk: (-shares[pk].open, -shares[pk].finished, pk))[:MOST_ROWS]
    named = dict(Organisation.objects.filter(pk__in=first).values_list("pk", "name"))
    for pk in first:
        shares[pk].key, shares[pk].label = str(pk), named.get(pk, "")
    return [shares[pk] for pk in first]


def by_theme(municipality: Municipality, done: Sequence[Finished], *, today: date) -> list[Share]:
    """Return the themes, those with most open points first; one of several versions of the list is one."""
    shares: dict[str, Share] = {}
    open_points = open_in(municipality).exclude(theme=None)
    for slug, open_, late, stuck in _shares_of(open_points, "theme__slug", today=today):
        shares[slug] = Share(slug, "", open_, late, stuck)
    for one in done:
        if one.theme:
            shares.setdefault(one.theme, Share(one.theme, "")).finished += 1
    language = get_language() or OFFICIAL_LANGUAGE
    for theme in Theme.objects.filter(slug__in=shares).order_by("catalogue"):
        shares[theme.slug].label = theme.short_title_in(language)
    return sorted(shares.values(), key=lambda share: (-share.open, share.key))


def _shares_of(points: ActionPointQuerySet, by: str, *, today: date) -> list[tuple]:
    grouped = points.order_by().values_list(by)
    return list(
        grouped.annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(deadline__lt=today)),
            stuck=Count("pk", filter=Q(owners_word=OwnersWord.STUCK)),
        )
    )


def carriers_in(municipality: Municipality, *, today: date) -> list[Carrier]:
    rows = (
        open_in(municipality)
        .exclude(NO_OWNER_YET)
        .exclude(owner_name="")
        .order_by()
        .values_list("owner_name", "owner_organisation__name", "owner_organisation")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(deadline__lt=today)))
        .filter(number__gte=MANY)
        .order_by(F("number").desc(), "owner_name")
    )
    return [Carrier(*row) for row in rows[:MOST_ROWS]]
