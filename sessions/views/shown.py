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


def lead_links(
    request: HttpRequest, session: GroupSession, *, facilitators: Collection[Facilitator]
) -> dict[str, str]:
    """Return the ways to the console and the big screen, for who leads this session."""
    if not any(facilitator.user_id == request.user.pk for facilitator in facilitators):
        return {}
    kwargs = {"gemeente": session.municipality.slug, "pk": session.pk}
    return {"console": reverse("live:console", kwargs=kwargs), "screen": screen_path(session)}
