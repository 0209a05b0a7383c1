"""The console when the time is up: its clock says so in a sentence, which fits on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from sessions.models import GroupSession
from tests.browser.room import NARROW, PHONE, Room
from tests.browser.test_phone_fits import SPACING, WIDER


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_the_clock_of_the_console_fits_when_the_time_is_up(
    room: Room, open_page: Callable[..., Page], locale: str
) -> None:
    room.answering()
    with room.inside() as session:
        over = timezone.now() - timedelta(minutes=1)
        GroupSession.objects.filter(pk=session.pk).update(time_is_up_at=over)
    console = room.console(viewport=NARROW, locale=locale)
    assert console.locator("#console-clock").inner_text().count(" ") > 3
    assert not console.evaluate(WIDER)
    console.set_viewport_size(PHONE)
    console.evaluate("(rule) => document.styleSheets[0].insertRule(rule, 0)", SPACING)
    assert not console.evaluate(WIDER)
