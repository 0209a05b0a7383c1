"""The agenda as a document to read, print and keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.agreeing.versions import is_concept
from agenda.export.asked import asked
from agenda.export.log import log_export
from agenda.looking.filter import Choice
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.models import GroupSession

from .agenda_content import agenda_content

PRINTED_AT_MOST = 300
"""Action points in one document: some forty pages, made while one waits. More than that is a spreadsheet."""


class AgendaDocument(GuardedView):
    """The agenda as PDF; that somebody took it along stands in the log."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        now = timezone.now()
        choice, chosen = asked(
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

        pdf = agenda_pdf(agenda_content(chosen, stamp=self.stamp_of(choice)))
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

    def stamp_of(self, choice: Choice) -> str:
        """Return what lies over the agenda of one session that the organisations did not adopt."""
        session = GroupSession.objects.filter(pk=choice.session_id).first() if choice.session_id else None
        return _("concept").upper() if session is not None and is_concept(session) else ""
