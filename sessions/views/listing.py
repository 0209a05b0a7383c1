from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.views.generic import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..enums import SessionState
from ..models import GroupSession

PAST_SHOWN = 100


class SessionList(GuardedView, TemplateView):
    """All group sessions of a municipality: to come, soonest first; those that were; the archive."""

    permission = Permission.VIEW_SESSIONS
    template_name = "group_sessions/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = GroupSession.objects.filter(municipality=self.request.municipality).annotate(
            party_count=Count("parties", distinct=True),
            led_here=Count(
                "facilitators",
                filter=Q(facilitators__user=self.request.user, facilitators__ended_at=None),
                distinct=True,
            ),
        )
        rehearsals = sessions.filter(is_rehearsal=True).order_by("-pk")
        sessions = sessions.counting()
        past = list(sessions.past()[:PAST_SHOWN])
        return super().get_context_data(
            coming=list(sessions.coming().order_by("starts_at", "pk")),
            past=[session for session in past if session.state != SessionState.ARCHIVED],
            archived=[session for session in past if session.state == SessionState.ARCHIVED],
            rehearsals=list(rehearsals) if self.may(Permission.PLAN_SESSIONS) else [],
            today=timezone.localdate(),
            **kwargs,
        )
