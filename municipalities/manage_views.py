"""The page from which a municipality is managed: a card for each part, and the first steps of a new one."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from .access import GuardedView, permissions_of, second_step_first
from .permissions import Permission
from .set_up import Step, for_reader, set_up_of


@dataclass(frozen=True)
class Card:
    """A part of the management; without a permission it is for every member."""

    title: "str | LazyText"
    text: "str | LazyText"
    page: str
    icon: str
    permission: Permission | None = None


CARDS = [
    Card(
        _("Members"),
        _("Who works here in which role; invite colleagues and end roles."),
        "municipalities:members",
        "people",
        Permission.MANAGE_MEMBERS,
    ),
    Card(
        _("Address book"),
        _("The organisations you work with, and whom you call there."),
        "group_sessions:organisations",
        "phone",
        Permission.EDIT_ADDRESS_BOOK,
    ),
    Card(
        _("House style"),
        _("Colour, logo, corners and font of pages, mails and reports."),
        "municipalities:house_style",
        "edit",
        Permission.EDIT_HOUSE_STYLE,
    ),
    Card(
        _("Settings"),
        _("Who signs in with a second step, the sender of mails, your own sign-in."),
        "municipalities:settings",
        "info",
        Permission.MANAGE_SETTINGS,
    ),
    Card(
        _("Log"),
        _("Who did what and when. Never an answer, never free text."),
        "municipalities:log",
        "clock",
        Permission.READ_LOG,
    ),
    Card(
        _("How long we keep things"),
        _("Terms for each kind of data, and what may not be removed for now."),
        "municipalities:retention",
        "calendar",
        Permission.GUARD_PRIVACY,
    ),
    Card(
        _("Privacy"),
        _("What is stored here, why, and how long: for everybody to read."),
        "municipalities:privacy",
        "lock",
    ),
]


class ForMembers(GuardedView):
    """A page for everybody who works in this municipality, in whatever role."""

    abstract = True
    permission = Permission.SIGNED_IN

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        if refusal is not None:
            return refusal
        if not self.memberships:
            raise Http404
        return None if self.usable else second_step_first(self.request)


class Manage(ForMembers, TemplateView):
    """The cards of what this person may manage."""

    permission = Permission.SIGNED_IN
    template_name = "municipalities/manage.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = [card for card in CARDS if card.permission is None or self.may(card.permission)]
        return super().get_context_data(cards=cards, set_up=self._set_up(), **kwargs)

    def _set_up(self) -> list[Step] | None:
        """Return the first steps, for who can do something about them."""
        held = permissions_of(self.usable)
        if Permission.EDIT_ADDRESS_BOOK not in held:
            return None
        municipality = self.request.municipality
        steps = set_up_of([municipality], today=timezone.localdate()).get(municipality.pk)
        return for_reader(steps, held=held) if steps else None
