"""What each organisation says to an agenda: by its link, or written down by the coordinator.

Silence is no answer and never counts as a yes. An answer can change until the agenda is adopted.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from sessions.locks import hold_session

from ..enums import ConsentAnswer
from ..models import Consent
from ..points.changing import TEXT_LENGTH, clean_text
from ..points.deadlines import check_deadline
from .consent_asking import promise_question
from .consent_telling import promise_word
from .refusals import (
    AlreadyAdopted,
    ConditionMissing,
    StaleAnswer,
    VersionWithdrawn,
    WhoMissing,
)

NAME_LENGTH = 120


@dataclass(frozen=True)
class Counts:
    """How many organisations said what; the rest said nothing, which is no yes."""

    total: int
    agreed: int
    conditional: int
    board_first: int

    @property
    def answered(self) -> int:
        return self.agreed + self.conditional + self.board_first

    @property
    def is_unanimous(self) -> bool:
        return self.total > 0 and self.agreed == self.total


def counts_of(consents: Collection[Consent]) -> Counts:
    """Count the answers of all organisations that were asked."""
    said = [one.answer for one in consents]
    return Counts(
        total=len(said),
        agreed=said.count(ConsentAnswer.AGREED),
        conditional=said.count(ConsentAnswer.CONDITIONAL),
        board_first=said.count(ConsentAnswer.BOARD_FIRST),
    )


def seen_of(consent: Consent) -> str:
    """Return what a page carries to tell which answer it showed."""
    return consent.answered_at.isoformat() if consent.answered_at else ""


def answer_agenda(
    consent: Consent,
    *,
    answer: ConsentAnswer,
    condition: str,
    expected_on: date | None,
    answered_by: str,
    seen: str,
    actor: Actor,
    today: date,
    now: datetime,
) -> None:
    """Write down what an organisation says; the same answer again does nothing.

    `expected_on` counts only where it goes to the board first. Raises an `ActionRefused`.
    """
    condition, answered_by = clean_text(condition, TEXT_LENGTH), clean_text(answered_by, NAME_LENGTH)
    expected_on = expected_on if answer == ConsentAnswer.BOARD_FIRST else None
    if answer == ConsentAnswer.CONDITIONAL and not condition:
        raise ConditionMissing
    if not answered_by:
        raise WhoMissing
    with _held(consent) as row:
        said = (answer, condition, expected_on, answered_by)
        if said == (row.answer, row.condition, row.expected_on, row.answered_by):
            return
        if seen != seen_of(row):
            raise StaleAnswer
        if expected_on != row.expected_on:
            check_deadline(expected_on, today=today)
        row.answer, row.condition, row.expected_on, row.answered_by = said
        row.answered_at = now
        row.save()
        record(municipality=row.municipality, actor=actor, action="answer agenda", target=row, now=now)
        promise_word(row.version, actor=actor, now=now)
    consent.refresh_from_db()


def ask_again(
    consent: Consent, *, name: str, email: str, link_version: int, actor: Actor, now: datetime
) -> None:
    """Ask an organisation again, or ask somebody else there; the earlier link stops working.

    `link_version` is that of the page: of a double click the second finds it done.
    """
    name = clean_text(name, NAME_LENGTH)
    with _held(consent) as row:
        if row.link_version != link_version:
            return
        row.asked_name, row.asked_email = name, email.strip()
        row.link_version += 1
        row.save()
        promise_question(row, now=now)
        record(municipality=row.municipality, actor=actor, action="ask consent again", target=row, now=now)
    consent.refresh_from_db()


def end_link(consent: Consent, *, actor: Actor, now: datetime) -> None:
    """Let a link stop working: who had it no longer answers for this organisation."""
    with _held(consent) as row:
        row.link_version += 1
        row.save(update_fields=["link_version"])
        record(municipality=row.municipality, actor=actor, action="end consent link", target=row, now=now)
    consent.refresh_from_db()


@contextmanager
def _held(consent: Consent) -> Iterator[Consent]:
    """Hold the session and what one organisation says; raises where nothing is asked any more."""
    with transaction.atomic():
        hold_session(consent.version.session_id)
        rows = Consent.objects.select_related("municipality", "version", "organisation")
        row = rows.select_for_update(of=("self",)).get(pk=consent.pk)
        if row.version.adopted_at is not None:
            raise AlreadyAdopted
        if row.version.withdrawn_at is not None:
            raise VersionWithdrawn
        yield row
