"""What the console shows of the talk: the order, who could open, then and now, and how people found it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from questionnaire.own_together import own_together_of
from questionnaire.revealed import RevealedStatement, RevealedTheme, revealed_session
from questionnaire.talk_value import OwnAndTogether
from questionnaire.then_and_now import ThenNow, then_and_now
from sessions.feedback import Total, feedback_totals, people_with_feedback
from sessions.follow_up import planned_follow_up
from sessions.models import GroupSession, SessionTheme

from .console_words import Phase

IN_TALK = {Phase.REVEALED, Phase.REOPENED}
ABOUT_EQUAL = 0.5
"""Points on 0–10; less than this between two means is noise, and is not made a story of."""


@dataclass(frozen=True, kw_only=True)
class Talked:
    """A statement at its place in the talk; `higher` and `lower` hold the order that a press makes of it."""

    shown: RevealedStatement
    place: int
    higher: str
    lower: str
    then_now: ThenNow | None


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Each for itself and together, with their places on a line of 300 wide."""

    figures: OwnAndTogether
    own_at: int
    together_at: int
    higher: str


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What the templates of the talk, the wrap-up and the close need."""

    statements: Sequence[Talked] = ()
    is_own_order: bool = False
    sides: Sides | None = None
    people_with_feedback: int = 0
    totals: Sequence[Total] = ()
    follow_up: GroupSession | None = None


def talk_of(
    session: GroupSession,
    *,
    phase: Phase,
    themes: Sequence[SessionTheme],
    theme: SessionTheme | None,
    now: datetime,
) -> Talk:
    """Return what there is to show of the talk in this phase; the whole session counts for who opens."""
    if phase is Phase.CLOSED:
        return Talk(
            people_with_feedback=people_with_feedback(session),
            totals=feedback_totals(session, now=now),
            follow_up=planned_follow_up(session),
        )
    if phase is Phase.WRAP_UP:
        return Talk(
            sides=_sides(session, themes, revealed_session(session)),
            people_with_feedback=people_with_feedback(session),
        )
    if phase not in IN_TALK or theme is None:
        return Talk()
    revealed = revealed_session(session)
    compared = then_and_now(theme) if session.previous_id else {}
    return Talk(
        statements=_in_places(revealed[theme.pk].statements, compared),
        is_own_order=bool(theme.talk_order),
        sides=_sides(session, themes, revealed),
    )


def _in_places(statements: Sequence[RevealedStatement], compared: Mapping[int, ThenNow]) -> list[Talked]:
    numbers = [one.statement.number for one in statements]
    return [
        Talked(
            shown=one,
            place=at + 1,
            higher=_swapped(numbers, at, at - 1),
            lower=_swapped(numbers, at, at + 1),
            then_now=compared.get(one.statement.pk),
        )
        for at, one in enumerate(statements)
    ]


def _swapped(numbers: Sequence[int], one: int, other: int) -> str:
    """Return the order with two places swapped, as a form sends it; the same at either end."""
    order = list(numbers)
    if 0 <= other < len(order):
        order[one], order[other] = order[other], order[one]
    return ",".join(map(str, order))


def _sides(
    session: GroupSession, themes: Sequence[SessionTheme], revealed: Mapping[int, RevealedTheme]
) -> Sides | None:
    figures = own_together_of(themes, revealed)
    if figures is None or figures.own is None or figures.together is None or figures.difference is None:
        return None
    scale = session.catalogue

    def at(mean: float) -> int:
        return round((mean - scale.scale_min) / (scale.scale_max - scale.scale_min) * 300)

    tenths = figures.difference * 10 / (scale.scale_max - scale.scale_min)
    higher = "" if abs(tenths) < ABOUT_EQUAL else "together" if tenths > 0 else "own"
    return Sides(figures=figures, own_at=at(figures.own), together_at=at(figures.together), higher=higher)
