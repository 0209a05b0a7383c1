"""Who gets into the pages of one session: its facilitator, a participant on a seat, or its big screen."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property

from audit.actors import Actor
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from .ending import may_look_back
from .links import row_of
from .models import Facilitator, GroupSession, Party, Representative
from .seats import actor_of, seat_of


class SessionView(GuardedView):
    """A page below one session of this municipality."""

    abstract = True

    @cached_property
    def session(self) -> GroupSession:
        sessions = GroupSession.objects.select_related("catalogue", "current", "current__theme")
        session = get_object_or_404(sessions, pk=self.kwargs["pk"], municipality=self.request.municipality)
        session.municipality = self.request.municipality  # the door looked it up already
        return session

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("session", self.session)
        return super().get_context_data(**kwargs)


def is_appointed(request: HttpRequest, *, session_pk: int) -> bool:
    """Return whether this person is appointed to lead this session of the municipality, over or not."""
    if not request.user.is_authenticated:
        return False
    held = Facilitator.objects.appointed()
    return held.filter(municipality=request.municipality, session=session_pk, user=request.user).exists()


def leads(request: HttpRequest, session: GroupSession) -> bool:
    """Return whether this person is appointed to lead this session, which is not over for long."""
    return may_look_back(session, now=timezone.now()) and is_appointed(request, session_pk=session.pk)


class FacilitatorView(SessionView):
    """For the appointed facilitator only, whatever roles others hold in the municipality."""

    abstract = True
    permission = Permission.LEAD_SESSION

    def refuse(self) -> HttpResponse | None:
        if not self.request.user.is_authenticated:
            return redirect_to_login(self.request.get_full_path())
        # Asked first: who is refused costs no look at the whole session.
        appointed = is_appointed(self.request, session_pk=self.kwargs["pk"])
        if appointed and may_look_back(self.session, now=timezone.now()):
            return None
        here = GroupSession.objects.filter(pk=self.kwargs["pk"], municipality=self.request.municipality)
        if self.membership is None or not here.exists():
            raise Http404
        raise PermissionDenied

    @property
    def actor(self) -> Actor:
        return Actor(role="facilitator", user=self.request.user)


class SeatView(SessionView):
    """For people at the table; without a seat the page does not exist."""

    abstract = True
    permission = Permission.ANSWER_FOR_PARTY

    def refuse(self) -> HttpResponse | None:
        if self.seat is None:
            raise Http404
        return None

    @cached_property
    def seat(self) -> Representative | None:
        """Return the seat a page says it is of; a page that says none is of the seat in front."""
        said = self.request.POST.get("seat", self.request.GET.get("stoel"))
        return seat_of(self.request, self.kwargs["pk"], named=said)

    @property
    def representative(self) -> Representative:
        assert self.seat is not None
        return self.seat

    @property
    def party(self) -> Party:
        return self.representative.party

    @cached_property
    def session(self) -> GroupSession:
        session = self.party.session
        session.municipality = self.request.municipality  # of this address, or the seat was not found here
        return session

    @property
    def actor(self) -> Actor:
        return actor_of(self.representative)


class ScreenView(SessionView):
    """For the big screen, by a link of its own that shows what was revealed and leads nowhere else."""

    abstract = True
    permission = Permission.WATCH_SCREEN

    def refuse(self) -> HttpResponse | None:
        row = row_of(self.kwargs["token"], GroupSession)
        if row is None or row.pk != self.kwargs["pk"]:
            raise Http404
        return None
