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


# A KvK number has eight digits and an organisation may be named by it, so a BSN is nine.
NINE_DIGITS = re.compile(r"(?<![\d.,])\d(?:[ .-]?\d){8}(?![\d]|[.,]\d)")
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)
AROUND_AT = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+")
POSTCODE = r"(?<!\d)[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}\b"
NUMBER = r"\d{1,5}\s?-?\s?[a-z]{0,2}\b"
ADDRESS = re.compile(
    rf"{POSTCODE}(?:\s*[,/·-]?\s*|\s+(?:nr\.?|nummer|huisnummer|op)\s+){NUMBER}"
    rf"|\b{NUMBER}\s*[,/·-]?\s*{POSTCODE}",
    re.IGNORECASE,
)
MONTHS = "jan|feb|m(?:aa)?rt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
DATE = rf"(?<!\d)\d{{1,2}}(?:[-/. ]\d{{1,2}}[-/. ]|\s(?:{MONTHS})[a-z]*\.?\s)(?P<year>(?:19|20)?\d\d)(?!\d)"
A_DATE = re.compile(DATE, re.IGNORECASE)
BORN = re.compile(r"(?:\bgeb\b\.?|gebor|\bborn\b|birth|verjaar)[^.!?]{0,30}$", re.IGNORECASE)
# What is agreed today is about now; a full date of long ago is somebody's birthday.
LONG_AGO = range(1900, 2011)


def find_resident_data(text: str) -> list[Finding]:
    """Return what in a text points at one resident, in the order of the text; each place once.

    A BSN passes the eleven-proof and an IBAN its check digits, so that other numbers are left alone.
    """
    found: list[Finding] = []
    for look in LOOKS:
        for finding in look(text):
            if not any(finding.start < other.end and other.start < finding.end for other in found):
                found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def _bsn(text: str) -> Iterator[Finding]:
    for match in NINE_DIGITS.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", match.group())):
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
        yield Finding(Kind.ADDRESS, *match.span())


def _birth_date(text: str) -> Iterator[Finding]:
    for match in A_DATE.finditer(text):
        if int(match["year"]) in LONG_AGO or BORN.search(text[: match.start()]):
            yield Finding(Kind.BIRTH_DATE, *match.span())


LOOKS: list[Callable[[str], Iterator[Finding]]] = [_bsn, _iban, _email, _phone, _address, _birth_date]
