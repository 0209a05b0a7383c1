"""What a table agrees on while it walks past its open action points."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.revisions import whole_number
from municipalities.permissions import Permission

from ..points.proposing import propose_action
from ..points.refusals import ActionRefused
from .forms import NewPointForm
from .views import MeetingView
from .walking import Item, is_over


class NewPoint(MeetingView):
    """Write down what the table agrees on now; `punt` is where the walk stood, and goes on."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.to("meeting") if is_over(self.session) else self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if is_over(self.session):
            form.add_error(None, _("The meeting has ended."))
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            propose_action(
                self.session,
                **form.said(),
                actor=self.actor,
                author=str(request.user),
                today=self.today,
                now=timezone.now(),
            )
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            return self.page(form, status=422)
        messages.success(request, _("The action point has been added."))
        at = self.at
        return self.to("meeting_point", pk=at.point.pk) if at else self.to("meeting")

    @cached_property
    def at(self) -> Item | None:
        asked = self.request.POST.get("punt") or self.request.GET.get("punt", "")
        return self.meeting.item_of(whole_number(asked))

    def form(self, data: Any = None) -> NewPointForm:
        return NewPointForm(data, session=self.session, today=self.today)

    def page(self, form: NewPointForm, *, status: int = 200) -> HttpResponse:
        context = {"session": self.session, "form": form, "at": self.at}
        return render(self.request, "agenda/meeting_new.html", context, status=status)
