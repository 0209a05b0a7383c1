"""The action points of one person in all municipalities.

It goes through the door "own points": who owns a point in two towns should not have to look in two places.
A person sees here what carries their own address and nothing else of a municipality.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.db.models.functions import Lower
from django.urls import reverse

from common.tenancy import across_municipalities
from municipalities.models import Municipality
from users.models import User

from ..enums import ActionStatus
from ..looking.overview import State, days_late, states_of
from ..models import ActionPoint
from .reply_link import Purpose, reply_token


@dataclass(frozen=True)
class OwnPoint:
    """A point with how it stands, and the page on which its owner answers or tells how it goes."""

    point: ActionPoint
    states: list[State]
    late: str
    page: str
    waits_for_yes: bool


@dataclass
class Own:
    """What somebody owns in one municipality."""

    municipality: Municipality
    points: list[OwnPoint] = field(default_factory=list)


def own_points(user: User, *, read_in: Collection[int], today: date) -> list[Own]:
    """Return what somebody owns and is not finished, per municipality; what ends first stands first.

    `read_in` are the municipalities in which this person may read the agenda itself.
    """
    with across_municipalities("own points"):
        rows = list(
            ActionPoint.objects.open()
            .alias(address=Lower("owner_email"))
            .filter(address=user.email.lower(), merged_into=None)
            .exclude(status=ActionStatus.HANDED_BACK)
            .counting()
            .select_related("municipality", "owner_organisation", "session")
            .order_by("municipality__name", "municipality", F("deadline").asc(nulls_last=True), "pk")
        )
    found: dict[int, Own] = {}
    for point in rows:
        own = found.setdefault(point.municipality_id, Own(point.municipality))
        own.points.append(_shown(point, may_read=point.municipality_id in read_in, today=today))
    return list(found.values())


def _shown(point: ActionPoint, *, may_read: bool, today: date) -> OwnPoint:
    waits = point.status == ActionStatus.PROPOSED
    return OwnPoint(
        point=point,
        states=states_of(point, on=today),
        late=days_late(point, on=today),
        page=_page_of(point, waits=waits, may_read=may_read, today=today),
        waits_for_yes=waits,
    )


def _page_of(point: ActionPoint, *, waits: bool, may_read: bool, today: date) -> str:
    """Return the agenda's own page for who works there; a guest gets the page that their mail leads to."""
    slug = point.municipality.slug
    if may_read and not waits:
        return reverse("agenda:detail", args=[slug, point.pk])
    purpose = Purpose.ANSWER if waits else Purpose.PROGRESS
    return reverse("agenda:reply", args=[slug, reply_token(point, sent_on=today, purpose=purpose)])
