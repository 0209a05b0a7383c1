"""The pages behind the links in an owner's mail: looking changes nothing, a press answers."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from audit.actors import Actor
from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..enums import ActionChange, ActionStatus, OwnersWord
from ..models import ActionPoint
from ..points.accepting import accept_action, hand_back_action
from ..points.history import in_words
from ..points.refusals import ActionRefused, StaleAction
from .reply_forms import ProgressReplyForm, ReplyForm
from .reply_link import (
    Opened,
    Purpose,
    Reply,
    opened_by,
)
from .replying import tell_progress

STATUS = {Reply.WRONG: 404, Reply.EXPIRED: 410}
GOING_ON = {ActionStatus.ACCEPTED, ActionStatus.IN_PROGRESS, ActionStatus.AWAITING_DECISION}


class OwnersReply(GuardedView):
    """What one link is for: a yes or no to an action point, or how it goes."""

    permission = Permission.ANYONE

    @cached_property
    def found(self) -> Opened | Reply:
        return opened_by(self.kwargs["token"], today=timezone.localdate())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(self.found, Reply):
            return self.closed(self.found)
        if self.found.purpose is Purpose.PROGRESS:
            return self.progress_page(self.found.action, ProgressReplyForm(action=self.found.action))
        return self.answer_page(self.found.action, ReplyForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(self.found, Reply):
            return self.closed(self.found)
        if self.found.purpose is Purpose.PROGRESS:
            return self.tell(self.found.action)
        return self.answer(self.found.action)

    def answer(self, action: ActionPoint) -> HttpResponse:
        """Say yes, or give it back."""
        form = ReplyForm(self.request.POST)
        if not form.is_valid():
            return self.answer_page(action, form, status=422)
        try:
            if form.cleaned_data["answer"] == ReplyForm.YES:
                accept_action(action, **self.said_by(action))
            else:
                hand_back_action(action, reason=form.cleaned_data["reason"], **self.said_by(action))
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            action.refresh_from_db()
            return self.answer_page(action, form, status=422)
        return self.see_other()

    def tell(self, action: ActionPoint) -> HttpResponse:
        """Say how it goes; what was typed stays when somebody changed the point meanwhile."""
        form = ProgressReplyForm(self.request.POST, action=action)
        if not form.is_valid():
            return self.progress_page(action, form, status=422)
        data = form.cleaned_data
        word = None if data["word"] == form.FINISHED else OwnersWord(data["word"])
        try:
            tell_progress(
                action,
                word=word,
                text=data["text"],
                resident_effect=data["resident_effect"],
                **self.said_by(action),
            )
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            action.refresh_from_db()
            status = 409 if isinstance(refused, StaleAction) else 422
            return self.progress_page(action, form, status=status)
        messages.success(self.request, _("Thank you. The municipality sees what you told."))
        return self.see_other()

    def said_by(self, action: ActionPoint) -> dict[str, Any]:
        return {
            "actor": Actor(role="owner", reference=f"action point {action.pk}"),
            "author": action.owner_name or str(action.owner_organisation or ""),
            "expected_revision": typed_revision(self.request, "revision"),
            "now": timezone.now(),
        }

    def see_other(self) -> HttpResponse:
        answer = HttpResponseRedirect(self.request.path)
        answer.status_code = 303
        return answer

    def answer_page(self, action: ActionPoint, form: ReplyForm, *, status: int = 200) -> HttpResponse:
        context = {
            "action": action,
            "form": form,
            "is_asked": action.status == ActionStatus.PROPOSED,
            "is_handed_back": action.status == ActionStatus.HANDED_BACK,
            "is_dropped": action.status == ActionStatus.DROPPED,
        }
        return self.alone(render(self.request, "agenda/reply.html", context, status=status))

    def progress_page(
        self, action: ActionPoint, form: ProgressReplyForm, *, status: int = 200
    ) -> HttpResponse:
        # That an update set it going is no news besides that update.
        told = Q(change=ActionChange.UPDATE) | Q(change=ActionChange.STATUS) & ~Q(text="")
        last = action.events.filter(told).last()
        context = {
            "action": action,
            "form": form,
            "last": last,
            "last_words": in_words(last) if last else "",
            "is_going_on": action.status in GOING_ON,
        }
        return self.alone(render(self.request, "agenda/reply_progress.html", context, status=status))

    def closed(self, why: Reply) -> HttpResponse:
        """Answer that this link is wrong, was withdrawn, or is too old."""
        context = {"is_expired": why is Reply.EXPIRED}
        return self.alone(render(self.request, "agenda/reply_closed.html", context, status=STATUS[why]))

    @staticmethod
    def alone(response: HttpResponse) -> HttpResponse:
        response["X-Robots-Tag"] = "noindex"
        return response
