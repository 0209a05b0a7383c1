"""The picture of a statement: its rows, its marks and its words."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from questionnaire.agreement import Mark, Pattern
from questionnaire.enums import RevealedKind
from questionnaire.picture import EmptyCounts, PartyAnswer, StatementData, StatementPicture, picture_of

STATEMENT = StatementData(
    number=5, text="Iedereen vindt hulp.", min_label="helemaal niet", max_label="helemaal"
)
Said = int | RevealedKind


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def answer(name: str, said: Said, after: Said | None = None, *, absent: bool = False) -> PartyAnswer:
    def kind(one: Said | None) -> RevealedKind | None:
        return RevealedKind.VALUE if isinstance(one, int) else one

    return PartyAnswer(
        party_name=name,
        kind=kind(said),
        value=said if isinstance(said, int) else None,
        after_kind=kind(after),
        after_value=after if isinstance(after, int) else None,
        absent=absent,
    )


def picture(*, names_hidden: bool = False, **said: Said) -> StatementPicture:
    answers = [answer(name, one) for name, one in said.items()]
    return picture_of(STATEMENT, answers, names_hidden=names_hidden)


def test_rows_stand_from_high_to_low_and_empty_last() -> None:
    drawn = picture(
        Waterbedrijf=RevealedKind.ABSENT,
        Kerk=RevealedKind.UNANSWERED,
        bank=3,
        Sportclub=RevealedKind.NOT_APPLICABLE,
        Aanpak=3,
        School=9,
        Huisarts=RevealedKind.DONT_KNOW,
    )
    assert [row.name for row in drawn.rows] == [
        "School",
        "Aanpak",
        "bank",
        "Huisarts",
        "Sportclub",
        "Kerk",
        "Waterbedrijf",
    ]
    assert [row.position for row in drawn.rows] == [0.9, 0.3, 0.3, None, None, None, None]
    assert drawn.empty == EmptyCounts(dont_know=1, not_applicable=1, unanswered=1, absent=1)


def test_no_empty_enters_a_number() -> None:
    drawn = picture(a=8, b=6, c=RevealedKind.DONT_KNOW, d=RevealedKind.NOT_APPLICABLE, e=RevealedKind.ABSENT)
    assert (drawn.summary.n, drawn.summary.lowest, drawn.summary.mean) == (2, 6, None)


def test_an_absent_party_keeps_what_it_answered_ahead() -> None:
    drawn = picture_of(
        STATEMENT,
        [answer("a", 4, absent=True), answer("b", RevealedKind.UNANSWERED, absent=True)],
    )
    assert [row.kind for row in drawn.rows] == [RevealedKind.VALUE, RevealedKind.ABSENT]


def test_marks_follow_the_pattern_only() -> None:
    plain = picture(a=9, b=9, c=8, d=7, e=7, f=5, g=3, h=2)
    assert {row.mark for row in plain.rows} == {None}
    lone = picture(a=7, b=7, c=7, d=1)
    assert [row.mark for row in lone.rows] == [None, None, None, Mark.LOW]
    groups = picture(a=9, b=8, c=3, d=2)
    assert [row.mark for row in groups.rows] == [Mark.HIGH, Mark.HIGH, Mark.LOW, Mark.LOW]


@pytest.mark.parametrize(
    ("said", "sentences"),
    [
        ({}, ["Nobody gave a figure."]),
        ({"Bank": RevealedKind.DONT_KNOW}, ["Nobody gave a figure."]),
        ({"Bank": 4}, ["Bank gives 4. One figure is too few to compare."]),
        ({"Bank": 4, "School": 4}, ["Both parties give 4."]),
        ({"a": 4, "b": 4, "c": 4}, ["All three parties give 4."]),
        ({"a": 6, "b": 7, "c": 7}, ["The answers lie close together: from 6 to 7."]),
        ({"a": 5, "b": 8, "c": 9}, ["The answers differ a little: from 5 to 9."]),
        ({"a": 4, "b": 6, "c": 9, "d": 10, "e": 10}, ["The answers lie far apart: from 4 to 10."]),
        (
            {"a": 9, "b": 9, "c": 8, "d": 7, "e": 7, "f": 5, "ROC": 3, "Woonstede": 2},
            ["Five parties give 7 or higher.", "ROC and Woonstede give 3 or lower."],
        ),
        (
            {"a": 9, "b": 9, "c": 8, "d": 8, "Bank": 3, "School": 2, "Kerk": 2},
            ["Four parties give 8 or higher.", "Bank, Kerk and School give 3 or lower."],
        ),
        ({"a": 9, "b": 9, "c": 2, "d": 2}, ["a and b give 9.", "c and d give 2."]),
        ({"a": 7, "b": 7, "c": 7, "Bank": 1}, ["Bank gives 1.", "The other three parties give 7."]),
        ({"a": 3, "b": 2, "c": 4, "Bank": 9}, ["Bank gives 9.", "The other three parties give 2 to 4."]),
    ],
)
def test_what_stands_out_in_words(said: dict[str, Said], sentences: list[str]) -> None:
    assert list(picture(**said).sentences) == sentences


def test_each_kind_of_empty_has_its_own_words() -> None:
    drawn = picture(
        a=5,
        b=RevealedKind.DONT_KNOW,
        c=RevealedKind.NOT_APPLICABLE,
        d=RevealedKind.UNANSWERED,
        e=RevealedKind.ABSENT,
        f=RevealedKind.ABSENT,
    )
    assert list(drawn.empty_sentences) == [
        "b doesn't know.",
        "This does not apply to c.",
        "There is no answer from d.",
        "Empty chairs: e and f.",
    ]
    many = {f"p{at}": RevealedKind.DONT_KNOW for at in range(4)}
    assert list(picture(**many).empty_sentences) == ["Four parties don't know."]


def test_hidden_names_are_numbered_and_nowhere_said() -> None:
    drawn = picture(names_hidden=True, Woonstede=1, Bank=7, School=7, Kerk=7, Water=RevealedKind.ABSENT)
    assert [row.name for row in drawn.rows] == [f"party {number}" for number in range(1, 6)]
    assert list(drawn.sentences) == ["One party gives 1.", "The other three parties give 7."]
    assert list(drawn.empty_sentences) == ["Empty chair: one party."]
    for name in ("Woonstede", "Bank", "School", "Kerk", "Water"):
        assert name not in repr(drawn)


def test_hidden_names_do_not_show_in_the_order() -> None:
    one = picture_of(STATEMENT, [answer("a", 7, 3), answer("b", 7, 9)], names_hidden=True)
    other = picture_of(STATEMENT, [answer("a", 7, 9), answer("b", 7, 3)], names_hidden=True)
    assert one == other


def test_what_changed_after_the_talk_stands_beside_the_first_answer() -> None:
    drawn = picture_of(
        STATEMENT,
        [
            answer("a", 8, 6),
            answer("b", 7, 7),
            answer("c", RevealedKind.DONT_KNOW, 5),
            answer("d", 4, RevealedKind.UNANSWERED),
            answer("e", 3, RevealedKind.DONT_KNOW),
        ],
    )
    assert {row.name: row.changed for row in drawn.rows} == {
        "a": True,
        "b": False,
        "c": True,
        "d": False,
        "e": True,
    }
    assert drawn.has_after
    assert drawn.sentences[-1] == "After the talk three parties give another answer."
    assert (drawn.summary.n, drawn.summary.highest) == (4, 8)
    assert drawn.rows[0].after_position == 0.6


def test_a_name_can_not_turn_or_break_what_follows() -> None:
    drawn = picture_of(
        STATEMENT, [answer("A\u202e\x00\nB\u2066", 9), answer("שלום", 1), answer("\x07", 1), answer("c", 9)]
    )
    assert drawn.summary.pattern == Pattern.TWO_GROUPS
    assert [row.name for row in drawn.rows] == ["A B", "c", "–", "שלום"]
    assert drawn.sentences[1] == "– and \u2068שלום\u2069 give 1."


@pytest.mark.parametrize(
    ("kind", "value"), [(RevealedKind.VALUE, None), (RevealedKind.DONT_KNOW, 4), (RevealedKind.ABSENT, 0)]
)
def test_a_figure_only_with_a_value(kind: RevealedKind, value: int | None) -> None:
    with pytest.raises(ValueError, match="figure"):
        PartyAnswer(party_name="a", kind=kind, value=value)


def test_a_figure_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        picture(a=11)
    with pytest.raises(ValueError, match="outside"):
        picture_of(STATEMENT, [answer("a", 5, 11)])
