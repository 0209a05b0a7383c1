"""Names of any length, direction and content."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.lettering import isolated, on_lines, readable, shortened, width_of
from questionnaire.right_to_left import in_visual_order


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Woon\tstede\n", "Woon stede"),
        ("a\x00b\x07c", "abc"),
        ("\u202eedetsnooW\u202c", "edetsnooW"),
        ("👨‍👩‍👧 thuis", "👨‍👩‍👧 thuis"),
        ("a\ufffeb\U0001ffffc", "abc"),
        ("Café", "Café"),
    ],
)
def test_only_what_can_be_shown_stays(text: str, shown: str) -> None:
    assert readable(text) == shown


@given(st.text())
def test_what_stays_is_allowed_in_xml(text: str) -> None:
    for character in readable(text):
        assert unicodedata.category(character) not in {"Cc", "Cs"}
        assert ord(character) & 0xFFFE != 0xFFFE


def test_only_right_to_left_names_are_isolated() -> None:
    assert isolated("Woonstede") == "Woonstede"
    assert isolated("de שלום") == "\u2068de שלום\u2069"


@given(st.text(min_size=1).map(readable).filter(bool), st.integers(1, 3))
def test_no_line_is_wider_than_its_room(text: str, lines: int) -> None:
    found = on_lines(text, size=10, width=60, lines=lines)
    assert 1 <= len(found) <= lines
    assert all(width_of(line, 10) <= 60 for line in found)


def test_a_long_name_takes_two_lines_before_it_is_shortened() -> None:
    name = "Gemeenschappelijke Regeling Werk en Inkomen"
    assert on_lines(name, size=10, width=150, lines=2) == [
        "Gemeenschappelijke Regeling",
        "Werk en Inkomen",
    ]
    assert on_lines(name, size=10, width=150, lines=1)[0].endswith("…")
    assert on_lines("Kort", size=10, width=150, lines=2) == ["Kort"]


def test_a_joined_character_is_never_cut_in_half() -> None:
    family = "👨‍👩‍👧‍👦"
    for width in range(10, 80):
        kept = shortened(family * 3, size=10, width=width).removesuffix("…")
        assert not kept.endswith("\u200d")
    assert shortened("e\u0301" * 9, size=10, width=20).count("\u0301") == shortened(
        "e\u0301" * 9, size=10, width=20
    ).count("e")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Woonstede (bv)", "Woonstede (bv)"),
        ("שלום", "םולש"),
        ("שלום (ארגון)", "(ןוגרא) םולש"),
        ("שלום 24 בית", "תיב 24 םולש"),
        ("Huis שלום בית 3", "Huis תיב םולש 3"),
        ("سلام", "\ufee1\ufefc\ufeb3"),
        ("בית WoonPunt", "WoonPunt תיב"),
    ],
)
def test_right_to_left_letters_in_the_order_of_the_line(text: str, drawn: str) -> None:
    assert in_visual_order(text) == drawn


@given(st.text())
def test_no_text_is_too_strange_to_order(text: str) -> None:
    assert len(in_visual_order(text)) <= len(text)
