"""How the minutes of a session can be spent: advice for the facilitator, nothing that ends by itself."""

from dataclasses import dataclass

OF_TWO_HOURS = 120
WELCOME, OVERALL, WRAP_UP, CLOSING = 10, 10, 15, 5
INTRODUCTION, ANSWERING = 0.15, 0.25
"""Parts of the time of one theme; the talk has the rest."""


@dataclass(frozen=True, kw_only=True)
class TimePlan:
    """Minutes for each part of a session; a theme is its introduction, its answers and its talk."""

    welcome: int
    overall: int
    theme: int
    introduction: int
    answering: int
    talk: int
    wrap_up: int
    closing: int


def time_plan(*, duration_minutes: int, themes: int) -> TimePlan:
    """Return how to spend a session of so many minutes with so many themes, without the overall figure."""
    share = duration_minutes / OF_TWO_HOURS
    fixed = (WELCOME + OVERALL + WRAP_UP + CLOSING) * share
    theme = (duration_minutes - fixed) / max(themes, 1)
    introduction, answering = _whole(theme * INTRODUCTION), _whole(theme * ANSWERING)
    return TimePlan(
        welcome=_whole(WELCOME * share),
        overall=_whole(OVERALL * share),
        theme=_whole(theme),
        introduction=introduction,
        answering=answering,
        talk=max(_whole(theme) - introduction - answering, 1),
        wrap_up=_whole(WRAP_UP * share),
        closing=_whole(CLOSING * share),
    )


def _whole(minutes: float) -> int:
    return max(round(minutes), 1)
