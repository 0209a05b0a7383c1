"""The page about privacy, for everybody: of one municipality with its own terms, and of the platform."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from ..access import GuardedView
from ..permissions import Permission
from .cookies import COOKIES, ON_THE_DEVICE
from .page import groups, officers
from .retaining import terms_of


class Privacy(GuardedView, TemplateView):
    """What is stored here, of whom, why and how long; whom to ask; and what a person may ask."""

    permission = Permission.ANYONE
    template_name = "municipalities/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self.request.municipality
        terms = terms_of(municipality) if municipality else {}
        return super().get_context_data(
            groups=groups(terms),
            officers=officers(municipality, today=timezone.localdate()) if municipality else [],
            cookies=COOKIES,
            on_the_device=ON_THE_DEVICE,
            may_guard=municipality is not None and self.may(Permission.GUARD_PRIVACY),
            **kwargs,
        )
