"""Answers by phone and on paper: first ones, changed ones, from pages that saw something older."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from catalogue.models import Statement
from questionnaire.paper import OnPaper, RowRefused, type_row

from ..builders import FACILITATOR
from .room_base import PLACES, Room

SAYINGS = st.one_of(
    st.tuples(st.just("value"), st.integers(0, 10)),
    st.tuples(st.just("dont_know"), st.none()),
    st.tuples(st.sampled_from(["not_applicable", "value"]), st.sampled_from([None, 11])),
)


class Answering(Room):
    """The parties with their phones, and who types in what stood on paper."""

    @precondition(lambda self: self.model.absent)
    @rule(place=PLACES, which=PLACES, said=SAYINGS, noted=st.booleans())
    def answer(self, place: int, which: int, said: tuple[str, int | None], noted: bool) -> None:
        party, statement = self._a_party(place), self._a_statement(which)
        note = f"kanarie{self._next()}x" if noted else ""
        self._answer(party, statement, *said, note, self.model.version(party, statement))

    @precondition(lambda self: self.model.absent)
    @rule(place=PLACES, said=SAYINGS, times=st.integers(1, 2))
    def answer_the_rest(self, place: int, said: tuple[str, int | None], times: int) -> None:
        """Fill in the theme that the table is at, and maybe think again about each statement."""
        party, at = self._a_party(place), self.model.at or self.model.themes[0]
        for statement in [*at.statements] * times:
            note = f"kanarie{self._next()}x"
            self._answer(party, statement, *said, note, self.model.version(party, statement))

    @precondition(lambda self: self.model.answers)
    @rule(place=PLACES, said=SAYINGS, behind=st.integers(0, 2))
    def change_an_answer(self, place: int, said: tuple[str, int | None], behind: int) -> None:
        """Also from a page that saw an older version."""
        # Rather one that can still be changed: most of the others were shown.
        moment_of = {theme.pk: self.model.moment_for(theme) for theme in self.model.themes}
        keys = [key for key in self.model.answers if key[2] == moment_of[self.model.theme_of(key[1]).pk]]
        keys = keys or list(self.model.answers)
        party, statement, _moment = keys[place % len(keys)]
        version = self.model.version(party, statement) - behind
        self._answer(party, statement, *said, f"kanarie{self._next()}x", version)

    @precondition(lambda self: self.model.answers)
    @rule(place=PLACES, seen=st.integers(0, 3))
    def send_the_same_again(self, place: int, seen: int) -> None:
        party, statement, moment = list(self.model.answers)[place % len(self.model.answers)]
        said = self.model.answers[party, statement, moment]
        self._answer(party, statement, said.kind, said.value, said.note, seen)

    @precondition(lambda self: self.model.absent)
    @rule(place=PLACES, which=PLACES, said=SAYINGS, behind=st.sampled_from([0, 0, 1]))
    def answer_on_paper(self, place: int, which: int, said: tuple[str, int | None], behind: int) -> None:
        party, statement = self._a_party(place), self._a_statement(which)
        seen = self.model.version(party, statement) - behind
        wanted = self.model.expects(party, statement, *said, "", seen=seen, paper=True)
        sheet = {Statement.objects.get(pk=statement): OnPaper(*said, seen)}
        row = self._party(party)
        if self._expect(
            wanted is not None,
            RowRefused,
            lambda: type_row(party=row, answers=sheet, actor=FACILITATOR, now=self.now),
        ):
            self.model.keep(party, statement, wanted)
