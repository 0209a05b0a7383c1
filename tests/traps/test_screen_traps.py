"""What goes wrong on the wall: a full table on a small projector, and a screen that somebody left on."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from live.screen_fit import SHAPES, Beside, fit
from live.screen_pictures import AFTER_THE_CLOSE
from municipalities.models import Municipality
from questionnaire.dot_plot import measures, render_dot_plot
from questionnaire.revealed import revealed_theme
from sessions import stage
from sessions.addresses import screen_path
from sessions.models import GroupSession
from sessions.withdrawal import renew_screen_link
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_session,
    outside,
    reveal,
    statements_of,
    take,
    theme_at,
)

PARTIES = [
    f"{'Stichting Maatschappelijke Dienstverlening Waterveen en Omstr'[:57]} {at:02}" for at in range(25)
]
READABLE = 1.5
"""The smallest letters with a full table, in parts of a hundred of the height of the window."""


def look(path: str, method: str = "get") -> tuple[int, str]:
    with outside():
        answered = getattr(Client(), method)(path)
    return answered.status_code, answered.content.decode()


def full_table(municipality: Municipality) -> GroupSession:
    session = build_session(municipality, parties=PARTIES)
    theme = answering(session, 1)
    for at, party in enumerate(session.parties.all()):
        answer(party, statements_of(theme)[0], 0 if at == 24 else 8 if at % 2 else 9)
    reveal(session, theme)
    return session


def test_trap_24_a_full_table_of_long_names_on_a_small_projector(inside: Municipality) -> None:
    session = full_table(inside)
    revealed = revealed_theme(theme_at(session, 1))
    assert revealed is not None
    shown = next(one for one in revealed.statements if one.picture.summary.n)
    with override("nl"):
        place = fit(shown.statement, shown.picture, Beside(question="Wie wel, en wie niet?"))
        box = measures(shown.picture, size="screen-narrow", height=place.heights["narrow"])
        drawn = render_dot_plot(shown.picture, size="screen-narrow", height=place.heights["narrow"])
    # At 4 : 3 the picture stands beside the words in the whole height, and every party has a row of its own.
    assert place.is_beside
    height = box.rows_bottom * (SHAPES["narrow"].width - 32.4) / box.width
    assert height <= SHAPES["narrow"].height
    assert (
        100 * box.name_size * (SHAPES["narrow"].width - 32.4) / box.width / SHAPES["narrow"].height
        >= READABLE
    )
    assert len(set(re.findall(r'class="dot-plot__name"[^>]*>([^<]+)<', drawn))) >= len(PARTIES)
    # Who sees no colours sees another shape where an answer stands apart, and reads every figure.
    assert drawn.count("dot-plot__mark--low") >= 1
    assert drawn.count('class="dot-plot__dot"') == 24
    assert drawn.count('class="dot-plot__number"') == 25


def test_trap_24_a_dark_room_and_a_picture_that_is_shared_with_a_delay(inside: Municipality) -> None:
    session = full_table(inside)
    GroupSession.objects.filter(pk=session.pk).update(screen_is_dark=True)
    # Who looks from elsewhere opens the same page: nothing on it asks for a press or for being there in time.
    status, html = look(screen_path(session))
    assert status == 200
    assert "app-dark" in html
    assert "<button" not in html
    assert "<form" not in html


@pytest.mark.parametrize("name", PARTIES[:1])
def test_trap_31_a_screen_that_was_left_open_shows_no_names(inside: Municipality, name: str) -> None:
    session = full_table(inside)
    path = screen_path(session)
    assert name in look(path)[1]
    take(stage.blank_screen, session, blank=True)
    assert name not in look(path)[1]
    take(stage.blank_screen, session, blank=False)
    take(stage.close_session, session, now=timezone.now(), follow_up_on=None)
    assert name not in look(path)[1]
    GroupSession.objects.filter(pk=session.pk).update(closed_at=timezone.now() - AFTER_THE_CLOSE)
    assert 'data-picture="blank"' in look(path)[1]


def test_trap_31_the_link_of_the_screen_reads_only_and_can_be_withdrawn(inside: Municipality) -> None:
    session = full_table(inside)
    paths: list[str] = [screen_path(session), f"{screen_path(session)}nu/", f"{screen_path(session)}stand/"]
    before = GroupSession.objects.get(pk=session.pk).revision
    for path in paths:
        assert look(path)[0] == 200
        assert [look(path, method)[0] for method in ("post", "put", "delete")] == [405] * 3
    assert GroupSession.objects.get(pk=session.pk).revision == before
    renew_screen_link(session, seen="1", actor=FACILITATOR, now=NOW)
    assert [look(path)[0] for path in paths] == [404] * 3
