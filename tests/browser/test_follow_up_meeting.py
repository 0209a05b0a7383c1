"""A follow-up meeting from its first point to its end, with the keyboard alone, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.points.proposing import propose_action
from common.tenancy import tenant
from sessions import stage
from sessions.enums import Sequel, SessionState
from sessions.models import GroupSession
from tests.browser.keyboard import tab_to
from tests.builders import (
    FACILITATOR,
    answering,
    build_member,
    build_municipality,
    build_session,
    sign_in,
    take,
)

WHAT = ["Eén nummer", "Les over geld", "Folder in vijf talen"]


def build() -> tuple[GroupSession, GroupSession]:
    """A closed session with three points, and the meeting that follows it."""
    municipality = build_municipality("Waterveen")
    today, now = timezone.localdate(), timezone.now()
    with tenant(municipality):
        first = build_session(municipality)
        answering(first)
        for number, what in enumerate(WHAT):
            propose_action(
                first,
                what=what,
                owner_organisation=first.parties.first().organisation,
                deadline=today + timedelta(days=10 + number),
                author="R. Smit",
                actor=FACILITATOR,
                today=today,
                now=now,
            )
        take(stage.close_session, first, follow_up_on=None)
        meeting = build_session(municipality, title="Vervolg", previous=first, sequel=Sequel.FOLLOW_UP)
    return first, meeting


def decide(page: Page, *, downs: int, note: str = "") -> None:
    """Choose an outcome with the arrow keys, write a note if there is one, and save with Enter."""
    tab_to(page, "input[name='outcome']")
    page.keyboard.press("Space")
    for _press in range(downs):
        page.keyboard.press("ArrowDown")
    if note:
        tab_to(page, "textarea[name='note']")
        page.keyboard.type(note)
        tab_to(page, ".agenda-decide button[type='submit']")
    page.keyboard.press("Enter")


def press(page: Page, selector: str, *, then: str, says: str) -> None:
    """Go to a link or button by Tab and press it; wait for what the next page says."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    expect(page.locator(then)).to_have_text(says)


def test_a_meeting_is_walked_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    first, meeting = build()
    municipality = meeting.municipality
    coordinator = sign_in(Client(), build_member(municipality))
    address = reverse("agenda:meeting", kwargs={"gemeente": municipality.slug, "session": meeting.pk})
    page = open_page(address, holding=coordinator)
    press(page, "a[href*='/punt/']", then="h1", says=WHAT[0])
    expect(page.locator("[name='deadline']")).to_be_hidden()
    decide(page, downs=0)
    expect(page.locator("h1")).to_have_text(WHAT[1])
    decide(page, downs=1, note="Volgende keer met de school erbij")
    expect(page.locator("h1")).to_have_text(WHAT[2])
    expect(page.locator("progress")).to_have_attribute("value", "2")
    decide(page, downs=2)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    tab_to(page, "textarea[name='note']")
    page.keyboard.type("Bestaat al in de regio")
    press(page, ".agenda-decide button[type='submit']", then="#now", says="Alles is besproken")
    press(page, "a[href$='/afsluiten/']", then="h1", says="Overleg afsluiten?")
    press(page, "main button[type='submit']", then="#now", says="Het overleg is afgelopen")
    expect(page.locator("main")).to_contain_text("Bestaat al in de regio")
    with tenant(municipality):
        said = dict(ActionPoint.objects.filter(session=first).values_list("what", "status"))
        ended = [ActionStatus.DONE, ActionStatus.PROPOSED, ActionStatus.DROPPED]
        assert said == dict(zip(WHAT, ended, strict=True))
        assert GroupSession.objects.get(pk=meeting.pk).state == SessionState.CLOSED
