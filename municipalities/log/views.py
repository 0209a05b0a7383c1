"""The page of the log, and the log as a spreadsheet."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, override
from django.views.generic import TemplateView

from audit.models import LogSeal
from audit.record import record
from audit.sealing import verify_log
from common.pages import ON_A_PAGE
from common.spreadsheet_stream import csv_pieces, xlsx_pieces
from common.spreadsheets import CSV, TYPES, Row
from common.tenancy import tenant

from ..access import GuardedView, permissions_of
from ..models import Municipality
from ..permissions import Permission
from .forms import LogFilter
from .reading import LogLine, chosen_events, in_chunks, lines_of, older_than

VERIFIED = 10_000
"""Rows of the log that are checked while somebody waits, about two seconds; `audit_verify` checks all."""
NAMED = 20
EXPORTED_AT_ONCE = 1000
EXPORTED_AT_MOST = 500_000
"""Rows in one file; a spreadsheet program takes a million, and gets slow long before."""


class LogView(GuardedView):
    """What the page and the export share: the events that were chosen."""

    abstract = True
    permission = Permission.READ_LOG

    @cached_property
    def filter(self) -> LogFilter:
        return LogFilter(self.request.GET)

    @cached_property
    def events(self) -> Any:
        zone = ZoneInfo(self.request.municipality.time_zone)
        return chosen_events(zone=zone, **self.filter.chosen)


class Log(LogView, TemplateView):
    """Who did what, the newest first; and on demand whether nobody tampered with it."""

    permission = Permission.READ_LOG
    template_name = "municipalities/log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = older_than(self.events, _number(self.request.GET.get("na", "")))
        some = list(events.select_related("user")[: ON_A_PAGE + 1])
        held = permissions_of(self.memberships)
        municipality = self.request.municipality
        kept = self.request.GET.copy()
        for name in ("na", "controle"):
            kept.pop(name, None)
        seal = LogSeal.objects.order_by("number").last()
        return super().get_context_data(**kwargs) | {
            "filter": self.filter,
            "lines": lines_of(some[:ON_A_PAGE], municipality=municipality, held=held),
            "older": some[ON_A_PAGE - 1].pk if len(some) > ON_A_PAGE else None,
            "is_first": "na" not in self.request.GET,
            "is_filtered": bool(self.filter.chosen),
            "kept": kept.urlencode(),
            "seal": seal,
            "sealed_at": seal and seal.sealed_at.astimezone(ZoneInfo(municipality.time_zone)),
            "check": self._check() if "controle" in self.request.GET else None,
        }

    def _check(self) -> dict[str, Any]:
        found = list(verify_log(now=timezone.now(), newest=VERIFIED))
        return {"found": found[:NAMED], "number": len(found), "limit": VERIFIED}


class LogExport(LogView):
    """The chosen rows as a file, sent while it is made; that somebody took it is itself a row of the log."""

    permission = Permission.READ_LOG

    def get(self, request: Any, gemeente: str, sheet: str) -> HttpResponse | StreamingHttpResponse:
        municipality, now = request.municipality, timezone.now()
        if self.events.count() > EXPORTED_AT_MOST:
            return render(request, "municipalities/log_too_long.html", {"most": EXPORTED_AT_MOST}, status=422)
        taken = record(
            municipality=municipality, actor=self.actor, action="export log", target=municipality, now=now
        )
        rows = _rows(self.events.filter(pk__lt=taken.pk), municipality, get_language())
        response = StreamingHttpResponse(self._pieces(sheet, rows), content_type=TYPES[sheet])
        name = f"logboek-{municipality.slug}-{timezone.localdate(now)}.{sheet}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @staticmethod
    def _pieces(sheet: str, rows: Iterator[Row]) -> Iterator[bytes]:
        head = [
            gettext("Row"),
            gettext("When"),
            gettext("Who"),
            gettext("Role"),
            gettext("What happened"),
            gettext("About what"),
            gettext("Number"),
            gettext("Reason"),
        ]
        if sheet == CSV:
            return csv_pieces(head=head, rows=rows)
        return xlsx_pieces(head=head, rows=rows, sheet=gettext("Log"))


def _rows(events: Any, municipality: Municipality, language: str | None) -> Iterator[Row]:
    """Yield the rows of the file; each chunk is read inside the municipality, after the request."""
    chunks = in_chunks(events, EXPORTED_AT_ONCE)
    while True:
        with tenant(municipality), override(language):
            chunk = next(chunks, None)
            if chunk is None:
                return
            rows = [_cells(line) for line in lines_of(chunk, municipality=municipality)]
        yield from rows


def _cells(line: LogLine) -> Row:
    return (
        str(line.number),
        line.at.strftime("%Y-%m-%d %H:%M:%S"),
        line.who,
        line.role,
        line.what,
        line.thing,
        "" if line.thing_number is None else str(line.thing_number),
        line.reason,
    )


def _number(text: str) -> int:
    """Return the number in an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
