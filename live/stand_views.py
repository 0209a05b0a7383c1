"""How far a session is, for pages that can't hear the stream; each answer brings a fresh ticket for it."""

from django.http import HttpRequest, JsonResponse
from django.views import View

from municipalities.permissions import Permission
from questionnaire.answers import progress_marks
from sessions.access import FacilitatorView, ScreenView, SeatView, SessionView
from users.present_sign_in import present_sign_in

from .tickets import Viewer, facilitator_viewer, make_ticket, member_viewer, screen_viewer, seat_viewer


class StandMixin(View):
    """Answers with the two numbers of the stream and a ticket."""

    def viewer(self) -> Viewer:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: object) -> JsonResponse:
        session = self.session  # type: ignore[attr-defined]
        return JsonResponse(
            {
                "revision": session.revision,
                "progress": progress_marks(session_ids=[session.pk]).get(session.pk, 0),
                "ticket": make_ticket(self.viewer()),
            }
        )


class SeatStand(StandMixin, SeatView):
    """For a participant."""

    def viewer(self) -> Viewer:
        return seat_viewer(self.representative, self.session)


class ConsoleStand(StandMixin, FacilitatorView):
    """For the facilitator."""

    def viewer(self) -> Viewer:
        sign_in = present_sign_in(self.request)
        return facilitator_viewer(self.request.user.pk, self.session, sign_in=sign_in)


class SessionStand(StandMixin, SessionView):
    """For people of the municipality who prepare or follow a session."""

    permission = Permission.VIEW_SESSIONS

    def viewer(self) -> Viewer:
        sign_in = present_sign_in(self.request)
        return member_viewer(self.request.user.pk, self.session, sign_in=sign_in)


class ScreenStand(StandMixin, ScreenView):
    """For the big screen."""

    def viewer(self) -> Viewer:
        return screen_viewer(self.session)
