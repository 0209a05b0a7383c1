"""What one phone shows now, as data; of the answers only those of its own party."""

from dataclasses import dataclass
from enum import StrEnum

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from sessions.enums import SessionState, ThemeState
from sessions.models import GroupSession, Party, Representative, SessionTheme

from .seat_lines import Line, OpenTheme, open_themes

OVERVIEW = "overzicht"


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
