"""Every answer carries the strict content security policy, whoever asks and whatever comes back."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.doors import DOORS, NOT_OURS
from tests.architecture.test_doors import WANTED
from tests.architecture.world import PEOPLE, World

FETCHED_FROM_HERE = ("script-src", "style-src", "font-src", "connect-src", "worker-src", "manifest-src")


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    """Return the sources of each directive."""
    header = response.headers.get("Content-Security-Policy", "")
    return {name: sources for name, *sources in (part.split() for part in header.split(";") if part.strip())}


def check(response: HttpResponse, said: str) -> None:
    policy = policy_of(response)
    assert policy.get("default-src") == ["'none'"], said
    if "sandbox" in policy:  # a drawing, not a page: nothing in it runs or loads
        assert set(policy) == {"default-src", "style-src", "sandbox", "frame-ancestors"}, said
        assert policy["sandbox"] == [], said
        return
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"], said
    assert policy["form-action"] == ["'self'"], said
    used = {nonce for sources in policy.values() for nonce in sources if nonce.startswith("'nonce-")}
    body = b"" if response.streaming else response.content
    assert all(f'nonce="{nonce[7:-1]}"'.encode() in body for nonce in used), f"{said}: a nonce nobody uses"
    for name in FETCHED_FROM_HERE:
        assert set(policy[name]) - used == {"'self'"}, said
    assert policy["img-src"] == ["'self'", "data:"], said
    assert "unsafe" not in str(policy), said


@pytest.mark.slow
@pytest.mark.parametrize("name", [*DOORS, *NOT_OURS])
def test_every_address_answers_with_the_policy(name: str, worlds: tuple[World, World]) -> None:
    here, _there = worlds
    url = reverse(name, kwargs=here.arguments(name, WANTED[name]))
    column = DOORS[name].column if name in DOORS else {"anonymous": "in", "coordinator": "in again"}
    one_of_each = {answer: who for who, answer in column.items() if who in PEOPLE}
    for who in one_of_each.values():
        for method in ("GET", "POST"):
            response = here.client(who).generic(method, url)
            check(response, f"{method} {name} as {who}: {response.status_code}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/bestaat-niet.css", 404),
        ("/bestaat/niet/", 404),
        ("/meedoen", 301),
        ("/meedoen/?q=%00", 400),
    ],
)
def test_what_no_view_answers_has_the_policy_too(path: str, status: int) -> None:
    response = Client().get(path)
    assert response.status_code == status
    check(response, path)


@pytest.mark.django_db
def test_a_refusal_has_the_policy_too() -> None:
    without_token = Client(enforce_csrf_checks=True).post(reverse("live_platform:join_code"))
    assert without_token.status_code == 403
    check(without_token, "a form without its token")
    elsewhere = Client().get("/", headers={"host": "elders.example"})
    assert elsewhere.status_code == 400
    check(elsewhere, "another host")


def test_an_answer_without_the_policy_is_noticed() -> None:
    """The control: no header, and one that allows inline scripts."""
    for header in (None, "default-src 'none'; script-src 'self' 'unsafe-inline'"):
        response = HttpResponse("x")
        if header:
            response.headers["Content-Security-Policy"] = header
        with pytest.raises((AssertionError, KeyError)):
            check(response, "control")
