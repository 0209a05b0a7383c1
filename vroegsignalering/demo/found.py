"""Find back what the demo made."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.feedback import asks_feedback
from sessions.models import GroupSession

from .stories import Story, stories

AN_EVENING = timedelta(hours=6)


def running_session(municipality: Municipality) -> GroupSession | None:
    """Return the session of the demo that was in theme 2 when it was made; call inside `tenant()`."""
    return _called(stories()[municipality.slug].running.title, municipality)


def just_closed_session(municipality: Municipality, *, now: datetime) -> GroupSession | None:
    """Return the session whose people can still say how they found it; call inside `tenant()`."""
    story = stories()[municipality.slug].just_closed
    session = _called(story.title, municipality) if story is not None else None
    return session if session is not None and asks_feedback(session, now=now) else None


def _called(title: str, municipality: Municipality) -> GroupSession | None:
    sessions = GroupSession.objects.filter(municipality=municipality, title=title)
    return sessions.select_related("municipality").order_by("pk").first()


def houses() -> list[tuple[Story, Municipality]]:
    """Return the municipalities of the demo that are there, in the order of the stories."""
    there = {one.slug: one for one in Municipality.objects.filter(slug__in=stories())}
    return [(story, there[slug]) for slug, story in stories().items() if slug in there]


def day_of_demo(*, now: datetime) -> date | None:
    """Return the day the demo plays on, as its running sessions tell; one begun last evening plays today."""
    for _story, municipality in houses():
        with tenant(municipality):
            session = running_session(municipality)
            if session is not None:
                is_fresh = session.starts_at <= now < session.starts_at + AN_EVENING
                return timezone.localdate(now if is_fresh else session.starts_at)
    return None
