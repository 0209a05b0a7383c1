"""Then and now: what the same statement got at an earlier session and gets at this one; no cause is proven.

Only what was asked in the same words on the same scale is compared: the same version of the list, or versions
between which nothing but spelling was corrected, and then the page tells it. A party is the same one when its
organisation is, also after a merge. What the earlier table was promised about its report holds: totals only
means that no figure of then stands beside a name, or is that of so few that it could only be theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from catalogue.correcting import Correction
from catalogue.models import Theme
from catalogue.versions import Versions, versions_beside
from sessions.enums import SessionState
from sessions.folding import fold
from sessions.merging import Merges
from sessions.models import GroupSession, Representative, SessionTheme

from .enums import Moment
from .models import Reveal, RevealedAnswer

MOST_SESSIONS_BACK = 20
FEWEST_WITHOUT_NAMES = 3


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The figures of some parties together; `n` of them gave one."""

    n: int
    median: float
    lowest: int
    highest: int


@dataclass(frozen=True, kw_only=True)
class PartyThenNow:
    """A party that was there both times; a side without a figure is `None`."""

    name: str
    then: int | None
    now: int | None
    other_person: bool


@dataclass(frozen=True, kw_only=True)
class ThenNow:
    """One statement at both sessions: all parties, those that gave a figure both times, and each by name.

    `corrected` is the spelling that was mended in the statement between the two.
    """

    earlier: GroupSession
    then: Spread | None
    now: Spread | None
    both_then: Spread | None
    both_now: Spread | None
    parties: tuple[PartyThenNow, ...]
    corrected: tuple[Correction, ...] = ()


def then_and_now(theme: SessionTheme) -> dict[int, ThenNow]:
    """Return the comparison of each statement of a revealed theme by its key; none where nothing compares."""
    versions = versions_beside(theme.session.catalogue_id)
    earlier = earlier_theme(theme, versions=versions)
    if earlier is None:
        return {}
    now, then = _first_lines(theme), _first_lines(earlier)
    merges = Merges(theme.session.municipality_id)
    others = _other_people(theme.session, earlier.session, merges)
    corrected = versions.corrected_between(theme.session.catalogue_id, earlier.session.catalogue_id)
    return {
        lines[0].statement_id: _compared(
            earlier.session,
            then[number],
            lines,
            merges,
            others=others if _by_name(earlier) else None,
            corrected=tuple(one for one in corrected if one.where == f"statement {number}"),
        )
        for number, lines in now.items()
        if number in then
    }


def earlier_theme(theme: SessionTheme, *, versions: Versions | None = None) -> SessionTheme | None:
    """Return the same theme in the nearest earlier session where its answers were shown, if there is one.

    A follow-up meeting without answers is passed by; a rehearsal and a cancelled session never count.
    """
    session = theme.session
    seen = {session.pk}
    versions = versions or versions_beside(session.catalogue_id)
    slug = Theme.objects.filter(pk=theme.theme_id).values("slug")
    while session.previous_id and session.previous_id not in seen and len(seen) <= MOST_SESSIONS_BACK:
        session = GroupSession.objects.get(pk=session.previous_id)
        seen.add(session.pk)
        asks_the_same = versions.ask_the_same(session.catalogue_id, theme.session.catalogue_id)
        if not asks_the_same or _counts_not(session):
            continue
        found = SessionTheme.objects.filter(session=session, theme__slug__in=slug).first()
        if found is not None and found.is_revealed:
            found.session = session
            return found
    return None


def _counts_not(session: GroupSession) -> bool:
    return session.is_rehearsal or session.state == SessionState.CANCELLED


def _by_name(theme: SessionTheme) -> bool:
    return theme.session.names_in_report


def _first_lines(theme: SessionTheme) -> dict[int, list[RevealedAnswer]]:
    """Return the snapshot from before the talk by the number of the statement."""
    first = Reveal.objects.filter(session_theme=theme, moment=Moment.BEFORE_TALK).order_by("pk")[:1]
    found: dict[int, list[RevealedAnswer]] = {}
    for line in RevealedAnswer.objects.filter(reveal__in=list(first)).select_related("party", "statement"):
        found.setdefault(line.statement.number, []).append(line)
    return found


def _other_people(now: GroupSession, then: GroupSession, merges: Merges) -> set[int]:
    """Return the organisations for which nobody sits here who sat there; unknown people tell nothing."""
    people: dict[int, dict[int, set[str]]] = {now.pk: {}, then.pk: {}}
    rows = Representative.objects.present().filter(party__session__in=people).select_related("party")
    for person in rows:
        known = person.email or person.name
        if known:
            of_party = people[person.party.session_id].setdefault(
                merges.end_of(person.party.organisation_id), set()
            )
            of_party |= {fold(word) for word in (person.email, person.name) if word}
    return {
        organisation
        for organisation, here in people[now.pk].items()
        if (there := people[then.pk].get(organisation)) and not here & there
    }


def _compared(
    earlier: GroupSession,
    then: Sequence[RevealedAnswer],
    now: Sequence[RevealedAnswer],
    merges: Merges,
    *,
    others: set[int] | None,
    corrected: tuple[Correction, ...],
) -> ThenNow:
    first, last = _by_organisation(then, merges), _by_organisation(now, merges)
    pairs = [(key, first[key], last[key]) for key in last if key in first]
    both = [(a.value, b.value) for _key, a, b in pairs if a.value is not None and b.value is not None]
    if others is None and len(both) < FEWEST_WITHOUT_NAMES:
        both = []
    return ThenNow(
        earlier=earlier,
        then=_spread(line.value for line in then),
        now=_spread(line.value for line in now),
        both_then=_spread(a for a, _b in both),
        both_now=_spread(b for _a, b in both),
        parties=()
        if others is None
        else tuple(
            PartyThenNow(name=b.party.name, then=a.value, now=b.value, other_person=key in others)
            for key, a, b in pairs
        ),
        corrected=corrected,
    )


def _by_organisation(lines: Iterable[RevealedAnswer], merges: Merges) -> Mapping[int, RevealedAnswer]:
    """Return lines by what their organisation goes on as; two parties that became one can't be compared."""
    found: dict[int, list[RevealedAnswer]] = {}
    for line in lines:
        found.setdefault(merges.end_of(line.party.organisation_id), []).append(line)
    return {key: lines[0] for key, lines in found.items() if len(lines) == 1}


def _spread(values: Iterable[int | None]) -> Spread | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    return Spread(n=len(known), median=median(known), lowest=min(known), highest=max(known))
