"""The first page: what this is and how to join for visitors, one's own overview for who signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from common.tenancy import across_municipalities
from municipalities.access import GuardedView
from municipalities.look import HouseLook, look_of
from municipalities.models import Municipality
from municipalities.permissions import Permission
from municipalities.set_up import Step, for_reader, set_up_of
from sessions.models import Facilitator, GroupSession

from .hats import Hat, hats_of

SHOWN = 5


@dataclass
class House:
    """A municipality one works in, with the first sessions to come and, of a new one, the first steps."""

    hat: Hat
    sessions: list[GroupSession] = field(default_factory=list)
    set_up: list[Step] = field(default_factory=list)

    @property
    def municipality(self) -> Municipality:
        return self.hat.municipality

    @property
    def roles(self) -> list[str]:
        return self.hat.roles

    @property
    def may(self) -> dict[str, bool]:
        """Return the rights by name, for the template."""
        return {permission.name.lower(): True for permission in self.hat.permissions}


class Home(GuardedView, TemplateView):
    """The landing page, or the overview of one person over all municipalities."""

    permission = Permission.ANYONE

    def get_template_names(self) -> list[str]:
        return ["home_own.html" if self.request.user.is_authenticated else "home.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.request.user.is_authenticated:
            return super().get_context_data(**kwargs)
        own = hats_of(self.request)
        houses = houses_of(own.worn, today=timezone.localdate())
        return super().get_context_data(
            houses=houses, led=own.led, house_style=only_look(houses, own.led), **kwargs
        )


def only_look(houses: Sequence[House], led: Sequence[Facilitator]) -> HouseLook | None:
    """Return the look of the one municipality somebody is here for; of several, none goes first."""
    found = {house.municipality for house in houses} | {one.session.municipality for one in led}
    return look_of(found.pop()) if len(found) == 1 else None


def houses_of(worn: Sequence[Hat], *, today: date) -> list[House]:
    """Return each municipality with its next sessions and first steps, in two queries for all."""
    houses = {hat.municipality.pk: House(hat) for hat in worn}
    with across_municipalities("own overview"):
        open_to = [pk for pk, house in houses.items() if "view_sessions" in house.may]
        coming = GroupSession.objects.coming().filter(municipality__in=open_to).order_by("starts_at", "pk")
        for session in coming:
            house = houses[session.municipality_id]
            if len(house.sessions) < SHOWN:
                house.sessions.append(session)
        prepared = [house.municipality for house in houses.values() if "edit_address_book" in house.may]
        for pk, steps in set_up_of(prepared, today=today).items():
            houses[pk].set_up = for_reader(steps, held=houses[pk].hat.permissions)
    return list(houses.values())
