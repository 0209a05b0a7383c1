"""Plan a session again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from municipalities.permissions import Permission

from ..copy_forms import CopyForm, proposal
from ..copying import EarlierTable, copy_session, earlier_table, may_be_copied
from ..models import Facilitator, GroupSession
from ..planning import AlreadyPlanned
from .asking import AskedPage, to_page


def asked_day(typed: str) -> date | None:
    """Return the day that the link to this page proposed; nothing for what is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


class Copy(AskedPage):
    """Plan the same table on another day: everything is filled in, one press plans it."""

    permission = Permission.PLAN_SESSIONS
    form_class = CopyForm
    template_name = "group_sessions/copy.html"
    copy: GroupSession | None = None

    @cached_property
    def session(self) -> GroupSession:
        session = super().session
        if not may_be_copied(session):
            raise Http404
        return session

    @cached_property
    def table(self) -> EarlierTable:
        return earlier_table(self.session, today=localdate(self.now))

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("soort", "")
        day = asked_day(self.request.GET.get("dag", ""))
        return proposal(self.session, table=self.table, kind=kind, day=day, now=self.now)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session, "now": self.now, "table": self.table}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leaders = Facilitator.objects.appointed().filter(session=self.session).exclude(email="")
        people = sum(len(place.people) for place in self.table.places)
        return super().get_context_data(table=self.table, people=people, leaders=leaders, **kwargs)

    def act(self, form: CopyForm) -> None:
        try:
            self.copy = copy_session(self.session, actor=self.actor, now=self.now, **form.wanted())
        except AlreadyPlanned as error:
            self.copy = error.session
            messages.info(self.request, _("You have planned this session already. This is it."))
        else:
            messages.success(
                self.request,
                _("The session has been planned, with everybody in it. Nobody has been invited yet."),
            )

    def back(self) -> HttpResponseRedirect:
        return to_page(self.copy or self.session)
