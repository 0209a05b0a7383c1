"""The improvement agenda as a list, and the advice from practice that goes with it."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from catalogue.models import Advice, Catalogue
from catalogue.versions import current_catalogue
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.merging import with_merged_ids

from .forms import AgendaFilter
from .models import ActionPoint
from .overview import agenda_of, counts_of, days_late, shifted_deadline, states_of
from .owners_now import mark_owners

SHOW_LATE, SHOW_OWNERLESS, SHOW_STUCK = "te-laat", "zonder-trekker", "loopt-vast"


class AgendaList(GuardedView, ListView):
    """All action points of a municipality, what asks for attention first."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/list.html"
    paginate_by = 50
    context_object_name = "points"

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def filter(self) -> AgendaFilter:
        form = AgendaFilter(self.request.GET, municipality=self.request.municipality)
        form.is_valid()
        return form

    @property
    def show(self) -> str:
        asked = self.request.GET.get("toon", "")
        return asked if asked in {SHOW_LATE, SHOW_OWNERLESS, SHOW_STUCK} else ""

    def get_queryset(self) -> QuerySet[ActionPoint]:
        points = agenda_of(self.request.municipality, on=self.today)
        if self.show == SHOW_LATE:
            points = points.overdue(on=self.today)
        elif self.show == SHOW_OWNERLESS:
            points = points.without_owner()
        elif self.show == SHOW_STUCK:
            points = points.stuck()
        chosen = getattr(self.filter, "cleaned_data", {})
        if chosen.get("sessie"):
            points = points.filter(session=chosen["sessie"])
        if chosen.get("organisatie"):
            points = points.filter(owner_organisation__in=with_merged_ids(chosen["organisatie"]))
        return points

    def paginate_queryset(self, queryset: QuerySet[ActionPoint], page_size: int) -> Any:
        """Show the nearest page for a page number that does not exist (any more)."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kept = self.request.GET.copy()
        kept.pop("page", None)
        choices = kept.copy()
        choices.pop("toon", None)
        return context | {
            "rows": rows_of(context["points"], self.today),
            "counts": counts_of(self.request.municipality, on=self.today),
            "filter": self.filter,
            "show": self.show,
            "kept": kept.urlencode(),
            "choices": choices.urlencode(),
            "today": self.today,
        }


def rows_of(points: Iterable[ActionPoint], today: date) -> list[dict[str, Any]]:
    """Return action points with what is computed of them, for the templates."""
    shown = list(points)
    mark_owners(shown, today=today)
    return [row_of(point, today) for point in shown]


def row_of(point: ActionPoint, today: date) -> dict[str, Any]:
    """Return one action point with what is computed of it."""
    return {
        "point": point,
        "states": states_of(point, on=today),
        "late": days_late(point, on=today),
        "shifted": shifted_deadline(point),
    }


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
