"""Many hands on one button: of all who press at once exactly one wins, and nothing is shown twice.

10,000 commands:  pytest tests/questionnaire/test_presses.py --on=postgresql -m long --commands=10000
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connections

import sessions.stepping
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from questionnaire.models import Reveal
from questionnaire.reveal import reveal_theme
from sessions import stage
from sessions.models import GroupSession, SessionTheme
from sessions.stepping import StepRefused
from tests.builders import FACILITATOR, NOW, build_municipality, build_session, take, theme_at
from tests.questionnaire.test_race import again_when_busy

HANDS = 8
THEMES = 5


class Crowd:
    """A few people at consoles of one session, who press together."""

    def __init__(self, pool: ThreadPoolExecutor, municipality: Municipality) -> None:
        self.pool, self.municipality = pool, municipality
        self.together = Barrier(HANDS)

    def press(self, verb: Callable[..., object], session: GroupSession, theme: SessionTheme) -> int:
        """Return how many of the hands won; each pressed on the page that all of them saw."""
        with tenant(self.municipality):
            seen = GroupSession.objects.get(pk=session.pk).revision

        def step() -> bool:
            with tenant(self.municipality):
                try:
                    own = GroupSession.objects.select_related("municipality").get(pk=session.pk)
                    verb(own, theme=theme, actor=FACILITATOR, expected_revision=seen, now=NOW)
                except StepRefused:
                    return False
            return True

        def one(_hand: int) -> bool:
            self.together.wait(30)
            return again_when_busy(step)

        return sum(self.pool.map(one, range(HANDS)))

    def disconnect(self) -> None:
        def leave(_hand: int) -> None:
            self.together.wait(30)
            connections.close_all()

        list(self.pool.map(leave, range(HANDS)))


@contextmanager
def crowd() -> Iterator[Crowd]:
    with ThreadPoolExecutor(HANDS) as pool:
        people = Crowd(pool, build_municipality())
        try:
            yield people
        finally:
            people.disconnect()


def press_through(commands: int) -> Iterator[tuple[str, int, int]]:
    """Lead sessions with all hands at once; yield each verb, how many won, and how often it was written."""
    pressed = 0
    with crowd() as people:
        while pressed < commands:
            with tenant(people.municipality):
                session = build_session(people.municipality)
                take(stage.open_session, session)
                take(stage.start_session, session)
                themes = [theme_at(session, place) for place in range(THEMES)]
            for theme in themes:
                for verb in (stage.show_theme, stage.start_answering, reveal_theme):
                    won = people.press(verb, session, theme)
                    pressed += HANDS
                    with tenant(people.municipality):
                        yield verb.__name__, won, _written(verb, session, theme)


def _written(verb: Callable[..., object], session: GroupSession, theme: SessionTheme) -> int:
    if verb is reveal_theme:
        return Reveal.objects.filter(session_theme=theme).count()
    said = {stage.show_theme: "show theme", stage.start_answering: "start answering"}[verb]
    newest = AuditEvent.objects.filter(target_id=session.pk).order_by("-pk")[:2]
    return sum(event.action == said for event in newest)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "commands", [pytest.param(120, marks=pytest.mark.slow), pytest.param(960, marks=pytest.mark.long)]
)
def test_of_all_who_press_at_once_one_wins(commands: int, size: Callable[..., int]) -> None:
    for verb, won, written in press_through(size("commands", commands)):
        assert (verb, won, written) == (verb, 1, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_locks_two_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control; SQLite has no lock to take away."""
    monkeypatch.setattr(sessions.stepping, "lock_stage", lambda session, shared=False: None)
    monkeypatch.setattr(
        sessions.stepping,
        "hold_session",
        lambda pk: GroupSession.objects.select_related("municipality").get(pk=pk),
    )
    assert any(won > 1 for _verb, won, _written in press_through(1200))
