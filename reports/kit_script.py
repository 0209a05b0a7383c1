"""The script of a session on paper: the words of the console, with the time of each part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import Statement, Theme
from catalogue.wording import OFFICIAL_LANGUAGE
from live.console_words import DO, SAY, SAY_OVERALL, Phase
from sessions.models import GroupSession
from sessions.time_plan import TimePlan, time_plan

Words = str | LazyText


@dataclass(frozen=True, kw_only=True)
class ThemeSheet:
    """A theme with its statements, and its number in this session: 0 is the overall figure."""

    number: int
    theme: Theme
    statements: Sequence[Statement]

    @property
    def title(self) -> str:
        title = self.theme.title_in(get_language() or OFFICIAL_LANGUAGE)
        if not self.number:
            return title
        return _("Theme %(number)d · %(title)s") % {"number": self.number, "title": title}

    @property
    def same_ends(self) -> bool:
        """Tell whether the ends of the scale mean the same in all its statements, so that once is enough."""
        return len({(one.min_label, one.max_label) for one in self.statements}) == 1


@dataclass(frozen=True, kw_only=True)
class ScriptPart:
    """One part of the script: how many minutes from when, what to do, what to say, what to ask."""

    starts_at: datetime
    minutes: int
    title: str
    do: Words = ""
    say: Sequence[Words] = ()
    read_aloud: str = ""
    questions: Sequence[Statement] = ()


def themes_of(session: GroupSession) -> list[ThemeSheet]:
    """Return the themes in the order of this table, each with its statements and their hard words."""
    sheets: list[ThemeSheet] = []
    for row in session.themes.select_related("theme__catalogue").order_by("position"):
        number = 0 if row.theme.is_overall else 1 + sum(sheet.number > 0 for sheet in sheets)
        statements = Statement.objects.filter(theme=row.theme).complete().order_by("number")
        sheets.append(ThemeSheet(number=number, theme=row.theme, statements=list(statements)))
    return sheets


def script_of(session: GroupSession, sheets: Sequence[ThemeSheet]) -> Iterator[ScriptPart]:
    """Yield the parts one after the other, from the start of the session."""
    count = sum(sheet.number > 0 for sheet in sheets)
    plan = time_plan(duration_minutes=session.duration_minutes, themes=count)
    at = session.starts_at
    for minutes, part in _parts(sheets, plan):
        yield ScriptPart(starts_at=at, minutes=minutes, **part)
        at += timedelta(minutes=minutes)


def _parts(sheets: Sequence[ThemeSheet], plan: TimePlan) -> Iterator[tuple[int, dict]]:
    yield plan.welcome, {"title": _("Welcome"), "do": DO[Phase.PLANNED], "say": [SAY[Phase.WELCOME]]}
    for sheet in sheets:
        yield from _theme(sheet, plan) if sheet.number else _overall(sheet, plan)
    yield plan.wrap_up + plan.closing, {"title": _("Wrap-up"), "say": [SAY[Phase.WRAP_UP]]}


def _overall(sheet: ThemeSheet, plan: TimePlan) -> Iterator[tuple[int, dict]]:
    said = [SAY_OVERALL[phase] for phase in (Phase.INTRODUCTION, Phase.ANSWERING, Phase.REVEALED)]
    yield plan.overall, {"title": sheet.title, "say": said}


def _theme(sheet: ThemeSheet, plan: TimePlan) -> Iterator[tuple[int, dict]]:
    of = {"theme": sheet.title}
    yield (
        plan.introduction,
        {
            "title": _("%(theme)s: introduction") % of,
            "say": [SAY[Phase.INTRODUCTION]],
            "read_aloud": sheet.theme.introduction_in(get_language() or OFFICIAL_LANGUAGE),
        },
    )
    yield plan.answering, {"title": _("%(theme)s: answering") % of, "say": [SAY[Phase.ANSWERING]]}
    yield (
        plan.talk,
        {
            "title": _("%(theme)s: talk and agree") % of,
            "say": [SAY[Phase.REVEALED]],
            "questions": sheet.statements,
        },
    )
