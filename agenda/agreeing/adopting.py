"""Put an agenda before the organisations, adopt it, or take it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from sessions.forgetting import make_reports_again
from sessions.locks import hold_session
from sessions.models import GroupSession

from ..models import AgendaVersion, Consent
from ..points.changing import clean_text, is_soon
from ..points.refusals import ForeignRow, ReasonMissing
from .consent import NAME_LENGTH, counts_of
from .consent_asking import promise_question
from .refusals import (
    NobodyAgreed,
    NobodyToAsk,
    NotHeldYet,
    NothingAgreed,
    NothingChanged,
    StaleVersion,
    VersionWithdrawn,
    WhyWithout,
)
from .versions import (
    AFTER,
    Agreement,
    Asked,
    agreement_of,
)

REASON_LENGTH = 300


def put_forward(
    session: GroupSession, *, asked: Sequence[Asked], expected_number: int, actor: Actor, now: datetime
) -> AgendaVersion:
    """Ask these organisations whether they agree to the agenda as it stands now, as a new version.

    An earlier version that was still asked about is withdrawn by it; one that was adopted holds until this
    one is. `expected_number` is that of the last version the page showed. Raises an `ActionRefused`.
    """
    with transaction.atomic():
        locked = hold_session(session.pk)
        if locked.state not in AFTER or locked.is_rehearsal:
            raise NotHeldYet
        before = agreement_of(locked)
        if before.number != expected_number:
            return _same_click(before, expected_number=expected_number, now=now)
        if not before.content:
            raise NothingAgreed
        if before.present is not None and not before.is_changed:
            raise NothingChanged
        _require_own(locked, asked)
        version = AgendaVersion.objects.create(
            municipality=locked.municipality,
            session=locked,
            number=before.number + 1,
            content=before.content,
            made_at=now,
            made_by=actor.user,
        )
        if before.asked is not None:
            AgendaVersion.objects.filter(pk=before.asked.pk).update(withdrawn_at=now)
        for one in asked:
            _ask(version, one, now=now)
        municipality = locked.municipality
        record(municipality=municipality, actor=actor, action="put agenda forward", target=version, now=now)
    return version


def _same_click(before: Agreement, *, expected_number: int, now: datetime) -> AgendaVersion:
    """Return what the first press of a double click made; raises `StaleVersion` for anything else."""
    last = before.asked
    is_twin = last is not None and last.number == expected_number + 1 and is_soon(last.made_at, now)
    if last is None or not is_twin or before.is_changed:
        raise StaleVersion
    return last


def _require_own(session: GroupSession, asked: Sequence[Asked]) -> None:
    if not asked:
        raise NobodyToAsk
    if {one.organisation.municipality_id for one in asked} != {session.municipality_id}:
        raise ForeignRow("another municipality's organisation")


def _ask(version: AgendaVersion, asked: Asked, *, now: datetime) -> None:
    consent = Consent.objects.create(
        municipality=version.municipality,
        version=version,
        organisation=asked.organisation,
        asked_name=clean_text(asked.name, NAME_LENGTH),
        asked_email=asked.email.strip(),
    )
    promise_question(consent, now=now)


def adopt_agenda(version: AgendaVersion, *, reason: str, actor: Actor, now: datetime) -> None:
    """Adopt a version; without the yes of everybody that was asked, a reason says why.

    Who said nothing stays somebody who said nothing. The report is made again, without its mark.
    """
    reason = clean_text(reason, REASON_LENGTH)
    with transaction.atomic():
        row = _held(version)
        if row.adopted_at is not None and row.withdrawn_at is None:
            return
        if row.withdrawn_at is not None:
            raise VersionWithdrawn
        counts = counts_of(list(Consent.objects.filter(version=row)))
        if not counts.agreed + counts.conditional:
            raise NobodyAgreed
        if not counts.is_unanimous and not reason:
            raise WhyWithout
        row.adopted_at = now
        _write(row, action="adopt agenda", reason=reason, actor=actor, now=now)
    version.refresh_from_db()


def withdraw_agenda(version: AgendaVersion, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a version back, with a reason: it is not asked about any more, or not adopted any more."""
    reason = clean_text(reason, REASON_LENGTH)
    with transaction.atomic():
        row = _held(version)
        if row.withdrawn_at is not None:
            return
        if not reason:
            raise ReasonMissing
        row.withdrawn_at = now
        _write(row, action="withdraw agenda", reason=reason, actor=actor, now=now)
    version.refresh_from_db()


def _held(version: AgendaVersion) -> AgendaVersion:
    hold_session(version.session_id)
    rows = AgendaVersion.objects.select_related("municipality")
    return rows.select_for_update(of=("self",)).get(pk=version.pk)


def _write(row: AgendaVersion, *, action: str, reason: str, actor: Actor, now: datetime) -> None:
    row.save(update_fields=["adopted_at", "withdrawn_at"])
    record(municipality=row.municipality, actor=actor, action=action, target=row, now=now, reason=reason)
    if row.adopted_at is not None:
        make_reports_again(row.municipality, session_ids={row.session_id}, now=now)
