"""A participant's page comes in a moment also on mobile data, and the big screen on a town hall's Wi-Fi."""

import random
import re
import urllib.request
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from municipalities.enums import Font
from municipalities.house_style.logo import MOST_SVG_BYTES
from sessions import stage
from tests.browser.room import PHONE, PROJECTOR, Room
from tests.browser.weight import Weight, compressed, weigh
from tests.builders import dress

PHONE_KILOBYTES, PHONE_REQUESTS, SCREEN_KILOBYTES = 120, 12, 250


def kept_by_worker(site: str) -> list[str]:
    """Return what the service worker fetches afterwards: itself, the page it keeps, and its parts."""
    with urllib.request.urlopen(f"{site}/dienst.js") as answer:
        parts = re.findall(r'"(/static/[^"]+)"', answer.read().decode())
    return [f"{site}{path}" for path in ("/dienst.js", "/geen-verbinding/", *parts)]


def heavy_drawing() -> bytes:
    """Return a logo as heavy as one may be: points that no compression foretells."""
    chance = random.Random(1)
    points = " ".join(f"{chance.uniform(0, 40):.3f},{chance.uniform(0, 20):.3f}" for _ in range(2980))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0L{points}z"/></svg>'
    return svg.encode()


def dress_up(room: Room) -> None:
    """Give the municipality all that a house style can weigh: a large logo, and the heaviest font."""
    with room.inside():
        style = dress(room.municipality, font=Font.NOTO_SANS, logo=heavy_drawing())
        assert style.logo is not None and len(style.logo.content) > 0.9 * MOST_SVG_BYTES


def check(weight: Weight, *, kilobytes: int, requests: int) -> None:
    assert weight.kilobytes <= kilobytes, str(weight)
    assert weight.requests <= requests, str(weight)


def test_a_participants_page_is_light(room: Room, open_page: Callable[..., Page], site: str) -> None:
    dress_up(room)
    cookies = room.seat()
    room.answering()
    for path in (room.path("live:seat"), "/meedoen/"):
        parts = ("/phone.", ".woff2", "desk." if path == "/meedoen/" else "/stroom/")
        weight = weigh(open_page("about:blank", viewport=PHONE, holding=cookies), path, *parts)
        loaded = " ".join(weight.bytes_of)
        for address in kept_by_worker(site):
            if address not in loaded:  # the rest comes from the cache of the browser
                weight.bytes_of[address] = compressed(address)
        check(weight, kilobytes=PHONE_KILOBYTES, requests=PHONE_REQUESTS)


def test_a_participants_pages_after_the_talk_are_light(room: Room, open_page: Callable[..., Page]) -> None:
    """The report and the story of the role show the logo too."""
    dress_up(room)
    cookies = room.seat()
    room.revealed()
    room.take(stage.begin_wrap_up)
    room.take(stage.close_session, follow_up_on=None)
    place = {"gemeente": room.municipality.slug, "rol": "deelnemer"}
    for path in (room.path("reports:session_report"), reverse("explained:how_it_works_role", kwargs=place)):
        weight = weigh(open_page("about:blank", viewport=PHONE, holding=cookies), path, "/logo/")
        check(weight, kilobytes=PHONE_KILOBYTES, requests=PHONE_REQUESTS)


def test_the_big_screen_is_light(room: Room, open_page: Callable[..., Page]) -> None:
    dress_up(room)
    room.revealed()
    weight = weigh(open_page("about:blank", viewport=PROJECTOR), room.screen_path, ".woff2", "/stroom/")
    check(weight, kilobytes=SCREEN_KILOBYTES, requests=PHONE_REQUESTS)


def test_what_is_too_heavy_is_noticed(open_page: Callable[..., Page]) -> None:
    """The control: the limits are near what a page costs, and its parts count."""
    weight = weigh(open_page("about:blank", viewport=PHONE), "/meedoen/", ".woff2")
    assert weight.kilobytes > 30  # the font alone
    for too_much in ({"kilobytes": 30, "requests": 99}, {"kilobytes": 999, "requests": 3}):
        with pytest.raises(AssertionError):
            check(weight, **too_much)
