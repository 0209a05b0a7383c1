"""The page behind the link in an owner's mail: looking changes nothing, a press answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property

from audit.actors import Actor
from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from .actions import accept_action, hand_back_action
from .enums import ActionStatus
from .forms import ReplyForm
from .models import ActionPoint
from .refusals import ActionRefused
from .reply_link import Reply, action_of_reply

STATUS = {Reply.WRONG: 404, Reply.EXPIRED: 410}


class OwnersReply(GuardedView):
    """Yes, we take this on; or it goes back to the table, with a reason."""

    permission = Permission.ANYONE

    @cached_property
    def found(self) -> ActionPoint | Reply:
        return action_of_reply(self.kwargs["token"], today=timezone.localdate())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(self.found, Reply):
            return self.closed(self.found)
        return self.page(self.found, ReplyForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = self.found
        if isinstance(action, Reply):
            return self.closed(action)
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self.page(action, form, status=422)
        said: dict[str, Any] = {
            "actor": Actor(role="owner", reference=f"action point {action.pk}"),
            "author": action.owner_name or str(action.owner_organisation or ""),
            "expected_revision": typed_revision(request, "revision"),
            "now": timezone.now(),
        }
        try:
            if form.cleaned_data["answer"] == ReplyForm.YES:
                accept_action(action, **said)
            else:
                hand_back_action(action, reason=form.cleaned_data["reason"], **said)
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            action.refresh_from_db()
            return self.page(action, form, status=422)
        answer = HttpResponseRedirect(request.path)
        answer.status_code = 303
        return answer

    def page(self, action: ActionPoint, form: ReplyForm, *, status: int = 200) -> HttpResponse:
        context = {
            "action": action,
            "form": form,
            "is_asked": action.status == ActionStatus.PROPOSED,
            "is_handed_back": action.status == ActionStatus.HANDED_BACK,
        }
        return self.alone(render(self.request, "agenda/reply.html", context, status=status))

    def closed(self, why: Reply) -> HttpResponse:
        """Answer that this link is wrong, was withdrawn, or is too old."""
        context = {"is_expired": why is Reply.EXPIRED}
        return self.alone(render(self.request, "agenda/reply_closed.html", context, status=STATUS[why]))

    @staticmethod
    def alone(response: HttpResponse) -> HttpResponse:
        response["X-Robots-Tag"] = "noindex"
        return response
