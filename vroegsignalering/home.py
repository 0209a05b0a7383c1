"""The first page: what this is and how to join for visitors, one's own overview for who signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from common.tenancy import across_municipalities
from municipalities.access import GuardedView, permissions_of
from municipalities.house_style.look import HouseLook, look_of
from municipalities.models import Municipality
from municipalities.own_account.wall import confined_to
from municipalities.permissions import CHANGES, Permission
from municipalities.second_step.needed import usable
from municipalities.set_up import Step, for_reader, set_up_of
from sessions.models import Facilitator, GroupSession

from .hats import Hat, hats_of

SHOWN = 5


@dataclass
class House:
    """A municipality one works in, with the first sessions to come and, of a new one, the first steps."""

    hat: Hat
    usable: frozenset[Permission] = frozenset()
    sessions: list[GroupSession] = field(default_factory=list)
    set_up: list[Step] = field(default_factory=list)

    @property
    def municipality(self) -> Municipality:
        return self.hat.municipality

    @property
    def waits(self) -> bool:
        """Return whether what is here is shown only after the second step of signing in."""
        return Permission.VIEW_SESSIONS in self.hat.permissions - self.usable

    @property
    def is_going_on(self) -> bool:
        """Return whether something new can begin here."""
        return not self.municipality.is_suspended and self.hat.went_on is None

    @property
    def roles(self) -> list[str]:
        return self.hat.roles

    @property
    def may(self) -> dict[str, bool]:
        """Return the rights by name, for the template."""
        held = self.hat.permissions
        if self.municipality.is_suspended:
            held -= CHANGES
        if self.hat.went_on:
            held -= {Permission.PLAN_SESSIONS}
        return {permission.name.lower(): True for permission in held}


class Home(GuardedView, TemplateView):
    """The landing page, or the overview of one person over all municipalities."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # With the account of one municipality, that one is all there is.
        only = confined_to(request)
        if only:
            return redirect("municipalities:start", gemeente=min(only))
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return ["home_own.html" if self.request.user.is_authenticated else "home.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.request.user.is_authenticated:
            return super().get_context_data(**kwargs)
        own = hats_of(self.request)
        houses = houses_of(self.request, own.worn, today=timezone.localdate())
        return super().get_context_data(
            houses=houses, led=own.led, house_style=only_look(houses, own.led), **kwargs
        )


def only_look(houses: Sequence[House], led: Sequence[Facilitator]) -> HouseLook | None:
    """Return the look of the one municipality somebody is here for; of several, none goes first."""
    found = {house.municipality for house in houses} | {one.session.municipality for one in led}
    return look_of(found.pop()) if len(found) == 1 else None


def houses_of(request: HttpRequest, worn: Sequence[Hat], *, today: date) -> list[House]:
    """Return each municipality with its next sessions and first steps, in two queries for all."""
    houses = {}
    for hat in worn:
        held = permissions_of(usable(hat.memberships, request, hat.municipality))
        houses[hat.municipality.pk] = House(hat, usable=held)
    with across_municipalities("own overview"):
        open_to = [pk for pk, house in houses.items() if Permission.VIEW_SESSIONS in house.usable]
        coming = GroupSession.objects.coming().counting().filter(municipality__in=open_to)
        for session in coming.order_by("starts_at", "pk"):
            house = houses[session.municipality_id]
            if len(house.sessions) < SHOWN:
                house.sessions.append(session)
        prepared = [
            house.municipality
            for house in houses.values()
            if Permission.EDIT_ADDRESS_BOOK in house.usable and house.is_going_on
        ]
        for pk, steps in set_up_of(prepared, today=today).items():
            houses[pk].set_up = for_reader(steps, held=houses[pk].usable)
    return list(houses.values())
