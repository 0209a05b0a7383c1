"""Planning a session, and who comes to the table and goes."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from sessions import parties, seats
from sessions.enums import JoinedBy
from sessions.handing_over import CodeRefused, make_code, take_over
from sessions.models import Facilitator, Representative
from sessions.stepping import StepRefused

from ..builders import FACILITATOR, build_user
from .room_base import PLACES
from .room_leading import Leading
from .table_model import ALIVE


class People(Leading):
    """The coordinator, and the participants as people."""

    @initialize(
        ahead=st.booleans(), names_after_talk=st.booleans(), many=st.integers(1, 3), far=st.integers(0, 9)
    )
    def plan_the_first(self, ahead: bool, names_after_talk: bool, many: int, far: int) -> None:
        """Begin with a session that is so far: dice alone would mostly stay at its beginning."""
        self._plan(ahead, names_after_talk, many)
        for _step in range(far):
            self.press_the_big_button()

    @precondition(lambda self: self.model.state not in ALIVE)
    @rule(ahead=st.booleans(), many=st.integers(0, 3))
    def plan(self, ahead: bool, many: int) -> None:
        self._plan(ahead, False, many)

    @precondition(lambda self: len(self.model.absent) < 6)
    @rule()
    def walk_in(self) -> None:
        self._expect(self.model.state in ALIVE, StepRefused, self._add_party)

    @precondition(lambda self: self.model.absent)
    @rule(place=PLACES, absent=st.booleans())
    def mark_absent(self, place: int, absent: bool) -> None:
        mark, party = parties.mark_absent if absent else parties.mark_present, self._a_party(place)
        row = self._party(party)
        if self._expect(
            self.model.state in ALIVE, StepRefused, lambda: mark(row, actor=FACILITATOR, now=self.now)
        ):
            self.model.absent[party] = absent

    @precondition(lambda self: self.model.absent)
    @rule(place=PLACES)
    def join(self, place: int) -> None:
        party = self._a_party(place)
        sit = {"name": f"Persoon {self._next()}", "joined_by": JoinedBy.SEAT_CARD, "now": self.now}
        taken: list[Representative] = []
        has_room = list(self.model.seats.values()).count(party) < seats.SEATS_PER_PARTY
        if self._expect(
            self.model.is_joinable and has_room,
            (seats.NotJoinable, seats.PartyFull),
            lambda: taken.append(seats.take_seat(party=self._party(party), **sit)),
        ):
            self.model.seats[taken[0].pk], self.model.absent[party] = party, False

    @precondition(lambda self: self.model.seats)
    @rule(place=PLACES)
    def leave(self, place: int) -> None:
        person = list(self.model.seats)[place % len(self.model.seats)]
        row = Representative.objects.select_related("party__session", "municipality").get(pk=person)
        seats.remove_from_table(representative=row, actor=FACILITATOR, now=self.now)
        del self.model.seats[person]

    @rule(again=st.booleans())
    def hand_over(self, again: bool) -> None:
        leader = Facilitator.objects.filter(session=self.session).first()
        made: list[str] = []
        make = lambda: made.append(make_code(leader, actor=FACILITATOR, now=self.now).code)  # noqa: E731
        if not self._expect(self.model.state in ALIVE, StepRefused, make):
            return
        by = {"municipality": self.municipality, "user": build_user(), "now": self.now}
        take_over(made[0], **by)
        if again:
            other = {**by, "user": build_user()}
            self._expect(False, CodeRefused, lambda: take_over(made[0], **other))
