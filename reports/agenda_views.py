"""The agenda as a document to read, print and keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agenda.export.asked import asked
from agenda.export.log import log_export
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from .agenda_content import agenda_content

PRINTED_AT_MOST = 300
"""Action points in one document: some forty pages, made while one waits. More than that is a spreadsheet."""


class AgendaDocument(GuardedView):
    """The agenda as PDF; that somebody took it along stands in the log."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        now = timezone.now()
        _choice, chosen = asked(
            request.GET,
            municipality=request.municipality,
            user=request.user,
            may_see_names=self.may(Permission.EDIT_AGENDA),
            today=timezone.localdate(now),
            now=now,
        )
        if len(chosen.keys) > PRINTED_AT_MOST:
            shown = {"most": PRINTED_AT_MOST, "number": len(chosen.keys)}
            return render(request, "reports/agenda_too_long.html", shown, status=422)
        # Here, because it takes 0.7 s and 100 MB that other pages do not need.
        from .agenda_document import agenda_pdf

        pdf = agenda_pdf(agenda_content(chosen))
        log_export(chosen, actor=self.actor, now=now)
        name = f"verbeteragenda-{request.municipality.slug}-{chosen.today}.pdf"
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )
