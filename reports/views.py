"""The page of a report: how far it is, and the download for who may read it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views.generic import TemplateView

from audit.actors import Actor
from audit.record import record
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from outbox.models import Promise
from sessions.access import SessionView, leads
from sessions.enums import SessionState
from sessions.models import GroupSession, Representative
from sessions.seats import actor_of, seat_by_link, seat_of

from .enums import ReportState
from .making import MAKE, progress_of
from .models import Report

OVER = {SessionState.CLOSED, SessionState.ARCHIVED}


def report_now(session: GroupSession) -> dict[str, Any]:
    """Return what the page shows now of a session's report; 404 for a session that is not over."""
    if session.state not in OVER:
        raise Http404
    report = Report.objects.filter(session=session).first()
    if report is None and session.current_id is None:
        raise Http404  # a follow-up meeting that went through action points: no theme was begun
    ready = report is not None and report.state == ReportState.READY
    item = Promise.objects.filter(
        municipality=session.municipality, kind=MAKE, payload__session=session.pk
    ).first()
    return {
        "session": session,
        "report": report,
        "ready": ready,
        "percentage": 100 if ready else progress_of(session),
        "in_trouble": not ready and item is not None and item.is_in_trouble,
    }


def download(session: GroupSession, *, actor: Actor) -> FileResponse:
    """Return the PDF and log who read it; 404 while it is not there."""
    report = Report.objects.filter(session=session, state=ReportState.READY).first()
    if report is None or session.state not in OVER or not report.file.storage.exists(report.file.name):
        raise Http404
    record(
        municipality=session.municipality,
        actor=actor,
        action="read report",
        target=report,
        now=timezone.now(),
    )
    name = f"rapport-{slugify(session.title) or session.pk}-{timezone.localdate(session.starts_at)}.pdf"
    response = FileResponse(report.file.open("rb"), as_attachment=True, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class ReportView(SessionView):
    """For members who may read reports, the facilitator, and everybody who had a seat."""

    abstract = True
    permission = Permission.VIEW_REPORTS

    def refuse(self) -> HttpResponse | None:
        if self.seat is not None or leads(self.request, self.session):
            return None
        return super().refuse()

    @cached_property
    def seat(self) -> Representative | None:
        return seat_of(self.request, self.kwargs["pk"])

    @property
    def actor(self) -> Actor:
        if self.seat is not None and self.membership is None:
            return actor_of(self.seat)
        return super().actor


class SessionReport(ReportView, TemplateView):
    """The page of a report, with its progress."""

    template_name = "reports/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_lead = leads(self.request, self.session)
        return super().get_context_data(**report_now(self.session), may_lead=may_lead, **kwargs)


class ReportProgress(ReportView):
    """The part of that page that is asked for again until the report is there."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(request, "reports/progress.html", {**report_now(self.session), "is_fragment": True})


class DownloadReport(ReportView):
    """The PDF itself."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return download(self.session, actor=self.actor)


class ReportLink(GuardedView):
    """The report by personal link, for who has no account: the page reads, the button downloads."""

    permission = Permission.ANYONE

    @cached_property
    def person(self) -> Representative:
        row = seat_by_link(self.kwargs["token"])
        if not isinstance(row, Representative):
            raise Http404
        return row

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        shown = report_now(self.person.party.session)
        return render(request, "reports/report_link.html", {**shown, "person": self.person})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return download(self.person.party.session, actor=actor_of(self.person))
