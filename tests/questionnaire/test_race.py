"""Answer and reveal exclude each other: what was acknowledged is in the reveal, always."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeVar

import pytest
from django.db import connections

import questionnaire.answers
import sessions.stepping
from catalogue.models import Statement
from common.tenancy import tenant
from municipalities.models import Municipality
from questionnaire.answers import own_answers
from questionnaire.enums import Moment
from questionnaire.models import Reveal, RevealedAnswer
from questionnaire.own_answer import OwnAnswer
from questionnaire.refusals import StaleAnswer, TooLate
from questionnaire.reveal import reveal_theme
from sessions.locks import Busy
from sessions.models import GroupSession, Party, SessionTheme
from sessions.stepping import StepRefused
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_municipality,
    build_session,
    statements_of,
)

PARTIES = [f"Partij {number}" for number in range(6)]
THEMES = 5
REVEALING = 2
"""How many facilitators press at once."""
Result = TypeVar("Result")
Given = dict[tuple[int, int], int]
"""Values by party and statement."""


@contextmanager
def hands(number: int) -> Iterator[ThreadPoolExecutor]:
    """People who act at once; each keeps one connection to the database until all are done."""
    together = threading.Barrier(number)

    def leave(_hand: int) -> None:
        together.wait(30)
        connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        try:
            yield pool
        finally:
            list(pool.map(leave, range(number)))


def again_when_busy(verb: Callable[[], Result]) -> Result:
    """Send the same again when the stage was locked for long, as every page does that is told so."""
    while True:
        try:
            return verb()
        except Busy:
            continue


def answer_until_too_late(party: Party, theme: SessionTheme, acknowledged: Given) -> None:
    """Answer one statement after another; note the value only after the COMMIT, as a phone does."""
    statements = statements_of(theme)
    for turn in range(300):
        statement = statements[turn % len(statements)]
        try:
            given = again_when_busy(partial(give, party, statement, turn % 11, turn // len(statements)))
        except TooLate:
            return
        except StaleAnswer:
            continue
        acknowledged[party.pk, statement.pk] = given.value


def give(party: Party, statement: Statement, value: int, version: int) -> OwnAnswer:
    with tenant(party.municipality):
        return answer(party, statement, value, expected_version=version)


def play_round(
    pool: ThreadPoolExecutor, municipality: Municipality, session: GroupSession, place: int
) -> tuple[Given, Given, int]:
    """Return what was acknowledged, what the reveal shows, and how many reveals there were."""
    with tenant(municipality):
        theme = answering(session, place)
        parties = list(session.parties.select_related("session", "municipality"))
        session.refresh_from_db()
    acknowledged: Given = {}
    started = threading.Event()

    def reveal_once() -> None:
        started.wait()
        with suppress(StepRefused), tenant(municipality):
            own = GroupSession.objects.get(pk=session.pk)
            reveal_theme(own, theme=theme, actor=FACILITATOR, expected_revision=session.revision, now=NOW)

    def answer_all(party: Party) -> None:
        started.set()
        answer_until_too_late(party, theme, acknowledged)

    acting = [pool.submit(answer_all, party) for party in parties]
    acting += [pool.submit(again_when_busy, reveal_once) for _ in range(REVEALING)]
    for one in acting:
        one.result()
    with tenant(municipality):
        there = RevealedAnswer.objects.filter(reveal__session_theme=theme).exclude(value=None)
        lines = there.values_list("party_id", "statement_id", "value")
        shown = {(party, statement): value for party, statement, value in lines}
        return acknowledged, shown, Reveal.objects.filter(session_theme=theme).count()


def play_rounds(rounds: int) -> Iterator[tuple[Given, Given, int]]:
    """Play so many rounds: each theme of a session is one."""
    with hands(len(PARTIES) + REVEALING) as pool:
        for number in range(rounds):
            place = number % THEMES
            if place == 0:
                municipality = build_municipality()
                with tenant(municipality):
                    session = build_session(municipality, parties=PARTIES)
            yield play_round(pool, municipality, session, place)


def lost(acknowledged: Given, shown: Given) -> list[tuple[int, int]]:
    return [key for key, value in acknowledged.items() if shown.get(key) != value]


@contextmanager
def without_the_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(questionnaire.answers, "lock_stage", lambda session, shared=False: None)
        patch.setattr(sessions.stepping, "lock_stage", lambda session, shared=False: None)
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "rounds", [pytest.param(5, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.long)]
)
def test_an_acknowledged_answer_is_in_the_reveal(rounds: int, size: Callable[..., int]) -> None:
    for acknowledged, shown, reveals in play_rounds(size("rounds", rounds)):
        assert lost(acknowledged, shown) == []
        assert reveals == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_answers_get_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same rounds without the advisory lock lose answers, so the test above can fail.

    SQLite has no lock to take away: each transaction is alone there from its first statement.
    """
    with without_the_lock(monkeypatch):
        assert any(lost(acknowledged, shown) for acknowledged, shown, _reveals in play_rounds(40))


@pytest.mark.django_db(transaction=True)
def test_two_people_of_one_party_never_overwrite_each_other() -> None:
    municipality = build_municipality()
    with tenant(municipality):
        session = build_session(municipality)
        theme = answering(session)
        party = session.parties.select_related("session", "municipality").first()
    statement = statements_of(theme)[0]
    outcomes: list[str] = []

    def give(value: int) -> None:
        with tenant(municipality):
            try:
                answer(party, statement, value)
                outcomes.append("stored")
            except StaleAnswer:
                outcomes.append("told")

    with hands(8) as pool:
        list(pool.map(give, range(8)))
    assert sorted(outcomes) == ["stored"] + ["told"] * 7
    with tenant(municipality):
        assert own_answers(party=party)[statement.pk, Moment.BEFORE_TALK].version == 1
