"""The statements a party can answer now, each with its own answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language

from catalogue.models import Statement
from questionnaire.answers import moment_open_for, own_answers
from questionnaire.enums import AnswerKind, Moment
from questionnaire.own_answer import OwnAnswer
from questionnaire.refusals import NotOpenYet, TooLate
from sessions.enums import SessionState
from sessions.models import GroupSession, Party, SessionTheme

UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"


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
