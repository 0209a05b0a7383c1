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
    """Return how to spend a session of so many minutes with so many themes, without the overall figure.

    Minutes are whole ones, and the parts are never longer together than the session: what rounding gives or
    takes is of the wrap-up. Only of a session with less than some three minutes for a theme it is not so.
    """
    share = duration_minutes / OF_TWO_HOURS
    fixed = (WELCOME + OVERALL + WRAP_UP + CLOSING) * share
    each = (duration_minutes - fixed) / max(themes, 1)
    introduction, answering = _whole(each * INTRODUCTION), _whole(each * ANSWERING)
    talk = max(_whole(each) - introduction - answering, 1)
    theme = introduction + answering + talk
    welcome, overall, closing = _whole(WELCOME * share), _whole(OVERALL * share), _whole(CLOSING * share)
    return TimePlan(
        welcome=welcome,
        overall=overall,
        theme=theme,
        introduction=introduction,
        answering=answering,
        talk=talk,
        wrap_up=_whole(duration_minutes - welcome - overall - themes * theme - closing),
        closing=closing,
    )


def _whole(minutes: float) -> int:
    return max(round(minutes), 1)
