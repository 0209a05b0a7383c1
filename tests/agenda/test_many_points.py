"""A page asks the database as often for three points as for many, and for one municipality as for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import ActionPoint
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.agenda.many_points import build_points
from tests.builders import build_member, build_municipality, outside

PAGES = {
    "table": ("list", ""),
    "board": ("list", "?weergave=bord"),
    "timeline": ("list", "?weergave=tijdlijn"),
    "a choice": ("list", "?toon=open&zoek=brief"),
    "activity": ("activity", ""),
    "for the board": ("for_the_board", "?periode=jaar"),
    "several at once": ("bulk", ""),
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
    path = reverse(f"agenda:{name}", kwargs={"gemeente": inside.slug}) + query
    build_points(inside, 3, today=timezone.localdate(), years=2, sessions=1, organisations=1)
    few = asked_for(client, path)
    build_points(inside, 90, today=timezone.localdate(), years=2, sessions=5, organisations=12, seed=2)
    assert asked_for(client, path) == few


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
