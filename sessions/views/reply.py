"""The page behind the link of an invitation: looking changes nothing, a press answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..calendar_file import FILE_NAME, calendar_file
from ..enums import Reply, SessionState
from ..forms import VerbForm
from ..locks import Busy
from ..mail import told_person
from ..models import Representative
from ..reply_forms import DeclineForm, HandOnForm
from ..replying import (
    decline,
    hand_on,
    may_reply,
    person_by_link,
    reply_coming,
    substitutes_of,
)
from ..seats import LinkWithdrawn, actor_of, is_joinable
from ..stepping import StepRefused

STATUS = {"wrong": 404, "began": 409, "over": 410, "cancelled": 410}


class InvitedView(GuardedView):
    """What is behind the link of one invitation, for whoever has it; it tells nobody where it leads."""

    abstract = True
    permission = Permission.ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    @cached_property
    def person(self) -> Representative | None:
        return person_by_link(self.kwargs["token"])

    @property
    def invited(self) -> Representative:
        assert self.person is not None
        return self.person

    @property
    def join_url(self) -> str:
        return reverse("live:join_link", kwargs=self.kwargs)

    def refuse(self) -> HttpResponse | None:
        """Answer in words that this link leads nowhere (any more)."""
        if self.person is None:
            return self.closed("wrong")
        state = self.person.party.session.state
        if state == SessionState.CANCELLED:
            return self.closed("cancelled")
        return self.closed("over") if state in {SessionState.CLOSED, SessionState.ARCHIVED} else None

    def closed(self, why: str) -> HttpResponse:
        context = {"why": why, "join_url": self.join_url}
        return render(self.request, "group_sessions/reply_closed.html", context, status=STATUS[why])


class ReplyPage(InvitedView):
    """Coming, not coming, or a colleague; once the session runs it leads to the table."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page() if may_reply(self.invited) else redirect(self.join_url)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = request.POST.get("answer", "")
        try:
            if answer == "coming":
                reply_coming(self.invited, actor=actor_of(self.invited), now=timezone.now())
                return self.done()
            if answer == "declined":
                return self.sent(answer, DeclineForm(request.POST, prefix=answer))
            if answer == "hand_on":
                return self.sent(answer, HandOnForm(request.POST, prefix=answer))
        except LinkWithdrawn:
            return self.closed("wrong")
        except StepRefused:
            return self.closed("began")
        except Busy:
            messages.warning(request, _("Many people are busy now. Nothing was changed. Please try again."))
            return self.page(status=409)
        messages.warning(request, _("Choose below whether you come."))
        return self.page(status=422)

    def sent(self, answer: str, form: VerbForm) -> HttpResponse:
        """Do what a form says, or show it again with what is wrong."""
        if form.is_valid():
            try:
                self.act(form)
            except ValidationError as error:
                form.refuse(error)
        if form.errors:
            return self.page(status=422, opened=answer, **{f"{answer}_form": form})
        return self.done()

    def act(self, form: VerbForm) -> None:
        by: dict[str, Any] = {"actor": actor_of(self.invited), "now": timezone.now()}
        if isinstance(form, HandOnForm):
            colleague = hand_on(self.invited, **form.said(), **by)
            said = _("We are sending an invitation to %(name)s.") % {"name": form.cleaned_data["name"]}
            if not colleague.instead_of_id:
                messages.success(self.request, said)
        else:
            decline(self.invited, **form.cleaned_data, **by)

    def done(self) -> HttpResponse:
        answer = HttpResponseRedirect(self.request.path)
        answer.status_code = 303
        return answer

    def page(self, *, status: int = 200, opened: str = "", **forms: VerbForm) -> HttpResponse:
        person = self.invited
        session, has_declined = person.party.session, person.reply == Reply.DECLINED
        may_join = is_joinable(session) and not has_declined
        reason = {"reason": person.decline_reason}
        context = {
            **told_person(person),
            "decline_form": forms.get("declined_form") or DeclineForm(prefix="declined", initial=reason),
            "hand_on_form": forms.get("hand_on_form") or HandOnForm(prefix="hand_on"),
            "opened": opened,
            "substitutes": substitutes_of(person) if has_declined else [],
            "is_open": may_join and session.state == SessionState.OPEN,
            "join_url": self.join_url if may_join else "",
            "token": self.kwargs["token"],
        }
        return render(self.request, "group_sessions/reply.html", context, status=status)


class ReplyCalendar(InvitedView):
    """The day for one's own calendar, as a file."""

    permission = Permission.ANYONE

    def refuse(self) -> HttpResponse | None:
        """Let also who was invited to what is over or called off have the file, which says so."""
        return self.closed("wrong") if self.person is None else None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content = calendar_file(self.invited.party.session, now=timezone.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        return response
