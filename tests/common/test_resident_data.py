"""What points at one resident is found, and what does not is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from common.resident_data import Kind, find_resident_data


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in find_resident_data(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.BSN, "BSN 111222333 heeft een achterstand"),
        (Kind.BSN, "het gaat om 1112.22.333"),
        (Kind.BSN, "(111 222 333)"),
        (Kind.BSN, "nummer:123456782."),
        (Kind.BSN, "uit Word: 111\u00a0222\u00a0333"),
        (Kind.BSN, "111–222–333"),
        (Kind.BSN, "1112\u201122\u2011333"),
        (Kind.BSN, "111/222/333"),
        (Kind.IBAN, "NL91ABNA0417164300"),
        (Kind.IBAN, "rekening nl91 abna 0417 1643 00 graag"),
        (Kind.IBAN, "BE68 5390 0754 7034"),
        (Kind.IBAN, "NL91\u00a0ABNA\u00a00417\u00a01643\u00a000"),
        (Kind.IBAN, "NL 91 ABNA 0417 1643 00"),
        (Kind.EMAIL, "mail jan.jansen@example.nl."),
        (Kind.EMAIL, "<fatima+1@sub.example.org>"),
        (Kind.EMAIL, "“jan@example.nl”"),
        (Kind.EMAIL, "[jan@example.nl]"),
        (Kind.EMAIL, "jan@example.nl/piet"),
        (Kind.PHONE, "bel 06-12345678"),
        (Kind.PHONE, "06 12 34 56 78"),
        (Kind.PHONE, "+31 6 12345678"),
        (Kind.PHONE, "tel. 020 6241111"),
        (Kind.ADDRESS, "1012 AB 12"),
        (Kind.ADDRESS, "1012ab, 12-a"),
        (Kind.ADDRESS, "Dorpsstraat 12, 1012 AB Waterveen"),
        (Kind.ADDRESS, "1012 AB nr 5"),
        (Kind.ADDRESS, "1012AB12"),
        (Kind.ADDRESS, "1012 AB, nr. 12"),
        (Kind.ADDRESS, "1012 AB huisnr. 12"),
        (Kind.ADDRESS, "postcode 1012 ab, huisnummer: 12"),
        (Kind.ADDRESS, "Dorpsstraat 12 (1012 AB)"),
        (Kind.BIRTH_DATE, "geboren op 3-4-2015"),
        (Kind.BIRTH_DATE, "geb. 12 maart 2019"),
        (Kind.BIRTH_DATE, "mevrouw, 12-03-1961"),
        (Kind.BIRTH_DATE, "12 maart 1961"),
        (Kind.BIRTH_DATE, "1961-03-12"),
        (Kind.BIRTH_DATE, "1961/03/12"),
        (Kind.BIRTH_DATE, "12-mrt-1961"),
        (Kind.BIRTH_DATE, "12 - 03 - 1961"),
        (Kind.BIRTH_DATE, "12–03–1961"),
        (Kind.BIRTH_DATE, "de 12e maart 1961"),
        (Kind.BIRTH_DATE, "geboortedatum: 3-4-2015"),
        (Kind.BIRTH_DATE, "geboortedatum 03042015"),
        (Kind.BIRTH_DATE, "2015-04-03 geboren"),
        (Kind.BIRTH_DATE, "geboren: 3 april ’15"),
    ],
)
def test_what_points_at_a_resident_is_found(kind: Kind, text: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wij bellen elke huurder na één maand achterstand.",
        "111222334 brieven",  # fails the eleven-proof
        "KvK 12345678",
        "€ 1.250.000,00 in 2027",
        "120.000.000 euro",
        "Klaar op 12-03-2027, uiterlijk 1 april 2027",
        "Sinds 2009 bestaat het loket",
        "In 1012 AB en 1013 CD beginnen we",
        "Dat doen wij in 2026 en 2027",
        "In 2026 is 12 procent begonnen, in 2027 of 2028 de rest",
        "Van 1500 op 3 plekken naar 1 loket",
        "Op 1 jan 2027 of 1 feb 2027",
        "€ 2500 in 2027",
        "uiterlijk 1-3-2027 - 30-6-2027, om 15 uur",
        "1-10-2027 15",  # passes the eleven-proof, and is a day with an hour
        "zie https://example.nl/nieuws/2005/03/12/loket",
        "KvK 03042015",
        "artikel 3.4.1 van het convenant uit 2021",
        "24/7 bereikbaar, 06.00 tot 18.00 uur",
        "stelling 5, 6 en 7",
        "@gemeente en apenstaartje @ werk",
        "NL12 is geen rekening",
        "6 weken, 40 telefoons, 15 stellingen",
    ],
)
def test_what_organisations_write_to_each_other_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_each_place_is_named_once_in_the_order_of_the_text() -> None:
    text = "geb. 12-03-1961, 06-12345678, 111222333, jan@example.nl, 1012 AB 12, NL91ABNA0417164300"
    assert kinds(text) == [Kind.BIRTH_DATE, Kind.PHONE, Kind.BSN, Kind.EMAIL, Kind.ADDRESS, Kind.IBAN]


def with_check_digit(number: int) -> str:
    """Return a number of eight digits with the ninth that the eleven-proof asks; X where none does."""
    digits = f"{number:08d}"
    check = sum((9 - place) * int(digit) for place, digit in enumerate(digits)) % 11
    return digits + ("X" if check == 10 else str(check))


@given(st.integers(1_000_000, 99_999_999).map(with_check_digit).filter(bsn.is_valid))
def test_every_bsn_is_found(number: str) -> None:
    assert Kind.BSN in kinds(f"zie {number} aub") or Kind.PHONE in kinds(f"zie {number} aub")


@given(st.text(max_size=600))
def test_any_text_gets_an_answer(text: str) -> None:
    for finding in find_resident_data(text):
        assert 0 <= finding.start < finding.end <= len(text)
