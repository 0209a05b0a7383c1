"""What comes after the session, as the last picture of the big screen tells it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sessions.enums import Sequel, SessionState
from sessions.models import GroupSession


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When the table meets again; with a time and a place once that session is planned."""

    day: date
    starts_at: datetime | None = None
    location: str = ""


def next_meeting(session: GroupSession) -> Meeting | None:
    """Return when the table meets again, if that was agreed."""
    planned = session.sequels.filter(sequel=Sequel.FOLLOW_UP).exclude(state=SessionState.CANCELLED)
    follow_up = planned.order_by("starts_at").first()
    if follow_up is not None:
        return Meeting(
            day=timezone.localdate(follow_up.starts_at),
            starts_at=follow_up.starts_at,
            location=follow_up.location,
        )
    return Meeting(day=session.follow_up_on) if session.follow_up_on else None
