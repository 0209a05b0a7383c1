"""Give answers and read back one's own; with `reveal.py` the only code that reads them before the reveal."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from catalogue.models import Statement
from common.retention import Rows, told
from sessions.enums import SessionState, ThemeState
from sessions.locks import lock_stage
from sessions.models import GroupSession, Party, Representative, SessionTheme
from sessions.revision import nudge

from .enums import AnswerKind, Moment, Source
from .models import NOTE_LENGTH, Answer, AnswerChange, Reveal
from .own_answer import OwnAnswer
from .refusals import (
    ForeignStatement,
    NotApplicableNotAllowed,
    NotOpenYet,
    OutsideScale,
    SessionOver,
    StaleAnswer,
    TooLate,
)

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _own(answer: Answer) -> OwnAnswer:
    return OwnAnswer(
        statement_id=answer.statement_id,
        moment=Moment(answer.moment),
        kind=AnswerKind(answer.kind),
        value=answer.value,
        note=answer.note,
        version=answer.version,
        given_by=answer.representative.name if answer.representative else "",
        at=answer.answered_at,
    )


def moment_open_for(session: GroupSession, theme: SessionTheme) -> Moment:
    """Return for which moment a theme takes answers now; raises `NotOpenYet` or `TooLate`."""
    running = session.state == SessionState.RUNNING and session.paused_at is None
    if session.state in {SessionState.CLOSED, SessionState.ARCHIVED}:
        raise SessionOver
    if theme.state == ThemeState.REVEALED:
        raise TooLate
    if running and theme.state == ThemeState.ANSWERING:
        return Moment.BEFORE_TALK
    if running and theme.state == ThemeState.REOPENED:
        return Moment.AFTER_TALK
    ahead = session.answer_ahead and session.state != SessionState.CANCELLED
    if ahead and theme.state in {ThemeState.WAITING, ThemeState.INTRODUCTION, ThemeState.ANSWERING}:
        return Moment.BEFORE_TALK
    raise NotOpenYet


def _check(session: GroupSession, statement: Statement, kind: AnswerKind, value: int | None) -> None:
    scale = session.catalogue
    if kind == AnswerKind.VALUE and (value is None or not scale.scale_min <= value <= scale.scale_max):
        raise OutsideScale
    if kind != AnswerKind.VALUE and value is not None:
        raise OutsideScale
    if kind == AnswerKind.NOT_APPLICABLE and not statement.allows_not_applicable:
        raise NotApplicableNotAllowed


def _theme_of(party: Party, statement: Statement) -> SessionTheme | None:
    """Return the theme as it is now, with no more than an answer is checked against: others wait for it."""
    return (
        SessionTheme.objects.select_related("session__catalogue")
        .only(
            "state",
            "session__municipality",
            "session__state",
            "session__paused_at",
            "session__answer_ahead",
            "session__catalogue__scale_min",
            "session__catalogue__scale_max",
        )
        .filter(session_id=party.session_id, theme_id=statement.theme_id)
        .first()
    )


def give_answer(
    *,
    party: Party,
    statement: Statement,
    kind: AnswerKind,
    value: int | None,
    expected_version: int,
    now: datetime,
    note: str = "",
    source: Source = Source.OWN_DEVICE,
    representative: Representative | None = None,
    meant_for: Moment | None = None,
) -> OwnAnswer:
    """Store the one answer of a party; what this returns is in the reveal.

    `expected_version` is the version the sender saw, 0 for none. The same answer sent twice is one answer;
    not from paper, or whoever types that could find out what a party answered by trying all figures.
    `meant_for` is the moment the sender saw: what was meant for before the talk never counts as after it.
    Raises a subclass of `AnswerRefused`; `Busy` when the stage was locked too long.
    """
    with transaction.atomic():
        lock_stage(party.session, shared=True)
        theme = _theme_of(party, statement)
        if theme is None:
            raise ForeignStatement
        session = theme.session
        _check(session, statement, kind, value)
        moment = moment_open_for(session, theme)
        if meant_for is not None and meant_for != moment:
            raise TooLate
        # One party's people write one after the other, also its first answer, where no row is there to lock.
        Party.objects.select_for_update(no_key=True).values_list("pk").get(pk=party.pk)
        row = Answer.objects.filter(party=party, statement=statement, moment=moment).first()
        note = note.strip()[:NOTE_LENGTH]
        is_same = row is not None and (row.kind, row.value, row.note) == (kind, value, note)
        if row is not None and is_same and source != Source.PAPER:
            return _own(row)
        if row is not None and row.version != expected_version:
            raise StaleAnswer(_own(row))
        row = _write(row, session, party, statement, moment, kind, value, note, source, representative, now)
        nudge(session_id=session.pk)
    return _own(row)


def _write(
    row: Answer | None,
    session: GroupSession,
    party: Party,
    statement: Statement,
    moment: Moment,
    kind: AnswerKind,
    value: int | None,
    note: str,
    source: Source,
    representative: Representative | None,
    now: datetime,
) -> Answer:
    said = {"kind": kind, "value": value, "note": note, "source": source, "representative": representative}
    where = {
        "municipality_id": session.municipality_id,
        "session": session,
        "party": party,
        "statement": statement,
        "moment": moment,
    }
    version = row.version + 1 if row else 1
    answer = Answer(pk=row.pk if row else None, **where, **said, version=version, answered_at=now)
    answer.save(force_insert=row is None, force_update=row is not None)
    AnswerChange.objects.create(**where, **said, version=version, at=now)
    return answer


def own_answers(*, party: Party) -> dict[tuple[int, Moment], OwnAnswer]:
    """Return a party's own answers by statement and moment; for that party's eyes only."""
    rows = Answer.objects.filter(party=party).select_related("representative")
    return {(row.statement_id, Moment(row.moment)): _own(row) for row in rows}


def answered_counts(
    *, session: GroupSession, moment: Moment = Moment.BEFORE_TALK
) -> dict[tuple[int, int], int]:
    """Return how many statements each party answered in each theme, by (party, theme); never what."""
    rows = (
        Answer.objects.filter(session=session, moment=moment)
        .values_list("party_id", "statement__theme_id")
        .annotate(count=Count("pk"))
    )
    return {(party, theme): count for party, theme, count in rows}


def answered_cells(*, session: GroupSession, moment: Moment) -> list[tuple[int, int, int, str]]:
    """Return party, statement, number of changes and source of each answer; never what it says."""
    rows = Answer.objects.filter(session=session, moment=moment)
    return list(rows.values_list("party_id", "statement_id", "version", "source"))


def progress_marks(*, session_ids: Iterable[int]) -> dict[int, int]:
    """Return for each session a number that grows with each answer, and says nothing else about it."""
    rows = (
        AnswerChange.objects.filter(session_id__in=session_ids).values_list("session_id").annotate(Max("pk"))
    )
    return dict(rows)


def answers_given_by(people: list[int], *, also_unrevealed_of: list[int]) -> list[Answer]:
    """Return what these participants answered; what was not revealed is for their own eyes only."""
    rows = Answer.objects.filter(representative__in=people).filter(
        _shown() | Q(representative__in=also_unrevealed_of)
    )
    return list(rows.select_related("party", "statement", "session", "representative").order_by("pk"))


def count_unrevealed(*, municipality: "Municipality", over_before: datetime) -> Rows:
    """Count answers that no reveal ever showed, of sessions that were over before a moment."""
    return told(
        questionnaire__answer=_never_shown(Answer.objects.all(), municipality, over_before).count(),
        questionnaire__answerchange=_never_shown(
            AnswerChange.objects.all(), municipality, over_before
        ).count(),
    )


def forget_unrevealed(*, municipality: "Municipality", over_before: datetime) -> Rows:
    """Remove answers that no reveal ever showed, of sessions that were over before a moment."""
    answers, _tables = _never_shown(Answer.objects.all(), municipality, over_before).delete()
    changes, _tables = _never_shown(AnswerChange.objects.all(), municipality, over_before).delete()
    return told(questionnaire__answer=answers, questionnaire__answerchange=changes)


def _shown() -> Exists:
    return Exists(
        Reveal.objects.filter(
            session_theme__session=OuterRef("session"),
            session_theme__theme=OuterRef("statement__theme"),
            moment=OuterRef("moment"),
        )
    )


def _never_shown(rows: "QuerySet", municipality: "Municipality", over_before: datetime) -> "QuerySet":
    over = rows.filter(municipality=municipality).annotate(
        over_at=Coalesce("session__closed_at", "session__cancelled_at")
    )
    return over.filter(~_shown(), over_at__lt=over_before)
