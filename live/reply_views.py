"""The answer of an owner at the table to an action point of their organisation: yes, or back to the table."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from agenda.models import ActionPoint
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.refusals import ActionRefused
from common.revisions import typed_revision

from .seat_page import seat_page
from .seat_views import PhoneView
from .see_other import SeeOther


class ActionReply(PhoneView, View):
    """The answer of an owner at the table to an action point for their organisation."""

    @cached_property
    def action_point(self) -> ActionPoint:
        point = ActionPoint.objects.filter(
            pk=self.kwargs["action"],
            session=self.session,
            owner_organisation_id=self.party.organisation_id,
        ).first()
        if point is None:
            raise Http404
        return point

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.action_point  # noqa: B018 - a point of others does not exist here, whatever was sent
        try:
            self.reply()
        except ActionRefused as refusal:
            page = seat_page(self.representative, notice_read=self.notice_read)
            typed = {"reply_error": refusal.words, "reply_to": self.action_point.pk}
            context = self.page_context(page, **typed, reply_reason=request.POST.get("reason", ""))
            return render(request, "live/phone/sheet.html", context, status=422)
        messages.success(request, self.thanks())
        return SeeOther(self.sheet)

    def reply(self) -> None:
        raise NotImplementedError

    def thanks(self) -> str:
        raise NotImplementedError

    @property
    def said(self) -> dict[str, Any]:
        return {
            "actor": self.actor,
            "author": self.representative.name,
            "expected_revision": typed_revision(self.request, "revision"),
            "now": timezone.now(),
        }


class AcceptAction(ActionReply):
    """Yes, we will do this."""

    def reply(self) -> None:
        accept_action(self.action_point, **self.said)

    def thanks(self) -> str:
        return _("Thank you. Your organisation takes on this action point.")


class HandBackAction(ActionReply):
    """We give this back to the table, with a reason."""

    def reply(self) -> None:
        reason = self.request.POST.get("reason", "").replace("\0", "")
        hand_back_action(self.action_point, reason=reason, **self.said)

    def thanks(self) -> str:
        return _("You gave this action point back. The table sees your reason.")
