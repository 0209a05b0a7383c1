"""The steps of a session on the stage; each takes the revision its screen showed, and exactly one wins."""

from datetime import date, datetime

from audit.actors import Actor
from catalogue.models import Statement
from common.resident_data import find_resident_data
from outbox.promises import promise

from .answering_alone import let_parties_answer
from .clock import add_pause, start_clock
from .enums import SessionState, ThemeState
from .models import GroupSession, SessionTheme
from .stepping import StepRefused, move_session, move_theme, require_running, step, theme_of
from .telling import tell_cancelled

REASON_LENGTH = 300


def open_session(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """Open the doors: participants can join from now on."""
    with step(
        session, action="open session", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if not locked.parties.exists():
            raise StepRefused("no parties")
        move_session(locked, SessionState.OPEN)
        locked.opened_at = now


def start_session(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """Begin: the first theme is introduced."""
    with step(
        session, action="start session", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        move_session(locked, SessionState.RUNNING)
        locked.started_at = now
        start_clock(locked, now=now)
        first = locked.themes.order_by("position").first()
        if first is None:
            raise StepRefused("no themes")
        move_theme(first, ThemeState.INTRODUCTION)
        first.save()
        locked.current = first


def show_theme(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Go to a theme: the next one is introduced, an earlier one is shown again as it was."""
    with step(
        session, action="show theme", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if row.state == ThemeState.WAITING:
            move_theme(row, ThemeState.INTRODUCTION)
            row.save()
        locked.current, locked.shown_statement, locked.in_wrap_up = row, None, False
        locked.openers_on_screen = False


def start_answering(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Open a theme for answers."""
    with step(
        session, action="start answering", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        move_theme(row, ThemeState.ANSWERING)
        row.answering_since = now
        row.save()
        locked.current, locked.in_wrap_up = row, False
        let_parties_answer(locked, theme=row, now=now)


def reopen_theme(
    session: GroupSession,
    *,
    theme: SessionTheme,
    reason: str,
    actor: Actor,
    expected_revision: int,
    now: datetime,
) -> None:
    """Let parties answer again after the talk; the first answers stay as they are. A reason is obligatory."""
    reason = reason.strip()
    if not reason:
        raise StepRefused("no reason")
    if len(reason) > REASON_LENGTH:
        raise StepRefused("long reason")
    if find_resident_data(reason):
        raise StepRefused("resident data")
    with step(
        session,
        action="reopen theme",
        actor=actor,
        expected_revision=expected_revision,
        now=now,
        reason=reason,
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        move_theme(row, ThemeState.REOPENED)
        row.reopened_reason = reason
        row.save()
        locked.current, locked.in_wrap_up = row, False
        let_parties_answer(locked, theme=row, now=now)


def show_statement(
    session: GroupSession,
    *,
    statement: Statement | None,
    actor: Actor,
    expected_revision: int,
    now: datetime,
) -> None:
    """Put one statement of the revealed theme on the big screen, or with None all of them, small."""
    with step(
        session, action="show statement", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        current = locked.current
        if current is None or not current.is_revealed:
            raise StepRefused("no revealed theme")
        if statement is not None and statement.theme_id != current.theme_id:
            raise StepRefused("not a statement of the revealed theme")
        locked.shown_statement, locked.openers_on_screen = statement, False


def blank_screen(
    session: GroupSession, *, blank: bool, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Blank the big screen, or show it again."""
    with step(
        session, action="blank screen", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if locked.state not in {SessionState.OPEN, SessionState.RUNNING}:
            raise StepRefused(locked.state)
        locked.screen_blank = blank


def pause_session(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """Interrupt a session; it can go on another day."""
    with step(
        session, action="pause session", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        locked.paused_at = now


def resume_session(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """Go on with an interrupted session; the time of the interruption comes back on the clock."""
    with step(
        session, action="resume session", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if locked.state != SessionState.RUNNING or locked.paused_at is None:
            raise StepRefused("not interrupted")
        add_pause(locked, now=now)
        locked.paused_at = None


def begin_wrap_up(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """Go to the last part: everything agreed on one screen."""
    with step(
        session, action="begin wrap-up", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        locked.in_wrap_up, locked.shown_statement = True, None


def close_session(
    session: GroupSession, *, follow_up_on: date | None, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Close a session for good; promise its report, and to ask the owners of what was agreed."""
    with step(
        session, action="close session", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        move_session(locked, SessionState.CLOSED)
        locked.closed_at, locked.paused_at = now, None
        locked.follow_up_on, locked.screen_blank = follow_up_on, True
        for kind in ("session report", "ask owners", "forget print kit"):
            promise(
                municipality=locked.municipality,
                kind=kind,
                key=f"{kind} {locked.pk}",
                payload={"session": locked.pk},
                now=now,
            )


def cancel_session(
    session: GroupSession, *, reason: str, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Call a session off; nobody can join it any more, and who was invited is told."""
    with step(
        session,
        action="cancel session",
        actor=actor,
        expected_revision=expected_revision,
        now=now,
        reason=reason,
    ) as locked:
        move_session(locked, SessionState.CANCELLED)
        locked.cancelled_at = now
        tell_cancelled(locked, actor=actor, now=now)
        promise(
            municipality=locked.municipality,
            kind="forget print kit",
            key=f"forget print kit {locked.pk}",
            payload={"session": locked.pk},
            now=now,
        )


def archive_session(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """Put a closed session away; its report and agenda stay."""
    with step(
        session, action="archive session", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        move_session(locked, SessionState.ARCHIVED)
