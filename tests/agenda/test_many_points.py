"""A page asks the database as often for three points as for many, and for one municipality as for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.agreeing.adopting import put_forward
from agenda.agreeing.versions import Asked
from agenda.models import ActionPoint
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.enums import Sequel, SessionState
from sessions.models import GroupSession
from tests.agenda.many_points import build_points
from tests.builders import FACILITATOR, build_member, build_municipality, build_session, outside

PAGES = {
    "table": ("list", ""),
    "board": ("list", "?weergave=bord"),
    "timeline": ("list", "?weergave=tijdlijn"),
    "a choice": ("list", "?toon=open&zoek=brief"),
    "activity": ("activity", ""),
    "for the board": ("for_the_board", "?periode=jaar"),
    "several at once": ("bulk", ""),
    "several at once, all ticked": ("bulk", "?alle=1"),
    "one point": ("detail", ""),
    "to merge with": ("merge", ""),
    "to take along": ("take_along", ""),
    "tables that meet": ("meetings", ""),
    "quiet periods": ("quiet", ""),
    "advice": ("advice", ""),
    "reading in": ("import_new", ""),
}
"""Every page about the whole agenda, and those of one point."""
OF_A_SESSION = {
    "a meeting": "meeting",
    "a point in a meeting": "meeting_point",
    "something new in a meeting": "meeting_new",
    "the end of a meeting": "end_meeting",
    "an agreement": "agreement",
    "to put forward": "put_forward",
    "a version": "version",
    "to adopt": "adopt",
}


def asked_for(client: Client, path: str) -> int:
    """Return how many questions a page asks at its second visit: the first one fills caches."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
def test_three_points_and_many(client: Client, inside: Municipality, page: str) -> None:
    client.force_login(build_member(inside, Role.MANAGER))
    name, query = PAGES[page]
    first, *_others = build_points(
        inside, 3, today=timezone.localdate(), years=2, sessions=1, organisations=1
    )
    place: dict[str, object] = {"gemeente": inside.slug}
    if name in {"detail", "merge"}:
        place["pk"] = first.pk
    path = reverse(f"agenda:{name}", kwargs=place) + query
    few = asked_for(client, path)
    build_points(inside, 90, today=timezone.localdate(), years=2, sessions=5, organisations=12, seed=2)
    assert asked_for(client, path) == few


@pytest.mark.parametrize("page", OF_A_SESSION)
def test_a_table_with_three_points_and_with_many(client: Client, inside: Municipality, page: str) -> None:
    client.force_login(build_member(inside, Role.MANAGER))
    asked = []
    for number in (3, 90):
        today = timezone.localdate()
        first, *_others = build_points(inside, number, today=today, years=2, sessions=1, organisations=1)
        session = first.session
        GroupSession.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
        meeting = build_session(inside, title="Vervolg", previous=session, sequel=Sequel.FOLLOW_UP)
        session.refresh_from_db()
        put_forward(
            session,
            asked=[Asked(party.organisation) for party in session.parties.all()],
            expected_number=0,
            actor=FACILITATOR,
            now=timezone.now(),
        )
        name = OF_A_SESSION[page]
        known = {"pk": first.pk} if name == "meeting_point" else {"number": 1}
        known = known if name in {"meeting_point", "version", "adopt"} else {}
        at = (meeting if "meeting" in name else session).pk
        place = {"gemeente": inside.slug, "session": at, **known}
        asked.append(asked_for(client, reverse(f"agenda:{name}", kwargs=place)))
    assert len(set(asked)) == 1


def test_own_points_in_one_municipality_and_in_three(client: Client, municipality: Municipality) -> None:
    user = build_member(municipality, Role.READER)
    client.force_login(user)
    asked = []
    for place in (municipality, build_municipality("Elders"), build_municipality("Verder")):
        with outside(), tenant(place):
            build_points(place, 5, today=timezone.localdate(), years=1)
            ActionPoint.objects.update(owner_email=user.email)
        asked.append(asked_for(client, reverse("own_points")))
    assert len(set(asked)) == 1
