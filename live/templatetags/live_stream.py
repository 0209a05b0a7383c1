"""Connect a page to the stream of a session."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from live.stream import PATH
from live.tickets import (
    Viewer,
    facilitator_viewer,
    make_ticket,
    screen_viewer,
    seat_viewer,
)
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from users.models import User
from users.present_sign_in import present_sign_in

register = template.Library()


@register.inclusion_tag("live/stream.html", takes_context=True)
def live_stream(
    context: Context,
    session: GroupSession,
    *,
    seat: Representative | None = None,
    facilitator: User | None = None,
    screen: bool = False,
) -> dict[str, Any]:
    """Put the stream on a page for one kind of viewer; call it once, anywhere in the page.

    It names the revision of the `session` object in hand: what is on the page may not be older than that.
    """
    viewer, name = _viewer(context, session, seat, facilitator, screen)
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    if screen:
        place["token"] = token_for(session)
    # A browser can hold several seats; the page goes on for the one it began with.
    of_seat = f"?{urlencode({'stoel': seat.pk})}" if seat is not None else ""
    return {
        "stream": f"{PATH}?{urlencode({'kaartje': make_ticket(viewer)})}",
        "stand": reverse(f"live:{name}", kwargs=place) + of_seat,
        "revision": session.revision,
    }


def _viewer(
    context: Context,
    session: GroupSession,
    seat: Representative | None,
    facilitator: User | None,
    screen: bool,
) -> tuple[Viewer, str]:
    if seat is not None:
        return seat_viewer(seat, session), "seat_stand"
    if facilitator is not None:
        sign_in = present_sign_in(context["request"])
        return facilitator_viewer(facilitator.pk, session, sign_in=sign_in), "console_stand"
    if screen:
        return screen_viewer(session), "screen_stand"
    raise template.TemplateSyntaxError("live_stream needs seat=, facilitator= or screen=True.")
