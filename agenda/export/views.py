"""Take the agenda along: which files there are, the spreadsheet, and the file for a computer."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from common.spreadsheets import TYPES
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..looking.filter import Choice, counted
from ..looking.filter_forms import FilterForm
from .as_json import json_pieces
from .asked import asked
from .calendar_link import calendar_address, link_version
from .chosen import Chosen
from .log import log_export
from .sheet import sheet_pieces

JSON = "json"
JSON_TYPE = "application/json"
EXPORTED_AT_MOST = 100_000
"""Action points in one file; ten years of a large municipality are a tenth of it."""


class AskedPage(GuardedView):
    """What the page and the files share: the choice of the list."""

    abstract = True
    permission = Permission.VIEW_AGENDA

    @cached_property
    def asked(self) -> tuple[Choice, Chosen]:
        return asked(
            self.request.GET,
            municipality=self.request.municipality,
            user=self.request.user,
            may_see_names=self.may(Permission.EDIT_AGENDA),
            today=timezone.localdate(),
            now=timezone.now(),
        )


class TakeAlong(GuardedView, TemplateView):
    """Which files there are, with names or without, and the link for a calendar."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/take_along.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self.request.municipality
        choice = FilterForm(self.request.GET, municipality=municipality, user=self.request.user).choice
        today = timezone.localdate()
        may_edit = self.may(Permission.EDIT_AGENDA)
        return super().get_context_data(
            number=choice.keep(counted(municipality.pk), on=today).count(),
            query=choice.query,
            is_narrow=bool(choice.kept),
            may_edit=may_edit,
            calendar=calendar_address(municipality, version=link_version(municipality)) if may_edit else "",
            **kwargs,
        )


class AgendaFile(AskedPage):
    """The agenda as a file, sent while it is made; that somebody took it is itself a row of the log."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: Any, gemeente: str, sheet: str) -> HttpResponse | StreamingHttpResponse:
        _choice, chosen = self.asked
        if len(chosen.keys) > EXPORTED_AT_MOST:
            return render(request, "agenda/too_long.html", {"most": EXPORTED_AT_MOST}, status=422)
        log_export(chosen, actor=self.actor, now=chosen.made_at)
        pieces = json_pieces(chosen) if sheet == JSON else sheet_pieces(chosen, sheet)
        response = StreamingHttpResponse(pieces, content_type=TYPES.get(sheet, JSON_TYPE))
        name = f"verbeteragenda-{request.municipality.slug}-{chosen.today}.{sheet}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
