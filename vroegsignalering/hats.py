"""One person, many hats: the municipalities somebody works in, and the sessions somebody leads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from common.tenancy import across_municipalities
from municipalities.models import Membership, Municipality, Succession
from municipalities.own_account.wall import confined_to
from municipalities.permissions import Permission
from sessions.ending import LOOKING_BACK
from sessions.models import Facilitator, GroupSession
from users.models import User


@dataclass
class Hat:
    """A municipality somebody works in, with the roles and rights held there today.

    Where others go on for it by now, since when and which ones: its agenda is still followed up.
    """

    municipality: Municipality
    roles: list[str] = field(default_factory=list)
    permissions: frozenset[Permission] = frozenset()
    memberships: list[Membership] = field(default_factory=list)
    went_on: date | None = None
    goes_on_as: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Hats:
    """What one person is anywhere today."""

    worn: Sequence[Hat]
    led: Sequence[Facilitator]

    @property
    def is_choice(self) -> bool:
        """Return whether there is something to switch between."""
        return len(self.worn) + len(self.led) > 1


def hats(request: HttpRequest) -> dict[str, Any]:
    """Give every template the hats of who is signed in; they are looked up only where they are shown."""
    return {"hats": SimpleLazyObject(lambda: hats_of(request))}


def hats_of(request: HttpRequest) -> Hats:
    """Return the hats of who is signed in, asked once per request."""
    known: Hats | None = getattr(request, "_hats", None)
    if known is None:
        known = _look_up(request.user) if isinstance(request.user, User) else Hats([], [])
        known = _as_far_as(known, only=confined_to(request))
        request._hats = known  # type: ignore[attr-defined]
    return known


def _as_far_as(hats: Hats, *, only: frozenset[str] | None) -> Hats:
    """Leave out what a sign-in with the account of one municipality does not open."""
    if only is None:
        return hats
    worn = [hat for hat in hats.worn if hat.municipality.slug in only]
    return Hats(worn, [one for one in hats.led if one.session.municipality.slug in only])


def _look_up(user: User) -> Hats:
    now = timezone.now()
    with across_municipalities("own overview"):
        return Hats(worn=_worn_by(user, today=timezone.localdate(now)), led=_led_by(user, now=now))


def _worn_by(user: User, *, today: date) -> list[Hat]:
    """Return the municipalities somebody works in today, by name, those that went on as another one last.

    In one query; in two for who works in such a one.
    """
    worn: dict[int, Hat] = {}
    over = Succession.objects.filter(predecessor=OuterRef("municipality"), on__lte=today).order_by("on")
    rows = Membership.objects.filter(user=user).current(today=today).select_related("municipality")
    rows = rows.annotate(went_on=Subquery(over.values("on")[:1]))
    for row in rows.order_by("municipality__name", "pk"):
        hat = worn.setdefault(row.municipality_id, Hat(row.municipality, went_on=row.went_on))
        if row.get_role_display() not in hat.roles:
            hat.roles.append(row.get_role_display())
        hat.permissions |= row.permissions()
        hat.memberships.append(row)
    ended = [pk for pk, hat in worn.items() if hat.went_on]
    if ended:
        later = Succession.objects.filter(predecessor__in=ended, on__lte=today).select_related("successor")
        for row in later.order_by("successor__name"):
            worn[row.predecessor_id].goes_on_as.append(row.successor.name)
    return sorted(worn.values(), key=lambda hat: hat.went_on is not None)


def _led_by(user: User, *, now: datetime) -> list[Facilitator]:
    """Return the appointments of somebody in all municipalities: to come, and over not long ago."""
    recent = Q(session__closed_at__gte=now - LOOKING_BACK) | Q(session__in=GroupSession.objects.coming())
    return list(
        Facilitator.objects.appointed()
        .filter(recent, user=user, session__is_rehearsal=False)
        .select_related("session__municipality")
        .order_by("session__starts_at", "pk")
    )
