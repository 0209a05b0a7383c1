"""Reveal a theme: take the lock, write the snapshot, move the stage, in one transaction."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from audit.actors import Actor
from catalogue.models import Statement
from sessions.enums import ThemeState
from sessions.models import GroupSession, Party, SessionTheme
from sessions.stepping import move_theme, require_running, step, theme_of

from .agreement import summarise
from .enums import Moment, RevealedKind
from .models import Answer, Reveal, RevealedAnswer
from .revealed import scale_of
from .talk_value import order_of_talk


def reveal_theme(
    session: GroupSession, *, theme: SessionTheme, actor: Actor, expected_revision: int, now: datetime
) -> Reveal:
    """Show the answers of a theme to everybody; it is never undone.

    Missing answers never block: a party without one is in the snapshot as such. A reopened theme gets a
    second snapshot, of the answers after the talk. Raises `StaleStep` or `StepRefused`.
    """
    with step(
        session, action="reveal theme", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        moment = Moment.AFTER_TALK if row.state == ThemeState.REOPENED else Moment.BEFORE_TALK
        move_theme(row, ThemeState.REVEALED)
        row.revealed_at = row.revealed_at or now
        row.save()
        locked.current, locked.in_wrap_up, locked.screen_blank = row, False, False
        locked.openers_on_screen = False
        reveal = _write_snapshot(locked, row, moment, now)
        locked.shown_statement_id = _first_on_screen(locked, row, reveal)
        return reveal


def _first_on_screen(session: GroupSession, theme: SessionTheme, reveal: Reveal) -> int | None:
    """Return which statement the room sees at once: the one to talk about first, or the one it talked about.

    Read from the snapshot that was just written, with one query: everybody waits for this transaction.
    """
    if session.shown_statement is not None and session.shown_statement.theme_id == theme.theme_id:
        return session.shown_statement_id
    if reveal.moment == Moment.AFTER_TALK:
        return None
    numbers: dict[int, int] = {}
    figures: dict[int, list[int]] = {}
    lines = RevealedAnswer.objects.filter(reveal=reveal)
    for pk, number, value in lines.values_list("statement_id", "statement__number", "value"):
        numbers[number] = pk
        figures.setdefault(number, []).extend([] if value is None else [value])
    scale = scale_of(theme.theme.catalogue)
    turns = order_of_talk({number: summarise(values, scale) for number, values in figures.items()})
    return numbers[turns[0].number] if turns else None


def _write_snapshot(session: GroupSession, theme: SessionTheme, moment: Moment, now: datetime) -> Reveal:
    parties = list(Party.objects.filter(session=session))
    statements = list(Statement.objects.filter(theme_id=theme.theme_id))
    given = {
        (answer.party_id, answer.statement_id): answer
        for answer in Answer.objects.filter(session=session, statement__in=statements, moment=moment)
    }
    lines = [
        _line(party, statement, given.get((party.pk, statement.pk)))
        for party in parties
        for statement in statements
    ]
    reveal = Reveal.objects.create(
        municipality=session.municipality,
        session_theme=theme,
        moment=moment,
        revealed_at=now,
        revision=session.revision + 1,
        sha256=_fingerprint(lines),
    )
    for line in lines:
        line.municipality, line.reveal = session.municipality, reveal
    RevealedAnswer.objects.bulk_create(lines)
    return reveal


def _line(party: Party, statement: Statement, answer: Answer | None) -> RevealedAnswer:
    if answer is None:
        kind = RevealedKind.ABSENT if party.is_absent else RevealedKind.UNANSWERED
        return RevealedAnswer(party=party, statement=statement, kind=kind)
    return RevealedAnswer(
        party=party,
        statement=statement,
        kind=RevealedKind(answer.kind),
        value=answer.value,
        note=answer.note,
        source=answer.source,
    )


def _fingerprint(lines: Iterable[RevealedAnswer]) -> str:
    """Return the SHA-256 of the snapshot, for the report to print."""
    rows = sorted(
        (line.party_id, line.statement_id, line.kind, -1 if line.value is None else line.value, line.note)
        for line in lines
    )
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
