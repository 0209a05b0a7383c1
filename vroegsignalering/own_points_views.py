"""One's own action points, in all municipalities together."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from agenda.owners.own_points import own_points
from municipalities.access import GuardedView, permissions_of
from municipalities.permissions import Permission
from municipalities.second_step.needed import usable

from .hats import hats_of


class OwnPoints(GuardedView, TemplateView):
    """What one person owns, wherever that was agreed."""

    permission = Permission.SIGNED_IN
    template_name = "agenda/own_points.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.request
        # A role that wants its second step opens its agenda only after it.
        read_in = {
            hat.municipality.pk
            for hat in hats_of(request).worn
            if Permission.VIEW_AGENDA in permissions_of(usable(hat.memberships, request, hat.municipality))
        }
        owned = own_points(request.user, read_in=read_in, today=timezone.localdate())
        return super().get_context_data(owned=owned, number=sum(len(own.points) for own in owned), **kwargs)
