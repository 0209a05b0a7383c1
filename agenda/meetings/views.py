"""Follow-up meetings: when they are, and the walk past the open action points of a table."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from audit.actors import Actor
from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.access import leads
from sessions.enums import SessionState
from sessions.follow_up import end_follow_up
from sessions.models import GroupSession
from sessions.stepping import StepRefused

from ..enums import MeetingOutcome, Rhythm
from ..looking.rows import row_of
from ..owners.now import mark_owners
from ..points.history import in_words
from ..points.merged import goes_on_in
from ..points.refusals import ActionRefused, StaleAction
from .discussing import discuss
from .forms import FIELD_OF, DiscussForm, RhythmForm
from .rhythm import choose_rhythm, next_day, rhythm_of
from .tables_now import tables_of
from .walking import (
    Item,
    Meeting,
    is_meeting,
    is_over,
    meeting_of,
    original_deadlines,
)


class Meetings(GuardedView):
    """Every table: when it met, when it meets again, and how its agendas stand."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(RhythmForm(initial={"rhythm": rhythm_of(request.municipality)}))

    def page(self, form: RhythmForm, *, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        context = {"tables": tables_of(self.request.municipality, today=today), "form": form, "today": today}
        return render(self.request, "agenda/meetings.html", context, status=status)


class ChooseRhythm(Meetings):
    """How often the tables of this municipality look back."""

    permission = Permission.EDIT_AGENDA
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RhythmForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        rhythm = Rhythm(form.cleaned_data["rhythm"])
        choose_rhythm(request.municipality, rhythm=rhythm, actor=self.actor, now=timezone.now())
        messages.success(request, _("Saved."))
        return see_other("agenda:meetings", gemeente=request.municipality.slug)


def see_other(name: str, **kwargs: Any) -> HttpResponseRedirect:
    answer = HttpResponseRedirect(reverse(name, kwargs=kwargs))
    answer.status_code = 303
    return answer


class MeetingView(GuardedView):
    """A page of one follow-up meeting; for who leads it too, whatever roles others hold."""

    abstract = True

    def refuse(self) -> HttpResponse | None:
        is_known = self.request.user.is_authenticated
        return None if is_known and leads(self.request, self.session) else super().refuse()

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def session(self) -> GroupSession:
        sessions = GroupSession.objects.exclude(state=SessionState.CANCELLED).select_related("municipality")
        own = {"municipality": self.request.municipality}
        session = get_object_or_404(sessions, pk=self.kwargs["session"], **own)
        if not is_meeting(session):
            raise Http404
        return session

    @cached_property
    def meeting(self) -> Meeting:
        return meeting_of(self.session, today=self.today)

    @property
    def actor(self) -> Actor:
        if self.membership is None:
            return Actor(role="facilitator", user=self.request.user)
        return super().actor

    def to(self, name: str, **kwargs: int) -> HttpResponseRedirect:
        place = {"gemeente": self.session.municipality.slug, "session": self.session.pk, **kwargs}
        return see_other(f"agenda:{name}", **place)

    def rows(self, items: list[Item]) -> list[dict[str, Any]]:
        """Return points of the meeting with what is computed of them, for the templates."""
        mark_owners([item.point for item in items], today=self.today)
        return [
            {
                **row_of(item.point, self.today),
                "outcome": item.outcome,
                "lines": [(line, in_words(line)) for line in item.lines],
            }
            for item in items
        ]


class MeetingPage(MeetingView):
    """What the meeting is about, what was decided so far, and the way into the walk."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        meeting, over = self.meeting, is_over(self.session)
        rhythm = rhythm_of(self.session.municipality)
        context = {
            "session": self.session,
            "meeting": meeting,
            "discussed": self.rows(meeting.discussed),
            "left": self.rows(meeting.left),
            "agreed": self.rows([Item(point) for point in meeting.agreed]),
            "tally": [(one.label, meeting.count(one)) for one in MeetingOutcome],
            "is_over": over,
            "may_lead": self.may(Permission.EDIT_AGENDA) or leads(request, self.session),
            "next_on": next_day(self.session, rhythm=rhythm, today=self.today) if over else None,
        }
        return render(request, "agenda/meeting.html", context)


class MeetingPoint(MeetingView):
    """One action point of the walk: everything the table wants to know, and what it decides."""

    permission = Permission.EDIT_AGENDA

    @cached_property
    def item(self) -> Item:
        item = self.meeting.item_of(self.kwargs["pk"])
        if item is None:
            raise Http404
        return item

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(DiscussForm(action=self.item.point, today=self.today))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        point = self.item.point
        form = DiscussForm(request.POST, action=point, today=self.today)
        if not form.is_valid():
            is_old = typed_revision(request) != point.revision
            if is_old:
                form.add_error(None, StaleAction.words)
            return self.page(form, status=409 if is_old else 422)
        try:
            discuss(
                self.session,
                point,
                **form.said(),
                actor=self.actor,
                author=str(request.user),
                expected_revision=typed_revision(request),
                today=self.today,
                now=timezone.now(),
            )
        except ActionRefused as refused:
            form.add_error(FIELD_OF.get(type(refused)), refused.words)
            # The walk stays as it was shown: somebody else may just have ended this point.
            point.refresh_from_db()
            self.session.refresh_from_db()
            return self.page(form, status=409 if isinstance(refused, StaleAction) else 422)
        del self.meeting
        following = self.meeting.next
        return self.to("meeting_point", pk=following.point.pk) if following else self.to("meeting")

    def page(self, form: DiscussForm, *, status: int = 200) -> HttpResponse:
        item, meeting = self.item, self.meeting
        before, after = meeting.around(item)
        events = item.point.events.order_by("-pk")
        context = {
            "session": self.session,
            "meeting": meeting,
            "row": self.rows([item])[0],
            "action": item.point,
            "form": form,
            "place": meeting.place_of(item),
            "before": before,
            "after": after,
            "original": original_deadlines([item.point]).get(item.point.pk),
            "history": [(event, in_words(event)) for event in events[:5]],
            "goes_on_in": goes_on_in(item.point),
            "is_over": is_over(self.session),
            "may_see_point": self.may(Permission.VIEW_AGENDA),
        }
        return render(self.request, "agenda/meeting_point.html", context, status=status)


class EndMeeting(MeetingView):
    """Ask, naming what was not discussed; then end the meeting."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to("meeting") if is_over(self.session) else self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        revision = typed_revision(request, "revision")
        try:
            end_follow_up(self.session, actor=self.actor, expected_revision=revision, now=timezone.now())
        except StepRefused:
            self.session.refresh_from_db()
            if is_over(self.session):
                return self.to("meeting")
            messages.warning(request, _("Something changed in this meeting. Look again, and end it then."))
            return self.page(status=409)
        if self.meeting.discussed:
            messages.success(request, _("The meeting has ended. What was decided stands below."))
        else:
            messages.success(request, _("The meeting has ended."))
        return self.to("meeting")

    def page(self, *, status: int = 200) -> HttpResponse:
        is_early = timezone.localdate(self.session.starts_at) > self.today
        context = {"session": self.session, "meeting": self.meeting, "is_early": is_early}
        return render(self.request, "agenda/meeting_end.html", context, status=status)
