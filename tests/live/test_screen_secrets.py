"""Nothing of an answer that was not revealed reaches the big screen, in whatever state the session is.

The answers are changed behind the back of the product, and every piece of the screen must stay the same.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone

from live import screen_page
from questionnaire.answers import progress_marks
from questionnaire.enums import AnswerKind
from questionnaire.models import Answer
from sessions import stage
from sessions.models import GroupSession
from sessions.names import show_names
from sessions.talk_order import put_openers_on_screen
from tests.builders import answer, answering, open_doors, outside, reveal, seat, statements_of, take, theme_at
from tests.live.test_screen import address

PIECES = ("screen", "screen_now", "screen_stand")
EACH_TIME = re.compile(
    r'data-(?:live-stream|follow-etag|now|blank-after)="[^"]*"'
    r'|nonce="[^"]*"|"ticket": "[^"]*"|hx-headers=\'[^\']*\''
)


def pieces(session: GroupSession) -> dict[str, str]:
    """Return all that the screen of a session can fetch, without what differs at every request."""
    browser = Client()
    with outside():
        got = {name: browser.get(address(session, name)).content.decode() for name in PIECES}
    return {name: EACH_TIME.sub("", text) for name, text in got.items()}


def give_all(session: GroupSession, position: int, value: int) -> None:
    for party in session.parties.all():
        for statement in statements_of(theme_at(session, position)):
            answer(party, statement, value, note=f"kanarie {value}")


def change_unrevealed(position: int, session: GroupSession) -> int:
    """Turn every answer of a theme into another, as no verb would; return how many."""
    rows = Answer.objects.filter(session=session, statement__theme=theme_at(session, position).theme_id)
    return rows.update(kind=AnswerKind.VALUE, value=10, note="heel anders")


def states(session: GroupSession) -> Iterator[tuple[str, int]]:
    """Bring a session past everything a screen shows; yields each, with a theme whose answers are secret."""
    open_doors(session)
    seat(session.parties.first())
    answering(session, 1)
    give_all(session, 1, 3)
    yield "answering", 1
    take(stage.blank_screen, session, blank=True)
    yield "blank", 1
    take(stage.blank_screen, session, blank=False)
    take(stage.pause_session, session)
    yield "paused", 1
    take(stage.resume_session, session)
    reveal(session, theme_at(session, 1))
    take(stage.reopen_theme, session, theme=theme_at(session, 1), reason="Verkeerd gelezen")
    yield "answering again: the first answers", 1
    reveal(session, theme_at(session, 1))
    answering(session, 2)
    give_all(session, 2, 4)
    take(stage.show_theme, session, theme=theme_at(session, 1))
    yield "the overview of another theme", 2
    take(stage.show_statement, session, statement=statements_of(theme_at(session, 1))[1])
    take(put_openers_on_screen, session, show=True)
    yield "a statement of another theme, and who could open", 2
    take(stage.begin_wrap_up, session)
    yield "wrap-up", 2
    take(stage.close_session, session, now=timezone.now(), follow_up_on=None)
    yield "closed", 2


def leaks(session: GroupSession, bring: Callable[[GroupSession], Iterator[tuple[str, int]]]) -> list[str]:
    """Return in which states a change of answers that are secret can be seen, and in which piece."""
    found = []
    for state, position in bring(session):
        before, mark = pieces(session), progress_marks(session_ids=[session.pk])
        assert change_unrevealed(position, session)
        assert progress_marks(session_ids=[session.pk]) == mark
        found += [f"{state}: {name}" for name, text in pieces(session).items() if text != before[name]]
    return found


def test_answers_that_are_secret_change_nothing_on_the_screen(session: GroupSession) -> None:
    assert leaks(session, states) == []


def test_a_leak_on_purpose_is_found(session: GroupSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(session: GroupSession, *_others: object) -> screen_page.Ready:
        values = Answer.objects.filter(session=session).values_list("value", flat=True)
        return screen_page.Ready(done=sum(filter(None, values)), total=3, after_talk=False)

    monkeypatch.setattr(screen_page, "_ready", leaking)
    assert "answering: screen_now" in leaks(session, states)


@pytest.mark.parametrize("shows_overview", [False, True])
def test_names_stay_off_the_screen_until_after_the_talk(session: GroupSession, shows_overview: bool) -> None:
    names = [party.name for party in session.parties.all()]
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)
    session.refresh_from_db()
    answering(session, 1)
    for party, value in zip(session.parties.all(), (1, 9, 9), strict=True):
        answer(party, statements_of(theme_at(session, 1))[0], value)
    reveal(session, theme_at(session, 1))
    if shows_overview:
        take(stage.show_statement, session, statement=None)
    assert not [name for name in names for text in pieces(session).values() if name in text]
    assert "na het gesprek" in pieces(session)["screen_now"] or shows_overview
    take(show_names, session, theme=theme_at(session, 1))
    if not shows_overview:
        assert all(name in pieces(session)["screen_now"] for name in names)
