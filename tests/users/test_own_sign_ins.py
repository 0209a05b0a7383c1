"""Where somebody is signed in: told, and ended at the next request."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import build_user, sign_in
from tests.users.signing_in import is_in, sign_in_by_mail
from users.devices import device_name
from users.models import User
from users.own_sign_ins import SEEN_AT
from users.tasks import forget_expired_sign_ins

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def browsers(user: User, number: int) -> list[Client]:
    return [sign_in_by_mail(Client(HTTP_USER_AGENT=LAPTOP), user) for _ in range(number)]


@pytest.mark.parametrize(
    ("told", "name"),
    [(PHONE, "Safari · iPhone"), (LAPTOP, "Firefox · Windows"), ("curl/8", ""), ("", ""), ("<script>", "")],
)
def test_a_device_has_a_name_or_none(told: str, name: str) -> None:
    assert device_name(told) == name


def test_the_page_names_each_browser_and_this_one(client: Client) -> None:
    user = build_user()
    browsers(user, 1)
    here = sign_in_by_mail(Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.7"), user)
    page = here.get("/mijn/", headers={"Accept-Language": "en"})
    first, second = page.context["sign_ins"]
    assert (first.device, first.address, first.is_this_one) == ("Safari · iPhone", "203.0.113.7", True)
    assert (second.device, second.is_this_one) == ("Firefox · Windows", False)
    assert page.content.decode().count("/mijn/aanmeldingen/") == 2


def test_ending_one_works_at_its_next_request() -> None:
    user = build_user()
    mine, stolen = browsers(user, 2)
    assert is_in(stolen)
    other = next(one for one in mine.get("/mijn/").context["sign_ins"] if not one.is_this_one)
    mine.post(f"/mijn/aanmeldingen/{other.pk}/")
    assert not is_in(stolen) and is_in(mine)


def test_a_sign_in_of_somebody_else_is_unknown() -> None:
    victim, thief = build_user(), build_user()
    (browser,) = browsers(victim, 1)
    (row,) = UserSession.objects.filter(user=victim)
    (other,) = browsers(thief, 1)
    assert other.post(f"/mijn/aanmeldingen/{row.pk}/").status_code == 404
    assert is_in(browser)


def test_ending_all_others_ends_those_never_written_down_too() -> None:
    user = build_user()
    mine, other = browsers(user, 2)
    unseen = sign_in(Client(), user)
    assert UserSession.objects.filter(user=user).count() == 2 and is_in(unseen)
    UserSession.objects.exclude(session_key=mine.session.session_key).delete()
    mine.post("/mijn/aanmeldingen/andere/")
    assert not is_in(other) and not is_in(unseen) and is_in(mine)
    assert len(mine.get("/mijn/").context["sign_ins"]) == 1


def test_a_sign_in_is_noted_every_five_minutes_and_costs_nothing_in_between(client: Client) -> None:
    user = build_user()
    sign_in_by_mail(client, user)
    client.get("/mijn/")
    earlier = timezone.now() - timedelta(hours=1)
    UserSession.objects.update(last_seen_at=earlier)
    client.get("/mijn/")
    assert UserSession.objects.get().last_seen_at == earlier
    session = client.session
    session[SEEN_AT] = earlier.timestamp()
    session.save()
    client.get("/mijn/", REMOTE_ADDR="203.0.113.8")
    row = UserSession.objects.get()
    assert row.last_seen_at > earlier and row.ip == "203.0.113.8"


def test_the_page_asks_as_much_for_three_as_for_one(client: Client) -> None:
    user = build_user()
    sign_in_by_mail(client, user)
    client.get("/mijn/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/mijn/")
    browsers(user, 2)
    with CaptureQueriesContext(connection) as for_three:
        client.get("/mijn/")
    assert len(for_three) == len(for_one)


def test_what_ran_out_is_forgotten() -> None:
    user = build_user()
    mine, gone = browsers(user, 2)
    Session.objects.filter(session_key=gone.session.session_key).update(expire_date=timezone.now())
    assert len(mine.get("/mijn/").context["sign_ins"]) == 1
    forget_expired_sign_ins()
    assert UserSession.objects.count() == 1
