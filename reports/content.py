"""What the report of a session says, before it gets a form."""

from dataclasses import dataclass
from datetime import date, datetime

from agenda.agreeing.fates import fate_of
from agenda.agreeing.versions import is_concept
from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from questionnaire.agreement import Label
from questionnaire.revealed import RevealedStatement, RevealedTheme, revealed_session
from questionnaire.talk_value import OwnAndTogether, own_and_together
from sessions.models import Facilitator, GroupSession

FIRST_TO_TALK_ABOUT = 5


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A party and the people who sat for it; nobody did on an empty chair."""

    party: str
    people: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.people


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """Everything the report shows; `unrevealed` names the themes the table did not get to.

    `is_concept` tells that the organisations did not adopt the agenda in it.
    """

    session: GroupSession
    facilitators: tuple[str, ...]
    seats: tuple[Seat, ...]
    overall: RevealedTheme | None
    themes: tuple[RevealedTheme, ...]
    unrevealed: tuple[str, ...]
    first_to_talk_about: tuple[RevealedStatement, ...]
    own_and_together: OwnAndTogether
    actions: tuple[ActionPoint, ...]
    is_concept: bool
    follow_up_on: date | None
    made_at: datetime

    @property
    def all_statements(self) -> list[RevealedStatement]:
        return [one for theme in self.themes for one in theme.in_order_of_number()]

    @property
    def present(self) -> int:
        return sum(not seat.is_empty for seat in self.seats)

    @property
    def points_of_its_own(self) -> int:
        """Return how many points the table agreed on; what goes on in another one counts there."""
        return sum(action.merged_into_id is None for action in self.actions)

    @property
    def without_owner_or_date(self) -> int:
        """Return how many points miss something; of what the table does not take up nothing is missed."""
        asked = [action for action in self.actions if action.status != ActionStatus.DROPPED]
        return sum(not action.has_owner or action.deadline is None for action in asked)

    @property
    def clear_differences(self) -> int:
        return sum(one.picture.summary.label == Label.CLEAR_DIFFERENCE for one in self.all_statements)


def report_content(session: GroupSession, *, now: datetime) -> ReportContent:
    """Gather a report from the snapshots, the table and the agenda, in the reader's language."""
    rows = list(session.themes.select_related("theme"))
    revealed = revealed_session(session, names_hidden=not session.names_in_report)
    themes = [revealed[row.pk] for row in rows if row.pk in revealed and not row.theme.is_overall]
    statements = [one for theme in themes for one in theme.statements]
    overall = next((revealed[row.pk] for row in rows if row.pk in revealed and row.theme.is_overall), None)
    return ReportContent(
        session=session,
        facilitators=tuple(
            facilitator.name
            for facilitator in Facilitator.objects.filter(session=session)
            if _was_there(facilitator.ended_at, session)
        ),
        seats=_seats(session),
        overall=overall,
        themes=tuple(themes),
        unrevealed=tuple(
            row.theme.title for row in rows if row.pk not in revealed and not row.theme.is_overall
        ),
        first_to_talk_about=tuple(
            sorted(statements, key=lambda one: (-one.turn.value, one.statement.number))[:FIRST_TO_TALK_ABOUT]
        ),
        own_and_together=own_and_together(
            own=[one.picture.summary for one in statements if not one.statement.is_about_whole_table],
            together=[one.picture.summary for one in statements if one.statement.is_about_whole_table],
        ),
        actions=_actions(session),
        is_concept=is_concept(session),
        follow_up_on=session.follow_up_on,
        made_at=now,
    )


def _actions(session: GroupSession) -> tuple[ActionPoint, ...]:
    """Return what was written down; `fate` says where a point went on that was merged, else nothing."""
    rows = ActionPoint.objects.filter(session=session).prefetch_related("statements")
    found = sorted(rows.select_related("owner_organisation", "theme", "merged_into"), key=_place_of_action)
    for action in found:
        action.fate = fate_of(action) if action.merged_into_id else ""  # type: ignore[attr-defined]
    return tuple(found)


def _seats(session: GroupSession) -> tuple[Seat, ...]:
    parties = session.parties.prefetch_related("representatives")
    return tuple(
        Seat(
            party=party.name,
            people=tuple(
                person.name
                for person in party.representatives.all()
                if person.joined_at is not None and _was_there(person.removed_at, session)
            )
            if not party.is_absent
            else (),
        )
        for party in parties
    )


def _was_there(ended_at: datetime | None, session: GroupSession) -> bool:
    """Return whether somebody's part held until the close: a right can be taken away long after it."""
    return ended_at is None or (session.closed_at is not None and ended_at >= session.closed_at)


def _place_of_action(action: ActionPoint) -> tuple[bool, bool, int, date, int]:
    """Order as the table would read it: its priorities, then by theme and deadline; what was merged last."""
    theme = action.theme.position if action.theme else 99
    is_merged = action.merged_into_id is not None
    return (is_merged, not action.is_priority, theme, action.deadline or date.max, action.pk)
