"""What the console shows now, as data; of answers it knows how many there are, until they were shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Advice, Statement
from questionnaire.answers import answered_counts
from questionnaire.enums import Moment
from questionnaire.revealed import RevealedStatement
from sessions.enums import ThemeState
from sessions.models import GroupSession, Party, Representative, SessionTheme
from sessions.names import may_come_at_once, names_on_screen

from .console_agreed import Agreed, agreed_in, gaps_in, none_marked, points_by_theme, too_many_marked
from .console_clock import Clock, clock_of
from .console_steps import NextStep, Step, next_step, steps_of
from .console_words import DO, SAY, SAY_OVERALL, Phase, phase_of
from .talk_page import Talk, talk_of

ROOM_FOR_NAMES = 80
"""Letters of names beside the button; the table above it shows who the others are."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A party at the table: who sits there and how far they are, never what they answered."""

    party: Party
    people: Sequence[Representative]
    state: str
    sub: str
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class ConsolePage:
    """All that the templates of the console need."""

    phase: Phase
    theme: SessionTheme | None
    statements: Sequence[Statement]
    say: str
    do: str
    steps: Sequence[Step]
    seats: Sequence[Seat]
    is_answering: bool
    expected: int
    ready: int
    missing: Sequence[str]
    next_step: NextStep | None
    clock: Clock
    shows_names: bool
    may_choose_names: bool
    revealed: Sequence[RevealedStatement]
    talk: Talk
    advice: Sequence[Advice]
    actions: Sequence[Agreed]
    too_many_priorities: int
    to_choose_from: int
    gaps: Sequence[Agreed] = field(default_factory=list)

    @property
    def missing_in_words(self) -> str:
        """Return who did not answer everything, by name where they are few."""
        named = [name for at, name in enumerate(self.missing) if self._room_until(at)]
        more = len(self.missing) - len(named)
        if not more:
            return ", ".join(named)
        return ngettext("%(names)s and %(more)s other", "%(names)s and %(more)s others", more) % {
            "names": ", ".join(named),
            "more": more,
        }

    def _room_until(self, at: int) -> bool:
        return at == 0 or sum(len(name) for name in self.missing[: at + 1]) <= ROOM_FOR_NAMES


def console_page(session: GroupSession, *, now: datetime) -> ConsolePage:
    """Return what the console of a session shows now."""
    phase = phase_of(session)
    themes = list(session.themes.select_related("theme").order_by("position"))
    theme = next((row for row in themes if row.pk == session.current_id), None)
    in_theme = theme if phase in _IN_THEME else None
    statements = list(Statement.objects.filter(theme=in_theme.theme_id)) if in_theme else []
    is_answering = phase in {Phase.ANSWERING, Phase.REOPENED}
    seats = _seats(session, in_theme, len(statements), is_answering=is_answering)
    missing = [_by_name(seat) for seat in seats if is_answering and not seat.is_ready]
    # An empty chair is not waited for, here as on the big screen.
    expected = [seat for seat in seats if seat.state != "absent"]
    agreed = agreed_in(session, theme_id=in_theme.theme_id if in_theme else None, now=now)
    shown = in_theme if phase in {Phase.REVEALED, Phase.REOPENED} else None
    talk = talk_of(session, phase=phase, themes=themes, theme=shown, now=now)
    overall = in_theme is not None and in_theme.theme.is_overall
    shows_names = in_theme is None or names_on_screen(session, in_theme)
    return ConsolePage(
        phase=phase,
        theme=in_theme,
        statements=statements,
        say=str((SAY_OVERALL if overall else {}).get(phase) or SAY.get(phase, "")),
        # A rehearsal stands on nobody's first page, where a session that waits is found again.
        do="" if phase == Phase.PAUSED and session.is_rehearsal else str(DO.get(phase, "")),
        steps=steps_of(session, themes, phase, points_by_theme(agreed)),
        seats=seats,
        is_answering=is_answering,
        expected=len(expected),
        ready=sum(seat.is_ready for seat in expected),
        missing=missing,
        next_step=next_step(session, themes, phase),
        clock=clock_of(session, themes=themes, theme=in_theme, phase=phase, now=now),
        shows_names=shows_names,
        may_choose_names=in_theme is not None and (shows_names or may_come_at_once(session, in_theme)),
        revealed=[one.shown for one in talk.statements],
        talk=talk,
        advice=_advice(shown) if shown else [],
        actions=agreed,
        too_many_priorities=too_many_marked(agreed, in_theme),
        to_choose_from=none_marked(agreed, in_theme),
        gaps=gaps_in(agreed),
    )


_IN_THEME = {Phase.INTRODUCTION, Phase.ANSWERING, Phase.REVEALED, Phase.REOPENED}


def _seats(
    session: GroupSession, theme: SessionTheme | None, total: int, *, is_answering: bool
) -> list[Seat]:
    people: dict[int, list[Representative]] = {}
    for person in Representative.objects.present().filter(party__session=session):
        people.setdefault(person.party_id, []).append(person)
    counts: dict[tuple[int, int], int] = {}
    if is_answering and theme is not None:
        reopened = theme.state == ThemeState.REOPENED
        moment = Moment.AFTER_TALK if reopened else Moment.BEFORE_TALK
        counts = answered_counts(session=session, moment=moment)
    seats = []
    for party in session.parties.all():
        there = people.get(party.pk, [])
        count = counts.get((party.pk, theme.theme_id), 0) if theme else 0
        if is_answering:
            seats.append(_answering_seat(party, there, count, total))
        else:
            seats.append(_waiting_seat(party, there))
    return seats


def _answering_seat(party: Party, people: Sequence[Representative], count: int, total: int) -> Seat:
    is_ready = count >= total
    state = "ready" if is_ready else "absent" if party.is_absent else "busy"
    sub = _("empty chair")
    if count or not party.is_absent:
        sub = _("%(count)s of %(total)s answered") % {"count": count, "total": total}
    if not people and not party.is_absent and not count:
        sub = _("nobody has joined yet")
    return Seat(party=party, people=people, state=state, sub=sub, is_ready=is_ready)


def _waiting_seat(party: Party, people: Sequence[Representative]) -> Seat:
    state, sub = "busy", _("nobody has joined yet")
    if people:
        state, sub = "ready", ", ".join(str(person) for person in people)
    elif party.is_absent:
        state, sub = "absent", _("empty chair")
    return Seat(party=party, people=people, state=state, sub=sub, is_ready=bool(people))


def _by_name(seat: Seat) -> str:
    if seat.party.is_absent:
        return _("%(name)s (absent)") % {"name": seat.party.name}
    return seat.party.name


def _advice(theme: SessionTheme) -> list[Advice]:
    return list(Advice.objects.filter(themes=theme.theme_id))
