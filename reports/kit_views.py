"""The page of the print kit: what to print, how far the worker is, and the download."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.record import record
from municipalities.permissions import Permission
from outbox.models import Promise
from sessions.access import SessionView
from sessions.models import GroupSession
from sessions.planning import ALIVE
from sessions.stepping import StepRefused

from .enums import KitPart, ReportState
from .kit import MAKE, cards_withdrawn_at, order_kit, plan_of, ways_in_of
from .kit_making import progress_of
from .models import PrintKit


def kit_now(session: GroupSession) -> dict[str, Any]:
    """Return what the page shows now; a file with what was withdrawn is not ready, whatever lies there."""
    kit = PrintKit.objects.filter(session=session).first()
    is_made = kit is not None and kit.state == ReportState.READY
    works = is_made and session.state in ALIVE and kit is not None and kit.ways_in == ways_in_of(session)
    return {
        "session": session,
        "kit": kit,
        "ready": works,
        "withdrawn": is_made and not works,
        "is_being_made": kit is not None and not is_made,
        "has_changed": works and kit is not None and kit.plan != plan_of(session),
        "percentage": progress_of(kit) if kit is not None else 0,
        "in_trouble": kit is not None and not is_made and _is_in_trouble(kit),
    }


def _is_in_trouble(kit: PrintKit) -> bool:
    key = f"{MAKE} {kit.pk} {kit.requested_at.isoformat()}"
    item = Promise.objects.filter(municipality=kit.municipality_id, key=key).first()
    return item is not None and item.is_in_trouble


class Kit(SessionView):
    """Choose the parts and have them made."""

    permission = Permission.PLAN_SESSIONS
    is_for_reading = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, *, chosen: list[str] | None = None, error: str = "", status: int = 200) -> HttpResponse:
        shown = kit_now(self.session)
        if chosen is None:
            chosen = shown["kit"].parts if shown["kit"] else list(KitPart)
        context = {
            **shown,
            "choices": KitPart.choices,
            "chosen": chosen,
            "error": error,
            "is_alive": self.session.state in ALIVE,
            "cards_withdrawn_at": cards_withdrawn_at(self.session),
        }
        return render(self.request, "reports/kit.html", context, status=status)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.getlist("part")
        try:
            order_kit(self.session, parts=chosen, actor=self.actor, now=timezone.now())
        except ValidationError as error:
            return self.show(chosen=chosen, error=" ".join(error.messages), status=422)
        except StepRefused:
            messages.warning(request, _("This session is over: there is nothing to print for it any more."))
        return redirect("reports:kit", gemeente=self.session.municipality.slug, pk=self.session.pk)


class KitProgress(SessionView):
    """The part of that page that is asked for again until the kit is there."""

    permission = Permission.PLAN_SESSIONS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(request, "reports/kit_progress.html", {**kit_now(self.session), "is_fragment": True})


class DownloadKit(SessionView):
    """The PDF itself; who took it stands in the log."""

    permission = Permission.PLAN_SESSIONS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | FileResponse:
        shown = kit_now(self.session)
        kit = shown["kit"]
        if not shown["ready"] or not kit.file.storage.exists(kit.file.name):
            # A page from before cards were withdrawn: the present one says why there is nothing.
            return redirect("reports:kit", gemeente=self.session.municipality.slug, pk=self.session.pk)
        record(
            municipality=self.session.municipality,
            actor=self.actor,
            action="read print kit",
            target=kit,
            now=timezone.now(),
        )
        day = timezone.localdate(self.session.starts_at)
        name = f"drukwerk-{slugify(self.session.title) or self.session.pk}-{day}.pdf"
        response = FileResponse(kit.file.open("rb"), as_attachment=True, filename=name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
