"""Change several action points at once: choose them, look at what will happen, and do it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.revisions import whole_number
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..enums import ActionStatus
from ..looking.badges import day_in_words
from ..looking.filter import Choice
from ..looking.filter_forms import FilterForm
from ..looking.filter_views import back_to, posted_choice, shown_query
from ..looking.overview import agenda_of, days_late, with_owners
from ..models import ActionPoint
from .changing import (
    MOST,
    Becomes,
    Outcome,
    change_all,
    chosen,
    preview,
)
from .forms import BulkForm

POINT = "punt"
STEP, LOOK, DO, BACK = "stap", "bekijk", "doe", "terug"


class ChangeSeveral(GuardedView):
    """One address for the three steps; only the last one changes anything."""

    permission = Permission.EDIT_AGENDA

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        choice = FilterForm(request.GET, municipality=request.municipality, user=request.user).choice
        form = BulkForm(municipality=request.municipality)
        return self.choose(form, choice, ticked=[], tick_all="alle" in request.GET)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = BulkForm(request.POST, municipality=request.municipality)
        keys = [whole_number(typed) for typed in request.POST.getlist(POINT)[:MOST]]
        points = chosen(request.municipality, keys)
        step = request.POST.get(STEP, LOOK)
        is_whole = form.is_valid() and bool(points)
        if step != BACK and not points:
            form.add_error(None, _("Tick at least one action point."))
        if step == BACK or not is_whole:
            status = 200 if step == BACK else 422
            return self.choose(form, posted_choice(request), ticked=keys, status=status)
        by = {"actor": self.actor, "author": str(request.user), "today": self.today, "now": timezone.now()}
        if step != DO:
            return self.show(form, preview(points, form.wish(), **by))
        revisions = {pk: whole_number(request.POST.get(f"revisie-{pk}", "")) for pk in keys}
        return self.told(change_all(points, form.wish(), revisions=revisions, **by))

    def choose(
        self,
        form: BulkForm,
        choice: Choice,
        *,
        ticked: Sequence[int],
        tick_all: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        municipality = self.request.municipality
        found = choice.keep(agenda_of(municipality, on=self.today), on=self.today)
        keys = list(found.values_list("pk", flat=True)[: MOST + 1])
        # What was ticked stays in sight, also when the choice holds it no more.
        shown = list(dict.fromkeys([*ticked, *keys]))[:MOST]
        context = {
            "form": form,
            "rows": self.lines(shown),
            "ticked": set(shown if tick_all else ticked),
            "choice": choice,
            "most": MOST if len(keys) > MOST else 0,
        }
        return render(self.request, "agenda/bulk.html", context, status=status)

    def lines(self, keys: Sequence[int]) -> list[tuple[int, str, str]]:
        """Return of these points what one reads to choose: what, and in a line who, by when and how it is."""
        points = with_owners(self.request.municipality, keys)
        return [(point.pk, point.what, self.said(point)) for point in points]

    def said(self, point: ActionPoint) -> str:
        owner = point.owner_organisation.name if point.has_owner else _("nobody yet")
        day = day_in_words(point.deadline, "j F Y") if point.deadline else ""
        late = days_late(point, on=self.today)
        return " · ".join(filter(None, [owner, day, str(ActionStatus(point.status).label), late]))

    def show(self, form: BulkForm, outcomes: Sequence[Outcome]) -> HttpResponse:
        changed = [one for one in outcomes if one.becomes is Becomes.CHANGED]
        context = {
            "form": form,
            "choice": posted_choice(self.request),
            "changed": changed,
            "same": [one for one in outcomes if one.becomes is Becomes.SAME],
            "refused": [one for one in outcomes if one.becomes is Becomes.REFUSED],
        }
        return render(self.request, "agenda/bulk_preview.html", context)

    def told(self, outcomes: Sequence[Outcome]) -> HttpResponse:
        """Say what happened and go back; what was refused after all is named."""
        changed = sum(one.becomes is Becomes.CHANGED for one in outcomes)
        if changed:
            said = ngettext(
                "%(count)s action point has been changed.",
                "%(count)s action points have been changed.",
                changed,
            )
            messages.success(self.request, said % {"count": changed})
        for one in outcomes:
            if one.becomes is Becomes.REFUSED:
                words = {"what": one.point.what, "why": one.words[0]}
                messages.error(self.request, _("“%(what)s” stayed as it was. %(why)s") % words)
        return back_to(self.request, shown_query(self.request))
