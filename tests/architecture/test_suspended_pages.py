"""A page of a suspended municipality offers nothing that would be refused: every page, as all who read it."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import Resolver404, resolve, reverse

from municipalities import middleware
from municipalities.models import Municipality
from municipalities.read_only import is_form_page, without_acts
from tests.architecture.doors import DOORS
from tests.architecture.test_doors import PATTERNS, WANTED
from tests.architecture.world import PEOPLE, World
from tests.builders import NOW

READABLE = [name for name, door in DOORS.items() if "GET" in door.methods]
OF_A_FORM = {
    name
    for name, door in DOORS.items()
    if door.methods == "GET POST" and "gemeente" in WANTED[name]
    if not PATTERNS[name].callback.view_class.is_for_reading
}
FOR_READING = {
    "municipalities:settings",
    "municipalities:house_style",
    "municipalities:export",
    "group_sessions:parties",
    "group_sessions:invitations",
    "group_sessions:facilitators",
    "reports:kit",
}
"""Pages with a form that tell more than the form: they are still linked to, without it."""


class Offers(HTMLParser):
    """What a page offers to do: where its forms send, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.sends: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("method", "").lower() == "post":
            self.sends.append(has.get("action", ""))
        if tag == "a" and "href" in has:
            self.links.append(has["href"])


def door_of(address: str) -> str | None:
    """Return the name of the door in a municipality that an address is."""
    try:
        match = resolve(re.split("[?#]", address)[0])
    except Resolver404:
        return None
    return match.view_name if "gemeente" in match.kwargs else None


def refused(page: str, *, path: str) -> list[str]:
    """Return what a page offers that a suspended municipality refuses."""
    offers = Offers()
    offers.feed(page)
    sent = [f"sends to {door_of(one or path)}" for one in offers.sends if door_of(one or path)]
    return sent + [f"leads to {door_of(one)}" for one in offers.links if door_of(one) in OF_A_FORM]


def walk(name: str, here: World) -> list[str]:
    """Read one door as everybody who gets in, while the municipality is suspended."""
    Municipality.objects.filter(pk=here.municipality.pk).update(suspended_at=NOW)
    url, wrong = reverse(name, kwargs=here.arguments(name, WANTED[name])), []
    for who in PEOPLE:
        if DOORS[name].column[who] != "in":
            continue
        answer = here.client(who).get(url)
        if not answer.streaming and answer["Content-Type"].startswith("text/html"):
            wrong += [f"{name} as {who} {one}" for one in refused(answer.text, path=url)]
    return wrong


def test_what_still_can_be_read_is_still_linked_to() -> None:
    with_form = {name for name in DOORS if "gemeente" in WANTED[name] and DOORS[name].methods == "GET POST"}
    assert with_form - OF_A_FORM == FOR_READING
    assert len(OF_A_FORM) > 30


@pytest.mark.slow
@pytest.mark.parametrize("name", READABLE)
def test_no_page_offers_what_would_be_refused(name: str, worlds: tuple[World, World]) -> None:
    assert walk(name, worlds[0]) == []


@pytest.mark.parametrize(
    "name", ["municipalities:members", "group_sessions:organisations", "municipalities:settings"]
)
def test_with_the_filter_taken_away_they_do(
    name: str, worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the filter on the way out that takes the acts away."""
    monkeypatch.setattr(middleware, "show_read_only", lambda response, path: None)
    assert walk(name, worlds[0])


def test_the_page_of_a_form_says_why_it_is_gone(worlds: tuple[World, World]) -> None:
    here, _there = worlds
    page = reverse("municipalities:settings", kwargs={"gemeente": here.municipality.slug})
    said = "This can be read, and not changed, for now."
    browser = here.client("administrator")
    assert said not in browser.get(page, headers={"accept-language": "en"}).text
    Municipality.objects.filter(pk=here.municipality.pk).update(suspended_at=NOW)
    answer = browser.get(page, headers={"accept-language": "en"}).text
    assert answer.count(said) == 1 and "/uitloggen/" in answer and "/taal/" in answer
    assert reverse("municipalities:export", kwargs={"gemeente": here.municipality.slug}) in answer


def test_words_of_a_link_stay_and_buttons_go(worlds: tuple[World, World]) -> None:
    here, _there = worlds
    form = reverse("group_sessions:organisation_new", kwargs={"gemeente": here.municipality.slug})
    assert is_form_page(form + "?naam=x")
    page = (
        f'<div class="app-actions"><a href="{form}">Nieuw</a></div><p>Bekijk <a href="{form}">het nieuwe</a>.'
        f'</p><p><a class="nl-button" href="{form}">Doe</a></p><a href="/taal/">Taal</a><p id="messages"></p>'
    )
    left = '<p>Bekijk het nieuwe.</p><a href="/taal/">Taal</a><p id="messages"></p>'
    assert without_acts(page, path="/") == left
