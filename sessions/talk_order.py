"""How the talk goes: the order of the statements as the facilitator puts it, and who could open it."""

from collections.abc import Sequence
from datetime import datetime

from audit.actors import Actor
from catalogue.models import Statement

from .models import GroupSession, SessionTheme
from .names import names_on_screen
from .stepping import StepRefused, require_running, step, theme_of


def set_talk_order(
    session: GroupSession,
    *,
    theme: SessionTheme,
    numbers: Sequence[int],
    actor: Actor,
    expected_revision: int,
    now: datetime,
) -> None:
    """Put the statements of a revealed theme in another order; no numbers is the order that was proposed.

    Raises `StepRefused` unless each statement of the theme is named once, and `StaleStep`.
    """
    with step(
        session, action="set talk order", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if not row.is_revealed:
            raise StepRefused("answers were not shown")
        own = Statement.objects.filter(theme=row.theme_id).values_list("number", flat=True)
        if numbers and sorted(numbers) != sorted(own):
            raise StepRefused("another order")
        row.talk_order = list(numbers)
        row.save(update_fields=["talk_order"])


def put_openers_on_screen(
    session: GroupSession,
    *,
    show: bool,
    actor: Actor,
    expected_revision: int,
    now: datetime,
    statement: Statement | None = None,
) -> None:
    """Put who could open the talk on the big screen, with their statement if one is named; or take it away.

    Whoever opens gave the lowest or the highest answer: raises `StepRefused` while names stay off the screen.
    """
    with step(
        session, action="put openers on screen", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        current = locked.current
        if current is None or not current.is_revealed:
            raise StepRefused("answers were not shown")
        if show and not names_on_screen(locked, current):
            raise StepRefused("names are hidden")
        if statement is not None:
            if statement.theme_id != current.theme_id:
                raise StepRefused("not a statement of the revealed theme")
            locked.shown_statement = statement
        locked.openers_on_screen = show
