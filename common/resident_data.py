"""Find what points at one resident in free text: it never belongs in this tool."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban
from stdnum.nl import bsn


class Kind(StrEnum):
    """What was found, in the order in which it is looked for."""

    BSN = "bsn"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH_DATE = "birth date"


@dataclass(frozen=True)
class Finding:
    """What points at a resident, and where it stands in the text."""

    kind: Kind
    start: int
    end: int


# What programs make of a hyphen and a space; each stands for one sign, so that a place stays its place.
SIGNS = str.maketrans(
    {
        **dict.fromkeys(
            "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}", "-"
        ),
        **dict.fromkeys("\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}", " "),
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)
# A KvK number has eight digits and an organisation may be named by it, so a BSN is nine.
NINE_DIGITS = re.compile(r"(?<![\d.,])\d(?:[ ./_-]?\d){8}(?![\d]|[.,]\d)")
ACCOUNT = re.compile(r"\b[A-Z]{2} ?\d{2}(?:[ .-]?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)
AROUND_AT = re.compile(r"[^\s<>(),;:\[\]{}\"/|…“”„‘’«»]+@[^\s<>(),;:\[\]{}\"/|…“”„‘’«»]+")
POSTCODE = r"(?<!\d)[1-9]\d{{3}}[\s-]?(?!SA|SD|SS)(?P<{letters}>[A-Z]{{2}})"
SMALL_WORD = re.compile(
    "a[lnst]|b[evy]|cm|d[eor]|e[ntrx]|h[ae]|i[kns]|j[ael]|k[gm]|m[aem]|n[aoru]|o[fkmnpr]|pm|st|t[eo]|u[psw]|"
    "vr|w[eo]|z[aeo]"
)
"""Words of two letters behind a number, such as a year, when they are written small."""
NUMBER = r"\d{1,5}\s?-?\s?[a-z]{0,2}\b"
WORD_FOR_NUMBER = r"(?:nr\b\.?|nummer|huis(?:nr\b\.?|nummer)?|op)"
ADDRESS = re.compile(
    rf"{POSTCODE.format(letters='first')}(?:\s*[,/·-]?\s*|\s*,?\s+{WORD_FOR_NUMBER}:?\s*){NUMBER}"
    rf"|\b{NUMBER}\s*[,/·(-]?\s*{POSTCODE.format(letters='last')}\b",
    re.IGNORECASE,
)
MONTHS = "jan|feb|m(?:aa)?rt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
DAY = r"(?<!\d)\d{1,2}(?:e|de|ste|st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)?\d\d)(?!\d)"
BETWEEN = r"(?: ?[-/.] ?| )"
DATE = rf"{DAY}(?:{BETWEEN}\d{{1,2}}{BETWEEN}|[ -](?:{MONTHS})[a-z]*\.?,?[ -])'?{YEAR}"
YEAR_FIRST = r"(?<![\d/.-])(?P<year_first>(?:19|20)\d\d)(?P<same>[-/])\d{1,2}(?P=same)\d{1,2}(?!\d)"
A_DATE = re.compile(rf"{YEAR_FIRST}|{DATE}", re.IGNORECASE)
CLOSED_UP = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)")
BORN = re.compile(r"(?:\bgeb\b\.?|gebor|geboorte|\bborn\b|birth|verjaar)[^.!?]{0,30}$", re.IGNORECASE)
ALSO_BORN = re.compile(r"^[^.!?\d]{0,12}\b(?:gebor|born)", re.IGNORECASE)
# What is agreed today is about now; a full date of long ago is somebody's birthday.
LONG_AGO = range(1900, 2011)


def find_resident_data(text: str) -> list[Finding]:
    """Return what in a text points at one resident, in the order of the text; each place once.

    A BSN passes the eleven-proof and an IBAN its check digits, so that other numbers are left alone.
    """
    text = text.translate(SIGNS)
    found: list[Finding] = []
    for look in LOOKS:
        for finding in look(text):
            if not any(finding.start < other.end and other.start < finding.end for other in found):
                found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def _bsn(text: str) -> Iterator[Finding]:
    for match in NINE_DIGITS.finditer(text):
        # A day with an hour or another day behind it can pass the proof too.
        if bsn.is_valid(re.sub(r"\D", "", match.group())) and not A_DATE.search(match.group()):
            yield Finding(Kind.BSN, *match.span())


def _iban(text: str) -> Iterator[Finding]:
    for match in ACCOUNT.finditer(text):
        words = match.group()
        # The pattern may run on into the words behind it: the longest part that checks is the number.
        for end in range(len(words), 14, -1):
            if iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", words[:end]), check_country=False):
                yield Finding(Kind.IBAN, match.start(), match.start() + end)
                break


def _email(text: str) -> Iterator[Finding]:
    for match in AROUND_AT.finditer(text):
        try:
            validate_email(match.group().strip(".!?'\""))
        except ValidationError:
            continue
        yield Finding(Kind.EMAIL, *match.span())


def _phone(text: str) -> Iterator[Finding]:
    for match in PhoneNumberMatcher(text, "NL", leniency=Leniency.VALID):
        yield Finding(Kind.PHONE, match.start, match.end)


def _address(text: str) -> Iterator[Finding]:
    for match in ADDRESS.finditer(text):
        if not SMALL_WORD.fullmatch(match["first"] or match["last"]):
            yield Finding(Kind.ADDRESS, *match.span())


def _birth_date(text: str) -> Iterator[Finding]:
    for match in A_DATE.finditer(text):
        year = int(match["year_first"] or match["year"])
        is_born = BORN.search(text[: match.start()]) or ALSO_BORN.search(text[match.end() :])
        if year in LONG_AGO or is_born:
            yield Finding(Kind.BIRTH_DATE, *match.span())
    for match in CLOSED_UP.finditer(text):
        if BORN.search(text[: match.start()]):
            yield Finding(Kind.BIRTH_DATE, *match.span())


LOOKS: list[Callable[[str], Iterator[Finding]]] = [_bsn, _iban, _email, _phone, _address, _birth_date]
