"""Hold a session of the demo: people join, answer, see the answers and agree."""

from datetime import date, datetime, timedelta

from agenda.models import ActionPoint
from agenda.points.accepting import accept_action
from agenda.points.describing import set_priority
from agenda.points.proposing import propose_action
from agenda.reminding.working_days import working_day
from audit.actors import Actor
from catalogue.models import Statement
from questionnaire.answers import give_answer
from questionnaire.enums import AnswerKind
from questionnaire.reveal import reveal_theme
from sessions import stage
from sessions.enums import JoinedBy
from sessions.feedback import QUESTIONS, give_feedback
from sessions.models import GroupSession, Organisation, Party, Representative, SessionTheme
from sessions.parties import mark_absent
from sessions.seats import actor_of, take_seat

from .stories import ActionStory, SessionStory

THEME_AT = (0, 10, 42, 64, 88)
"""Minutes after the start at which each theme is introduced, the overall grade first."""
ANSWERING_AFTER, ANSWERS_AFTER, REVEAL_AFTER, ACTIONS_AFTER = (timedelta(minutes=n) for n in (2, 3, 8, 14))
ENDS_AFTER = timedelta(minutes=118)
SAID = {"?": AnswerKind.DONT_KNOW, "n": AnswerKind.NOT_APPLICABLE}
NOT_ANSWERED = "."


class Table:
    """One session with its people; each step is taken on the minute it would be taken."""

    def __init__(
        self,
        *,
        session: GroupSession,
        story: SessionStory,
        parties: dict[str, Party],
        organisations: dict[str, Organisation],
        leader: Actor,
        leader_name: str,
        today: date,
    ) -> None:
        self.session = session
        self.story = story
        self.parties = parties
        self.organisations = organisations
        self.leader = leader
        self.leader_name = leader_name
        self.today = today
        self.seats: dict[str, Representative] = {}
        self.actions: dict[str, ActionPoint] = {}

    def hold(self, *, themes: int, answering_last: bool = False, follow_up_on: date | None = None) -> None:
        """Go through the first themes; the last one is left while answering, or the session is closed."""
        self._step(stage.open_session, now=self._at(-12))
        self._join()
        self._step(stage.start_session, now=self._at(0))
        for row in self.session.themes.select_related("theme").order_by("position")[:themes]:
            is_last = row.position == themes - 1
            self._go_through(row, reveal=not (is_last and answering_last))
        if answering_last:
            return
        ends_at = self.session.starts_at + ENDS_AFTER
        self._step(stage.begin_wrap_up, now=ends_at - timedelta(minutes=6))
        self._find(now=ends_at - timedelta(minutes=4))
        self._step(stage.close_session, now=ends_at, follow_up_on=follow_up_on)

    def _at(self, minute: int) -> datetime:
        return self.session.starts_at + timedelta(minutes=minute)

    def _step(self, verb, *, now: datetime, **wanted) -> None:  # type: ignore[no-untyped-def]
        self.session.refresh_from_db()
        verb(self.session, actor=self.leader, expected_revision=self.session.revision, now=now, **wanted)

    def _join(self) -> None:
        for number, (key, party) in enumerate(self.parties.items()):
            now = self._at(-10) + timedelta(seconds=40 * number)
            if key in self.story.absent:
                mark_absent(party, actor=self.leader, now=now)
                continue
            person = party.representatives.get()
            self.seats[key] = take_seat(
                party=party,
                name=person.name,
                joined_by=JoinedBy.CODE if key in self.story.by_code else JoinedBy.LINK,
                now=now,
                representative=person,
            )
        self.session.refresh_from_db()

    def _go_through(self, row: SessionTheme, *, reveal: bool) -> None:
        begins = self._at(THEME_AT[row.position])
        statements = list(row.theme.statements.order_by("number"))
        if row.position > 0:
            self._step(stage.show_theme, now=begins, theme=row)
        self._step(stage.start_answering, now=begins + ANSWERING_AFTER, theme=row)
        self._answer(row, statements, now=begins + ANSWERS_AFTER)
        if not reveal:
            return
        self._step(reveal_theme, now=begins + REVEAL_AFTER, theme=row)
        self._step(stage.show_statement, now=begins + REVEAL_AFTER, statement=statements[-1])
        numbers = {statement.number: statement for statement in statements}
        for number, one in enumerate(self.story.actions):
            if one.statement in numbers:
                now = begins + ACTIONS_AFTER + timedelta(minutes=number)
                self.agree(one, statement=numbers[one.statement], now=now)

    def _answer(self, row: SessionTheme, statements: list[Statement], *, now: datetime) -> None:
        for number, (key, seat) in enumerate(self.seats.items()):
            lines = self.story.answers.get(key, ())
            said = lines[row.position] if row.position < len(lines) else ()
            if len(said) > len(statements):
                raise ValueError(f"{self.story.title}: {key} answers too often in theme {row.position}")
            for place, (word, statement) in enumerate(zip(said, statements, strict=False)):
                if word != NOT_ANSWERED:
                    at = now + timedelta(seconds=7 * number + 20 * place)
                    self._say(key, seat, statement, word, now=at)

    def _say(self, key: str, seat: Representative, statement: Statement, word: str, *, now: datetime) -> None:
        kind = SAID.get(word, AnswerKind.VALUE)
        give_answer(
            party=self.parties[key],
            statement=statement,
            kind=kind,
            value=int(word) if kind == AnswerKind.VALUE else None,
            note=self.story.notes.get(key, {}).get(statement.number, ""),
            expected_version=0,
            representative=seat,
            now=now,
        )

    def _find(self, *, now: datetime) -> None:
        """Let people say how the meeting was, in the three taps of their phone; a `.` is skipped."""
        for number, (key, told) in enumerate(self.story.feedback.items()):
            for question, figure in zip(QUESTIONS, told.split(), strict=True):
                if figure != NOT_ANSWERED:
                    at = now + timedelta(seconds=9 * number)
                    give_feedback(self.seats[key], question=question, figure=int(figure), now=at)

    def agree(self, one: ActionStory, *, statement: Statement, now: datetime) -> None:
        """Write an action point down, and let its owner say yes when the story says so."""
        seat = self.seats.get(one.owner)
        action = propose_action(
            self.session,
            what=one.what,
            statements=[statement],
            resident_effect=one.effect,
            owner_organisation=self.organisations[one.owner] if one.owner else None,
            owner_name=one.owner_name or (seat.name if seat else ""),
            owner_role=one.owner_role or (seat.function if seat else ""),
            owner_email=seat.email if seat and not one.owner_name else "",
            deadline=None if one.due is None else working_day(self.today + timedelta(days=one.due)),
            actor=self.leader,
            author=self.leader_name,
            today=now.date(),
            now=now,
        )
        if one.priority:
            self.change(set_priority, action, now=now + timedelta(minutes=1), is_priority=True)
        if one.said_yes and seat is not None:
            self.change(
                accept_action, action, now=now + timedelta(minutes=2), actor=actor_of(seat), author=seat.name
            )
        self.actions[one.what] = action

    def change(self, verb, action: ActionPoint, *arguments, now: datetime, **wanted) -> None:  # type: ignore[no-untyped-def]
        """Take a step with an action point, as the facilitator unless the story says who."""
        by = {"actor": self.leader, "author": self.leader_name, **wanted}
        action.refresh_from_db()
        verb(action, *arguments, expected_revision=action.revision, now=now, **by)
