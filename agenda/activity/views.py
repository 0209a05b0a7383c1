"""The manager's page, and what an alderman is told of a period."""

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from common.forms import PlainForm
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..looking.badges import badges_of
from ..looking.filter import OPEN
from ..looking.overview import State, with_owners
from ..looking.rows import row_of
from .course_chart import lines_of, sticks_of
from .for_the_board import (
    LONG,
    MIDDLE,
    SHORT,
    period_of,
    report_of,
)
from .heartbeat import activity_of, needing_somebody
from .shares import Carrier

NO_ANSWER = State(label=gettext_lazy("no answer yet"), kind="info", icon="mail")


class ActivityPage(GuardedView, TemplateView):
    """What moves, what stands still and what needs somebody now."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/activity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality, today = self.request.municipality, timezone.localdate()
        activity = activity_of(municipality, today=today)
        needing = with_owners(municipality, needing_somebody(municipality, today=today))
        rows = [row_of(point, today) for point in needing]
        for row in rows:
            row["badges"] += badges_of([NO_ANSWER] if row["point"].is_unanswered(on=today) else [])
        return super().get_context_data(
            activity=activity,
            rows=rows,
            carriers=[carrier_told(one) for one in activity.carriers],
            lines=lines_of(activity.months),
            sticks=sticks_of(activity.weeks),
            today=today,
            **kwargs,
        )


def carrier_told(one: Carrier) -> dict[str, str]:
    """Return what the page says of somebody with many open points, and the choice that shows them."""
    chosen = {"toon": OPEN, "organisatie": one.organisation_id, "zoek": one.name}
    number = ngettext("%(number)s open point", "%(number)s open points", one.open) % {"number": one.open}
    return {
        "name": one.name,
        "organisation": one.organisation,
        "query": urlencode(chosen, quote_via=quote),
        "number": number,
        "late": _("%(number)s too late") % {"number": one.late} if one.late else "",
    }


class PeriodForm(PlainForm, forms.Form):
    """The days of a report."""

    mark_optional = False

    van = forms.DateField(label=gettext_lazy("From"), required=False)
    tot = forms.DateField(label=gettext_lazy("Until"), required=False)


class ForTheBoard(GuardedView, TemplateView):
    """One page for a chosen period, to print and to take along."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/for_the_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        form = PeriodForm(self.request.GET or None)
        days: dict[str, date | None] = form.cleaned_data if form.is_valid() else {}
        asked = self.request.GET.get("periode", "")
        period = period_of(asked, first=days.get("van"), last=days.get("tot"), today=today)
        named = [(SHORT, _("Three months")), (MIDDLE, _("Half a year")), (LONG, _("A year"))]
        return super().get_context_data(
            period=period,
            form=PeriodForm(initial={"van": period.first, "tot": period.last}),
            # What was typed and makes no period is told.
            is_other=bool(self.request.GET.get("van") or self.request.GET.get("tot")) and bool(period.name),
            periods=[{"key": key, "label": label, "is_current": period.name == key} for key, label in named],
            report=report_of(self.request.municipality, period, today=today),
            today=today,
            **kwargs,
        )
