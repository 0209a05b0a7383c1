"""How the table found the meeting: three taps on one's own phone, shown as totals of three people or more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from django.db import transaction

from audit.record import record

from .enums import SessionState
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


def give_feedback(person: Representative, *, question: str, figure: int, now: datetime) -> None:
    """Answer one question from 1 to 5; another figure takes its place until the session closes.

    After that an open question can still be answered for a day. Raises `FeedbackRefused`.
    """
    if question not in QUESTIONS or figure not in FIGURES:
        raise FeedbackRefused("no such answer")
    with transaction.atomic():
        session = hold_session(person.party.session_id)
        if not asks_feedback(session, now=now) or person.joined_at is None or person.removed_at is not None:
            raise FeedbackRefused("not asked")
        # Held by the session: nobody else writes this row meanwhile.
        row = Feedback.objects.filter(representative=person).first()
        is_new = row is None
        row = row or Feedback(municipality=session.municipality, session=session, representative=person)
        given = getattr(row, question)
        if given == figure:
            return
        if given is not None and session.state != SessionState.RUNNING:
            raise FeedbackRefused("closed")
        setattr(row, question, figure)
        row.given_at = now
        row.save()
        actor = actor_of(person)
        record(
            municipality=session.municipality, actor=actor, action="give feedback", target=session, now=now
        )
        if is_new or _is_complete(row):
            # Not at each tap: everybody's page looks again.
            advance(session)


def _is_complete(row: Feedback) -> bool:
    return all(getattr(row, question) is not None for question in QUESTIONS)


def feedback_of(person: Representative) -> dict[str, int | None]:
    """Return what one person answered, for their own phone alone."""
    row = Feedback.objects.filter(representative=person).first()
    return {question: getattr(row, question, None) for question in QUESTIONS}


def people_with_feedback(session: GroupSession) -> int:
    """Return how many people answered something."""
    return Feedback.objects.filter(session=session).count()


def feedback_totals(session: GroupSession) -> list[Total]:
    """Return the questions that three people or more answered, each with its mean."""
    rows = Feedback.objects.filter(session=session).values(*QUESTIONS)
    answered = {question: [row[question] for row in rows if row[question]] for question in QUESTIONS}
    return [
        Total(question=question, n=len(figures), mean=fmean(figures))
        for question, figures in answered.items()
        if len(figures) >= FEWEST
    ]
