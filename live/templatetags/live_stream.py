"""Connect a page to the stream of a session."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from live.stream import PATH
from live.tickets import (
    Viewer,
    facilitator_viewer,
    make_ticket,
    member_viewer,
    screen_viewer,
    seat_viewer,
)
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from users.models import User

register = template.Library()


@register.inclusion_tag("live/stream.html")
def live_stream(
    session: GroupSession,
    *,
    seat: Representative | None = None,
    facilitator: User | None = None,
    member: User | None = None,
    screen: bool = False,
) -> dict[str, Any]:
    """Put the stream on a page for one kind of viewer; call it once, anywhere in the page.

    It names the revision of the `session` object in hand: what is on the page may not be older than that.
    """
    viewer, name = _viewer(session, seat, facilitator, member, screen)
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    if screen:
        place["token"] = token_for(session)
    return {
        "stream": f"{PATH}?{urlencode({'kaartje': make_ticket(viewer)})}",
        "stand": reverse(f"live:{name}", kwargs=place),
        "revision": session.revision,
    }


def _viewer(
    session: GroupSession,
    seat: Representative | None,
    facilitator: User | None,
    member: User | None,
    screen: bool,
) -> tuple[Viewer, str]:
    if seat is not None:
        return seat_viewer(seat, session), "seat_stand"
    if facilitator is not None:
        return facilitator_viewer(facilitator.pk, session), "console_stand"
    if member is not None:
        return member_viewer(member.pk, session), "session_stand"
    if screen:
        return screen_viewer(session), "screen_stand"
    raise template.TemplateSyntaxError("live_stream needs seat=, facilitator=, member= or screen=True.")
