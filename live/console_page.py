"""What the console shows now, as data; of answers it knows how many there are, until they were shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionEvent, ActionPoint
from catalogue.models import Advice, Statement
from questionnaire.answers import answered_counts
from questionnaire.enums import Moment
from questionnaire.revealed import RevealedStatement, revealed_session
from sessions.enums import ThemeState
from sessions.models import GroupSession, Party, Representative, SessionTheme

from .console_steps import NextStep, Step, next_step, steps_of
from .console_words import DO, SAY, SAY_OVERALL, Phase, phase_of

MOST_PRIORITIES = 3
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
class Agreed:
    """An action point as the console shows it."""

    action: ActionPoint
    state: str
    state_label: str
    reason: str = ""

    @property
    def has_gap(self) -> bool:
        return not self.action.has_owner or self.action.deadline is None


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
    ready: int
    missing: Sequence[str]
    next_step: NextStep | None
    revealed: Sequence[RevealedStatement]
    advice: Sequence[Advice]
    actions: Sequence[Agreed]
    too_many_priorities: int
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


def console_page(session: GroupSession, *, today: date) -> ConsolePage:
    """Return what the console of a session shows now."""
    phase = phase_of(session)
    themes = list(session.themes.select_related("theme").order_by("position"))
    theme = next((row for row in themes if row.pk == session.current_id), None)
    in_theme = theme if phase in _IN_THEME else None
    statements = list(Statement.objects.filter(theme=in_theme.theme_id)) if in_theme else []
    is_answering = phase in {Phase.ANSWERING, Phase.REOPENED}
    seats = _seats(session, in_theme, len(statements), is_answering=is_answering)
    missing = [_by_name(seat) for seat in seats if is_answering and not seat.is_ready]
    agreed = _agreed(session, theme_id=in_theme.theme_id if in_theme else None)
    shown = in_theme if phase in {Phase.REVEALED, Phase.REOPENED} else None
    overall = in_theme is not None and in_theme.theme.is_overall
    return ConsolePage(
        phase=phase,
        theme=in_theme,
        statements=statements,
        say=str((SAY_OVERALL if overall else {}).get(phase) or SAY.get(phase, "")),
        do=str(DO.get(phase, "")),
        steps=steps_of(session, themes, phase, _points_by_theme(agreed)),
        seats=seats,
        is_answering=is_answering,
        ready=sum(seat.is_ready for seat in seats),
        missing=missing,
        next_step=next_step(session, themes, phase),
        revealed=_revealed(session, shown),
        advice=_advice(shown) if shown else [],
        actions=agreed,
        too_many_priorities=_too_many(agreed, in_theme),
        gaps=[one for one in agreed if one.has_gap and one.action.status != ActionStatus.DROPPED],
    )


def _revealed(session: GroupSession, shown: SessionTheme | None) -> Sequence[RevealedStatement]:
    """Return what was shown of a theme; the whole session is asked, so that nobody always opens the talk."""
    return revealed_session(session)[shown.pk].statements if shown else ()


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


def _agreed(session: GroupSession, *, theme_id: int | None) -> list[Agreed]:
    """Return the action points, those of the present theme first and the newest on top."""
    points = ActionPoint.objects.filter(session=session).select_related("owner_organisation", "theme")
    reasons = dict(
        ActionEvent.objects.filter(action_point__session=session, change=ActionChange.HANDED_BACK)
        .order_by("pk")
        .values_list("action_point_id", "text")
    )
    ordered = sorted(points, key=lambda point: (theme_id is None or point.theme_id != theme_id, -point.pk))
    return [_one_agreed(point, reasons.get(point.pk, "")) for point in ordered]


def _one_agreed(action: ActionPoint, reason: str) -> Agreed:
    if action.status == ActionStatus.DROPPED:
        return Agreed(action=action, state="dropped", state_label=_("not taken up"))
    if action.status == ActionStatus.HANDED_BACK:
        return Agreed(action=action, state="handed_back", state_label=_("handed back"), reason=reason)
    if not action.has_owner:
        return Agreed(action=action, state="no_owner", state_label=_("no owner yet"))
    if action.status == ActionStatus.PROPOSED:
        return Agreed(action=action, state="waiting", state_label=_("waits for a yes"))
    return Agreed(action=action, state="yes", state_label=_("said yes"))


def _points_by_theme(agreed: Sequence[Agreed]) -> Counter[int]:
    return Counter(one.action.theme_id for one in agreed if one.action.theme_id)


def _too_many(agreed: Sequence[Agreed], theme: SessionTheme | None) -> int:
    """Return how many points of this theme are marked, when that is more than a table can carry; else 0."""
    if theme is None:
        return 0
    marked = sum(one.action.is_priority for one in agreed if one.action.theme_id == theme.theme_id)
    return marked if marked > MOST_PRIORITIES else 0


def _advice(theme: SessionTheme) -> list[Advice]:
    return list(Advice.objects.filter(themes=theme.theme_id))
