"""What the plan pages show of a session, each with a fixed number of queries."""

from collections.abc import Collection

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse

from ..addresses import screen_path
from ..models import Facilitator, GroupSession, Party, Representative


def table_of(session: GroupSession) -> list[Party]:
    """Return the parties with their kind and the people who answer for them, as `party.people`."""
    people = Prefetch(
        "representatives", queryset=Representative.objects.filter(removed_at=None), to_attr="people"
    )
    return list(session.parties.select_related("organisation__kind").prefetch_related(people))


def ways_in(
    request: HttpRequest, session: GroupSession, *, facilitators: Collection[Facilitator], may_plan: bool
) -> dict[str, str]:
    """Return the ways to the console, for who leads, and to the big screen, for who plans or leads.

    A coordinator sits in the room and sets up the projector; the screen shows no answers before the reveal.
    """
    kwargs = {"gemeente": session.municipality.slug, "pk": session.pk}
    ways = {}
    if any(facilitator.user_id == request.user.pk for facilitator in facilitators):
        ways["console"] = reverse("live:console", kwargs=kwargs)
    if ways or may_plan:
        ways["screen"] = screen_path(session)
    return ways
