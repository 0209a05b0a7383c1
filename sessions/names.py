"""Names on the big screen and the phones: beside the answers at once, or only after the talk.

A session that was planned so hides the names of every theme until they are shown; a theme can also be chosen
on the spot. Names that were shown are never hidden again: people have read them.
"""

from datetime import datetime

from audit.actors import Actor

from .models import GroupSession, SessionTheme
from .stepping import StepRefused, require_running, step, theme_of


def names_on_screen(session: GroupSession, theme: SessionTheme) -> bool:
    """Return whether the names of parties stand beside their answers once those are shown."""
    return not session.names_after_talk or theme.names_shown_at is not None


def show_names(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Put the names of a theme beside its answers: after the talk, or already when the answers are shown."""
    with step(
        session, action="show names", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if names_on_screen(locked, row):
            raise StepRefused("names are there")
        row.names_shown_at = now
        row.save(update_fields=["names_shown_at"])


def hide_names(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Keep the names of a theme until after its talk; raises `StepRefused` once its answers were shown."""
    with step(
        session, action="hide names", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if row.is_revealed:
            raise StepRefused("names were shown")
        if not locked.names_after_talk:
            # The choice is about this theme: the others keep showing their names.
            locked.themes.filter(names_shown_at=None).update(names_shown_at=now)
            locked.names_after_talk = True
        row.names_shown_at = None
        row.save(update_fields=["names_shown_at"])
