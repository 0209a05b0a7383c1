"""Names on the big screen and the phones: beside the answers at once, or only after the talk.

A session that was planned so hides the names of every theme until they are shown; a theme can also be chosen
on the spot. Names that were shown are never hidden again: people have read them. And what was planned is told
to each party before its first answer: then no theme shows its names together with its answers.
"""

from datetime import datetime

from audit.actors import Actor
from audit.models import AuditEvent

from .models import GroupSession, SessionTheme
from .stepping import StepRefused, require_running, step, theme_of


def names_on_screen(session: GroupSession, theme: SessionTheme) -> bool:
    """Return whether the names of parties stand beside their answers once those are shown."""
    return not session.names_after_talk or theme.names_shown_at is not None


def names_come_later(session: GroupSession) -> bool:
    """Return whether every theme that is still to be shown keeps its names until after the talk.

    Only then somebody who sits down may be told so: where one theme shows them at once, that is what counts.
    """
    at_once = session.themes.filter(revealed_at=None).exclude(names_shown_at=None)
    return session.names_after_talk and not at_once.exists()


def may_come_at_once(session: GroupSession, theme: SessionTheme) -> bool:
    """Return whether names that are away may be put beside the answers together with these.

    Only where the facilitator kept them away on the spot. Where it was planned so, each party was told.
    """
    return theme.is_revealed or not planned_for_later(session)


def planned_for_later(session: GroupSession) -> bool:
    """Return whether names come after the talk by plan, and not by a choice on the spot, as the log says."""
    if not session.names_after_talk:
        return False
    chosen = AuditEvent.objects.filter(action="hide names", target_type=GroupSession._meta.label_lower)
    return not chosen.filter(municipality=session.municipality_id, target_id=session.pk).exists()


def show_names(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Put the names of a theme beside its answers: after the talk, or together with them where that may be.

    Raises `StepRefused` and `StaleStep`.
    """
    with step(
        session, action="show names", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if names_on_screen(locked, row):
            raise StepRefused("names are there")
        if not may_come_at_once(locked, row):
            raise StepRefused("names come later")
        row.names_shown_at = now
        row.save(update_fields=["names_shown_at"])


def hide_names(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Keep the names of a theme until after its talk.

    Raises `StepRefused` once its answers were shown, and where its names are away already.
    """
    with step(
        session, action="hide names", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if row.is_revealed:
            raise StepRefused("names were shown")
        if not names_on_screen(locked, row):
            raise StepRefused("names are away")
        if not locked.names_after_talk:
            # The choice is about this theme: the others keep showing their names.
            locked.themes.filter(names_shown_at=None).update(names_shown_at=now)
            locked.names_after_talk = True
        row.names_shown_at = None
        row.save(update_fields=["names_shown_at"])
