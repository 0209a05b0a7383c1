"""Any course a session can take, by dice: the promises hold after each step.

200,000 steps, in parts:  pytest tests/live/test_state_machine.py -m long --steps=50000 --hypothesis-seed=1
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import questionnaire.reveal
from questionnaire import answers
from questionnaire.models import Answer as AnswerRow
from questionnaire.models import AnswerChange
from questionnaire.own_answer import OwnAnswer
from questionnaire.refusals import StaleAnswer
from sessions import seats
from sessions.enums import THEME_STEPS, ThemeState
from sessions.stepping import StepRefused

from . import room_promises
from .room_machine import RoomMachine

STEPS_EACH = 60
RULES = 14


def lead_at_random(steps: int, *, is_control: bool = False) -> None:
    """Take so many steps, in sessions of at most `STEPS_EACH`; a control throws the same dice each time."""
    chosen = settings(
        max_examples=max(1, steps // STEPS_EACH),
        stateful_step_count=STEPS_EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate] if is_control else [Phase.generate, Phase.shrink],
        derandomize=is_control,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(RoomMachine, settings=chosen)


def test_there_are_enough_things_to_do() -> None:
    assert len(RoomMachine.setup_state().rules) >= RULES


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_a_room_does_the_promises_hold() -> None:
    lead_at_random(120)


@pytest.mark.long
@pytest.mark.django_db
def test_whatever_a_room_does_for_long_the_promises_hold(size: Callable[..., int]) -> None:
    lead_at_random(size("steps", 6000))


def ignoring_the_version(patch: pytest.MonkeyPatch) -> None:
    """A write on an older version simply wins."""
    real = answers.give_answer

    def overwrite(**said: Any) -> OwnAnswer:
        try:
            return real(**said)
        except StaleAnswer as stale:
            return real(**{**said, "expected_version": stale.theirs.version})

    patch.setattr(answers, "give_answer", overwrite)


def acknowledging_before_it_is_stored(patch: pytest.MonkeyPatch) -> None:
    real = answers.give_answer

    def only_say_so(**said: Any) -> OwnAnswer:
        with transaction.atomic():
            own = real(**said)
            transaction.set_rollback(True)
        return own

    patch.setattr(answers, "give_answer", only_say_so)


def revealing_first_answers(patch: pytest.MonkeyPatch) -> None:
    """The snapshot holds what was answered first, not what was answered last."""
    real = questionnaire.reveal._line

    def first(party: Any, statement: Any, answer: Any) -> Any:
        if answer is not None:
            given = AnswerChange.objects.filter(party=party, statement=statement, moment=answer.moment)
            answer = given.order_by("pk").first()
        return real(party, statement, answer)

    patch.setattr(questionnaire.reveal, "_line", first)


def taking_any_revision(patch: pytest.MonkeyPatch) -> None:
    real = questionnaire.reveal.reveal_theme
    patch.setattr(
        questionnaire.reveal,
        "reveal_theme",
        lambda session, **how: real(session, **{**how, "expected_revision": 10**9}),
    )


def hiding_again(patch: pytest.MonkeyPatch) -> None:
    """A revealed theme can be answered as if nobody had seen it."""
    again = frozenset({ThemeState.REOPENED, ThemeState.ANSWERING})
    patch.setitem(THEME_STEPS, ThemeState.REVEALED, again)


def not_counting_who_leaves(patch: pytest.MonkeyPatch) -> None:
    """Two different pages stand under one revision, so that an open page stays as it was."""
    patch.setattr(seats, "advance", lambda session: None)


def peeking_on_the_console(patch: pytest.MonkeyPatch) -> None:
    real = room_promises.console_page

    def peek(session: Any, *, now: Any) -> Any:
        list(AnswerRow.objects.filter(session=session))
        return real(session, now=now)

    patch.setattr(room_promises, "console_page", peek)


FAULTS = [acknowledging_before_it_is_stored]
MORE_FAULTS = [
    ignoring_the_version,
    revealing_first_answers,
    taking_any_revision,
    hiding_again,
    not_counting_who_leaves,
    peeking_on_the_console,
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "plant",
    [
        *(pytest.param(fault, marks=pytest.mark.slow) for fault in FAULTS),
        *(pytest.param(fault, marks=pytest.mark.long) for fault in MORE_FAULTS),
    ],
)
def test_a_fault_that_is_planted_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each promise that is broken on purpose is seen by the machine."""
    plant(monkeypatch)
    with pytest.raises((AssertionError, StepRefused)):
        lead_at_random(12_000, is_control=True)
