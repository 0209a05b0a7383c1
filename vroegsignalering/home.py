"""The first page: what this is and how to join for visitors, one's own overview for who signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.views.generic import TemplateView

from common.tenancy import across_municipalities
from municipalities.access import GuardedView
from municipalities.look import HouseLook, look_of
from municipalities.models import Membership, Municipality
from municipalities.permissions import Permission
from sessions.models import Facilitator, GroupSession
from users.models import User

SHOWN = 5
LED_STAYS = timedelta(days=90)


@dataclass
class House:
    """A municipality one works in, with the first sessions to come."""

    municipality: Municipality
    roles: list[str] = field(default_factory=list)
    may_view: bool = False
    may_plan: bool = False
    may_view_agenda: bool = False
    sessions: list[GroupSession] = field(default_factory=list)


class Home(GuardedView, TemplateView):
    """The landing page, or the overview of one person over all municipalities."""

    permission = Permission.ANYONE

    def get_template_names(self) -> list[str]:
        return ["home_own.html" if self.request.user.is_authenticated else "home.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.request.user.is_authenticated:
            return super().get_context_data(**kwargs)
        now = timezone.now()
        houses = houses_of(self.request.user, today=timezone.localdate(now))
        led = led_by(self.request.user, now=now)
        return super().get_context_data(houses=houses, led=led, house_style=only_look(houses, led), **kwargs)


def only_look(houses: Sequence[House], led: Sequence[Facilitator]) -> HouseLook | None:
    """Return the look of the one municipality somebody is here for; of several, none goes first."""
    found = {house.municipality for house in houses} | {one.session.municipality for one in led}
    return look_of(found.pop()) if len(found) == 1 else None


def houses_of(user: User, *, today: date) -> list[House]:
    """Return the municipalities somebody works in today, each with its next sessions, in two queries."""
    houses: dict[int, House] = {}
    with across_municipalities("own overview"):
        for membership in (
            Membership.objects.filter(user=user)
            .current(today=today)
            .select_related("municipality")
            .order_by("municipality__name", "pk")
        ):
            house = houses.setdefault(membership.municipality_id, House(membership.municipality))
            role = membership.get_role_display()
            if role not in house.roles:
                house.roles.append(role)
            house.may_view |= Permission.VIEW_SESSIONS in membership.permissions()
            house.may_plan |= Permission.PLAN_SESSIONS in membership.permissions()
            house.may_view_agenda |= Permission.VIEW_AGENDA in membership.permissions()
        open_to = [pk for pk, house in houses.items() if house.may_view]
        coming = GroupSession.objects.coming().filter(municipality__in=open_to).order_by("starts_at", "pk")
        for session in coming:
            house = houses[session.municipality_id]
            if len(house.sessions) < SHOWN:
                house.sessions.append(session)
    return list(houses.values())


def led_by(user: User, *, now: datetime) -> list[Facilitator]:
    """Return the appointments of somebody in all municipalities: to come, and closed not long ago."""
    with across_municipalities("own overview"):
        recent = Q(session__closed_at__gte=now - LED_STAYS) | Q(session__in=GroupSession.objects.coming())
        return list(
            Facilitator.objects.appointed()
            .filter(recent, user=user)
            .select_related("session__municipality")
            .order_by("session__starts_at", "pk")
        )
