"""The advice from practice that goes with the agenda."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.views.generic import TemplateView

from catalogue.models import Advice, Catalogue
from catalogue.versions import current_catalogue
from municipalities.access import GuardedView
from municipalities.permissions import Permission


class PracticeAdvice(GuardedView, TemplateView):
    """Advice from practice: for who runs services, and for who speaks with residents."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/advice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            advice = current_catalogue().advice.all()
        except Catalogue.DoesNotExist:
            advice = Advice.objects.none()
        return super().get_context_data(
            managers=by_heading(advice.for_managers()),
            practitioners=by_heading(advice.for_practitioners()),
            **kwargs,
        )


def by_heading(advice: QuerySet[Advice]) -> list[list[Advice]]:
    """Return the pieces of advice in their order, those under one heading together."""
    return [list(pieces) for _heading, pieces in groupby(advice, key=attrgetter("heading"))]
