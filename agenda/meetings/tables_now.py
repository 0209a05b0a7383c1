"""Each table of a municipality: when it met, when it meets again, what is open, how its agendas stand."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone

from municipalities.models import Municipality
from sessions.enums import SessionState
from sessions.models import GroupSession

from ..agreeing.versions import AFTER
from ..enums import ConsentAnswer, Rhythm
from ..models import ENDED, ActionPoint, AgendaVersion
from .rhythm import due_on, next_day, rhythm_of
from .table import Tables


@dataclass(frozen=True)
class AgendaNow:
    """What one session agreed on, whether the organisations were asked and whether it was adopted.

    `answers_due`: of how many of them the day has passed on which their board would have decided.
    """

    session: GroupSession
    points: int
    open: int
    is_put_forward: bool
    is_adopted: bool
    answers_due: int


@dataclass(frozen=True)
class TableNow:
    """One table; a day is proposed where something is open and no meeting is planned.

    A meeting of which the day passed, and that nobody opened, was missed: it is moved or cancelled first.
    """

    last: GroupSession
    coming: GroupSession | None
    missed: GroupSession | None
    agendas: list[AgendaNow]
    proposed_on: date | None
    is_overdue: bool

    @property
    def open(self) -> int:
        return sum(agenda.open for agenda in self.agendas)


def tables_of(municipality: Municipality, *, today: date) -> list[TableNow]:
    """Return each table that met, in a fixed number of queries; who should have met longest ago first."""
    tables, rhythm = Tables(municipality), rhythm_of(municipality)
    agendas = _agendas(municipality, today=today)
    by_table: dict[int, list[GroupSession]] = {}
    sessions = GroupSession.objects.filter(municipality=municipality).counting()
    for session in sessions.order_by("starts_at", "pk"):
        by_table.setdefault(tables.first_of(session.pk), []).append(session)
    made = [
        _table(sessions, agendas=agendas, rhythm=rhythm, today=today)
        for sessions in by_table.values()
        if any(one.state in AFTER for one in sessions)
    ]
    return sorted(made, key=_turn)


def _turn(table: TableNow) -> tuple[bool, bool, datetime]:
    """Order tables: who should meet first, then who will."""
    waits = table.proposed_on is not None or table.is_overdue
    return not waits, table.coming is None, table.last.starts_at


def _agendas(municipality: Municipality, *, today: date) -> dict[int, tuple[int, int, bool, bool, int]]:
    """Return per session how many points it has, how many are open, and how its agenda stands."""
    # Those of rehearsals are counted along: no table is one, and leaving them out is asked of each point.
    points = ActionPoint.objects.filter(municipality=municipality).exclude(session=None)
    is_open = ~Q(status__in=ENDED)
    # What goes on in another point counts there.
    own = Count("pk", filter=Q(merged_into=None))
    counted = points.values("session").annotate(points=own, left=Count("pk", filter=is_open))
    living = AgendaVersion.objects.filter(municipality=municipality, withdrawn_at=None)
    put_forward, adopted, due = set(), set(), Counter[int]()
    late = Q(consents__answer=ConsentAnswer.BOARD_FIRST, consents__expected_on__lt=today)
    answered = living.annotate(late=Count("consents", filter=late))
    for pk, adopted_at, late_answers in answered.values_list("session", "adopted_at", "late"):
        put_forward.add(pk)
        if adopted_at is not None:
            adopted.add(pk)
        else:
            due[pk] += late_answers
    rows = counted.order_by().values_list("session", "points", "left")
    return {pk: (all_, left, pk in put_forward, pk in adopted, due[pk]) for pk, all_, left in rows}


def _table(
    sessions: list[GroupSession],
    *,
    agendas: dict[int, tuple[int, int, bool, bool, int]],
    rhythm: Rhythm,
    today: date,
) -> TableNow:
    held = [one for one in sessions if one.state in AFTER]
    cancelled = {_day(one) for one in sessions if one.state == SessionState.CANCELLED}
    planned = [one for one in sessions if one.state not in {*AFTER, SessionState.CANCELLED}]
    coming = next((one for one in planned if not _is_missed(one, today=today)), None)
    own = [AgendaNow(one, *agendas[one.pk]) for one in held if one.pk in agendas]
    last, is_open = held[-1], any(agenda.open for agenda in own)
    # One that was planned before the last meeting was overtaken by it.
    missed = next((one for one in planned if coming is None and one.starts_at > last.starts_at), None)
    is_proposed = coming is None and missed is None and is_open
    is_late = is_proposed and due_on(last, rhythm=rhythm, cancelled=cancelled) < today
    return TableNow(
        last=last,
        coming=coming,
        missed=missed,
        agendas=own,
        proposed_on=next_day(last, rhythm=rhythm, today=today, cancelled=cancelled) if is_proposed else None,
        is_overdue=is_late or (missed is not None and is_open),
    )


def _is_missed(session: GroupSession, *, today: date) -> bool:
    """Return whether nobody opened a meeting on its day, and that day is over."""
    return session.state == SessionState.PLANNED and _day(session) < today


def _day(session: GroupSession) -> date:
    return timezone.localdate(session.starts_at)
