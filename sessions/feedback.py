"""How the table found the meeting: three taps on one's own phone, shown as totals of three people or more.

One person has one voice, also under two hats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from django.db import transaction

from audit.record import record
from common.personal import NAME_REMOVED

from .enums import SessionState
from .folding import fold
from .locks import hold_session
from .models import Feedback, GroupSession, Representative
from .revision import advance
from .seats import actor_of

FIGURES = range(1, 6)
QUESTIONS = ("useful", "heard", "confident")
FEWEST = 3
"""Below this, a total would tell what one person found."""
AFTER_CLOSING = timedelta(days=1)


class FeedbackRefused(Exception):
    """The question can't be answered, or not any more."""


@dataclass(frozen=True, kw_only=True)
class Total:
    """What the table said about one question; the mean is of `n` people, three or more."""

    question: str
    n: int
    mean: float


def asks_feedback(session: GroupSession, *, now: datetime) -> bool:
    """Return whether people are asked how it was: from the wrap-up until a day after the close."""
    if session.state == SessionState.RUNNING:
        return session.in_wrap_up and session.paused_at is None
    return (
        session.state == SessionState.CLOSED
        and session.closed_at is not None
        and now < session.closed_at + AFTER_CLOSING
    )


def give_feedback(
    person: Representative,
    *,
    question: str,
    figure: int,
    now: datetime,
    other_seats: Sequence[Representative] = (),
) -> None:
    """Answer one question from 1 to 5; another figure takes its place until the session closes.

    After that an open question can still be answered for a day. `other_seats` are those the same person holds
    at this table: under every hat it is one voice. Raises `FeedbackRefused`.
    """
    if question not in QUESTIONS or figure not in FIGURES:
        raise FeedbackRefused("no such answer")
    with transaction.atomic():
        session = hold_session(person.party.session_id)
        if not asks_feedback(session, now=now) or person.joined_at is None or person.removed_at is not None:
            raise FeedbackRefused("not asked")
        is_late = session.state != SessionState.RUNNING
        # Held by the session: nobody else writes these rows meanwhile.
        rows = _rows_of(person, other_seats)
        given = _answer_in(rows, question)
        if given == figure:
            return
        if given is not None and is_late:
            raise FeedbackRefused("closed")
        row = _row_to_write(rows, question, is_late=is_late)
        if row is None:
            row = Feedback(
                municipality=session.municipality, session=session, representative=person, is_late=is_late
            )
            rows.append(row)
        is_new = row.pk is None
        setattr(row, question, figure)
        row.given_at = now
        row.save()
        actor = actor_of(person)
        record(
            municipality=session.municipality, actor=actor, action="give feedback", target=session, now=now
        )
        if is_new or None not in [_answer_in(rows, one) for one in QUESTIONS]:
            # Not at each tap: everybody's page looks again.
            advance(session)


def _rows_of(person: Representative, other_seats: Iterable[Representative]) -> list[Feedback]:
    seats = [person.pk, *(seat.pk for seat in other_seats)]
    return list(Feedback.objects.filter(representative__in=seats).order_by("is_late", "pk"))


def _answer_in(rows: Iterable[Feedback], question: str) -> int | None:
    return next((figure for row in rows if (figure := getattr(row, question)) is not None), None)


def _row_to_write(rows: Sequence[Feedback], question: str, *, is_late: bool) -> Feedback | None:
    """Return the row that holds this answer, or else the first one of this side of the close."""
    mine = [row for row in rows if row.is_late == is_late]
    return next((row for row in mine if getattr(row, question) is not None), mine[0] if mine else None)


def feedback_of(
    person: Representative, *, other_seats: Iterable[Representative] = ()
) -> dict[str, int | None]:
    """Return what one person answered, for their own phone alone."""
    rows = _rows_of(person, other_seats)
    return {question: _answer_in(rows, question) for question in QUESTIONS}


def people_with_feedback(session: GroupSession) -> int:
    """Return how many people answered something."""
    return len(_voices(session))


def feedback_totals(session: GroupSession, *, now: datetime) -> list[Total]:
    """Return the questions that three people or more answered, each with its mean; none before the close.

    A total that moved with each answer would tell the last one. So two exist at most: of what was answered
    before the close, and a day later, when nobody can answer any more, with what came after it. Less than
    three late answers are left out where the first total was shown.
    """
    if session.closed_at is None:
        return []
    is_over = now >= session.closed_at + AFTER_CLOSING
    voices = _voices(session).values()
    totals = []
    for question in QUESTIONS:
        figures, late = [], []
        for rows in voices:
            in_time = _answer_in((row for row in rows if not row.is_late), question)
            figures.append(in_time)
            late.append(_answer_in(rows, question) if in_time is None else None)
        shown = [figure for figure in figures if figure is not None]
        added = [figure for figure in late if figure is not None]
        if is_over and (len(shown) < FEWEST or len(added) >= FEWEST):
            shown += added
        if len(shown) >= FEWEST:
            totals.append(Total(question=question, n=len(shown), mean=fmean(shown)))
    return totals


def _voices(session: GroupSession) -> dict[str | int, list[Feedback]]:
    """Return what was answered by person: on two phones too, a full name or an address is that of one."""
    voices: dict[str | int, list[Feedback]] = {}
    rows = Feedback.objects.filter(session=session).select_related("representative")
    for row in rows.order_by("is_late", "pk"):
        voices.setdefault(_whose(row.representative), []).append(row)
    return voices


def _whose(person: Representative) -> str | int:
    if " " in person.name.strip() and person.name != NAME_REMOVED:
        return fold(person.name)
    return fold(person.email) or person.pk
