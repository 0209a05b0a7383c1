"""What one phone shows now, as data; of the answers only those of its own party."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.timezone import localtime
from django.utils.translation import get_language

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from catalogue.models import Statement
from questionnaire.answers import NotOpenYet, OwnAnswer, TooLate, moment_open_for, own_answers
from questionnaire.enums import AnswerKind, Moment
from sessions.enums import SessionState, ThemeState
from sessions.models import GroupSession, Party, Representative, SessionTheme

OVERVIEW = "overzicht"
UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"


class Step(StrEnum):
    """The page a phone is on; each has a template of this name."""

    NOTICE = "notice"
    LOBBY = "lobby"
    INTRODUCTION = "introduction"
    STATEMENT = "statement"
    OVERVIEW = "overview"
    REVEALED = "revealed"
    PAUSED = "paused"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def choice_of(answer: OwnAnswer | None) -> str:
    """Return an answer as the form names it: a figure, one of the two other values, or nothing."""
    if answer is None:
        return ""
    if answer.kind == AnswerKind.VALUE:
        return str(answer.value)
    return UNKNOWN if answer.kind == AnswerKind.DONT_KNOW else NOT_APPLICABLE


def clock_time(at: datetime) -> str:
    """Return a time of day as people write it: 14.32 in Dutch, 14:32 in English."""
    return localtime(at).strftime("%H.%M" if get_language() == "nl" else "%H:%M")


@dataclass(frozen=True)
class Line:
    """A statement with the party's answer, and after the talk also its first one."""

    statement: Statement
    answer: OwnAnswer | None
    first: OwnAnswer | None

    @property
    def choice(self) -> str:
        return choice_of(self.answer)

    @property
    def first_choice(self) -> str:
        return choice_of(self.first)

    @property
    def saved_at(self) -> str:
        return clock_time(self.answer.at) if self.answer else ""


@dataclass(frozen=True)
class OpenTheme:
    """A theme that takes answers now."""

    row: SessionTheme
    moment: Moment
    lines: tuple[Line, ...]

    @property
    def answered(self) -> int:
        return sum(line.answer is not None for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(self.lines)

    @property
    def is_after_talk(self) -> bool:
        return self.moment == Moment.AFTER_TALK

    @property
    def next_open(self) -> Line | None:
        return next((line for line in self.lines if line.answer is None), None)

    def place_of(self, line: Line) -> int:
        return self.lines.index(line)


@dataclass(frozen=True)
class SeatPage:
    """Everything a phone shows; `chosen` is the statement on it, in the theme `within`."""

    step: Step
    representative: Representative
    party: Party
    session: GroupSession
    people: tuple[str, ...]
    current: SessionTheme | None
    theme_count: int
    open_themes: tuple[OpenTheme, ...]
    proposals: tuple[ActionPoint, ...]
    within: OpenTheme | None = None
    chosen: Line | None = None

    @property
    def key(self) -> str:
        """Return what a phone compares: while it stays the same, nothing moves under a finger."""
        if self.within and self.step in {Step.STATEMENT, Step.OVERVIEW}:
            return f"answer-{self.within.row.pk}-{self.within.moment}"
        theme = f"-{self.current.pk}" if self.current else ""
        return f"{self.step}{theme}"

    @property
    def has_bar(self) -> bool:
        """Return whether there is a next step to put under the thumb."""
        if self.step == Step.OVERVIEW:
            return self.session.state != SessionState.RUNNING or self.to_answer_next is not None
        return self.step in {Step.NOTICE, Step.STATEMENT}

    @property
    def view(self) -> str:
        if self.step == Step.STATEMENT and self.chosen:
            return str(self.chosen.statement.number)
        return OVERVIEW if self.step == Step.OVERVIEW else ""

    @property
    def previous_line(self) -> Line | None:
        place = self._place
        return self.within.lines[place - 1] if self.within and place else None

    @property
    def next_line(self) -> Line | None:
        place = self._place
        is_last = self.within is None or place is None or place + 1 == len(self.within.lines)
        return None if is_last else self.within.lines[place + 1]  # type: ignore[union-attr, operator]

    @property
    def place_in_theme(self) -> int:
        return (self._place or 0) + 1

    @property
    def _place(self) -> int | None:
        return self.within.place_of(self.chosen) if self.within and self.chosen else None

    @property
    def to_answer_next(self) -> Line | None:
        """Return the first statement without an answer, in any theme that is open."""
        return next((theme.next_open for theme in self.open_themes if theme.next_open), None)

    @property
    def total(self) -> int:
        return sum(len(theme.lines) for theme in self.open_themes)

    @property
    def answered(self) -> int:
        return sum(theme.answered for theme in self.open_themes)


def seat_page(representative: Representative, *, view: str = "", notice_read: bool = True) -> SeatPage:
    """Return what the phone of this person shows; `view` is a statement's number, the overview or nothing."""
    party, session = representative.party, representative.party.session
    rows = list(session.themes.select_related("theme").order_by("position"))
    current = next((row for row in rows if row.pk == session.current_id), None)
    opened = open_themes(session, party, rows)
    people = Representative.objects.present().filter(party=party).order_by("joined_at", "pk")
    step, within, chosen = _where(session, current, opened, view)
    if not notice_read and step not in {Step.CLOSED, Step.CANCELLED}:
        step, within, chosen = Step.NOTICE, None, None
    return SeatPage(
        step=step,
        representative=representative,
        party=party,
        session=session,
        people=tuple(people.values_list("name", flat=True)),
        current=current,
        theme_count=sum(not row.theme.is_overall for row in rows),
        open_themes=tuple(opened),
        proposals=tuple(proposals_to(party)),
        within=within,
        chosen=chosen,
    )


def open_themes(session: GroupSession, party: Party, rows: Iterable[SessionTheme]) -> list[OpenTheme]:
    """Return the themes this party can answer now; while the table sits, only those it is answering."""
    is_on = session.state == SessionState.RUNNING and session.paused_at is None
    moments: dict[SessionTheme, Moment] = {}
    for row in rows:
        if is_on and not row.is_answering:
            continue
        try:
            moments[row] = moment_open_for(session, row)
        except (NotOpenYet, TooLate):
            continue
    if not moments:
        return []
    answers = own_answers(party=party)
    statements: dict[int, list[Statement]] = {}
    themes = [row.theme_id for row in moments]
    for statement in Statement.objects.complete().filter(theme__in=themes).order_by("number"):
        statements.setdefault(statement.theme_id, []).append(statement)
    return [
        OpenTheme(row, moment, tuple(_line(one, moment, answers) for one in statements.get(row.theme_id, [])))
        for row, moment in moments.items()
    ]


def _line(statement: Statement, moment: Moment, answers: dict[tuple[int, Moment], OwnAnswer]) -> Line:
    first = answers.get((statement.pk, Moment.BEFORE_TALK))
    return Line(
        statement=statement,
        answer=answers.get((statement.pk, moment)),
        first=first if moment == Moment.AFTER_TALK else None,
    )


def _where(
    session: GroupSession, current: SessionTheme | None, opened: list[OpenTheme], view: str
) -> tuple[Step, OpenTheme | None, Line | None]:
    """Return the step, and the statement on the phone; a view that is not open any more gives way."""
    if session.state == SessionState.CANCELLED:
        return Step.CANCELLED, None, None
    if session.state in {SessionState.CLOSED, SessionState.ARCHIVED}:
        return Step.CLOSED, None, None
    for theme in opened:
        for line in theme.lines:
            if view == str(line.statement.number):
                return Step.STATEMENT, theme, line
    here = next((theme for theme in opened if current and theme.row.pk == current.pk), None)
    if view == OVERVIEW and opened:
        return Step.OVERVIEW, here or opened[0], None
    return _without_a_view(session, current, here)


def _without_a_view(
    session: GroupSession, current: SessionTheme | None, here: OpenTheme | None
) -> tuple[Step, OpenTheme | None, Line | None]:
    if session.state != SessionState.RUNNING or current is None:
        return Step.LOBBY, None, None
    if session.paused_at is not None:
        return Step.PAUSED, None, None
    if session.in_wrap_up:
        return Step.WRAP_UP, None, None
    if current.state == ThemeState.REVEALED:
        return Step.REVEALED, None, None
    if here is None:
        return Step.INTRODUCTION, None, None
    if here.is_complete:
        return Step.OVERVIEW, here, None
    return Step.STATEMENT, here, here.next_open


def proposals_to(party: Party) -> list[ActionPoint]:
    """Return the action points of this session that wait for the yes of this party's organisation."""
    waiting = ActionPoint.objects.filter(
        session_id=party.session_id,
        owner_organisation_id=party.organisation_id,
        status=ActionStatus.PROPOSED,
    )
    return list(waiting.order_by("pk"))
