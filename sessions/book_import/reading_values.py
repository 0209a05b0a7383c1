"""Read the words of a cell as what its column holds, and tell what was mended; or raise what is wrong."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ..address_book import MOST_ALIASES
from ..folding import fold
from ..models import NAME_LENGTH
from .cells import Cell, Sort, Wrong
from .columns import Column
from .days import day_of
from .known_words import Book
from .words import Remark

BETWEEN = re.compile(r"[;|\n]")
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
EXCEL_BEGAN = date(1899, 12, 30)
PHONE = re.compile(r"^\+?[\d\s()./-]+$")
Read = tuple[Any, list[Remark]]


def _name(text: str, cell: Cell, book: Book) -> Read:
    name = " ".join(text.split())
    if len(name) > NAME_LENGTH:
        raise Wrong("too long", limit=NAME_LENGTH)
    return name, []


def _aliases(text: str, cell: Cell, book: Book) -> Read:
    names = list(dict.fromkeys(part.strip() for part in BETWEEN.split(text) if part.strip()))
    if len(names) > MOST_ALIASES:
        raise Wrong("too many aliases", limit=MOST_ALIASES)
    if any(len(name) > NAME_LENGTH for name in names):
        raise Wrong("too long", limit=NAME_LENGTH)
    return names, []


def _kind(text: str, cell: Cell, book: Book) -> Read:
    wanted = fold(text)
    if wanted in book.kinds:
        return book.kinds[wanted], []
    if close := get_close_matches(wanted, book.kinds, n=1, cutoff=0.75):
        raise Wrong("kind close", value=text[:60], close=book.kind_names[book.kinds[close[0]]])
    raise Wrong("kind unknown", value=text[:60])


def _kvk(text: str, cell: Cell, book: Book) -> Read:
    number = re.sub(r"[\s.]", "", text)
    if re.fullmatch(r"[0-9]{12}", number):
        raise Wrong("kvk branch")
    if re.fullmatch(r"[0-9]{6,7}", number):
        # A spreadsheet takes it for a number, and drops the zeros in front.
        number = number.zfill(8)
    if not re.fullmatch(r"[0-9]{8}", number) or number == "00000000":
        raise Wrong("kvk", value=text[:20])
    said = {"value": text, "mended": number}
    return number, [Remark("kvk mended", Column.KVK.value, said)] if number != text else []


def _day(column: Column) -> Callable[[str, Cell, Book], Read]:
    def read(text: str, cell: Cell, book: Book) -> Read:
        return day_in(text, cell, column.value)

    return read


def day_in(text: str, cell: Cell, column: str) -> Read:
    """Return the day in a cell, also one that a spreadsheet wrote as a bare number of days."""
    said = []
    if cell.sort is Sort.NUMBER and re.fullmatch(r"\d{4,6}", text):
        day = EXCEL_BEGAN + timedelta(days=int(text) + cell.later)
        said = [Remark("date number", column, {"value": text, "mended": f"{day:%d-%m-%Y}"})]
    else:
        day = day_of(text)
    if not EARLIEST <= day <= LATEST:
        raise Wrong("date range", value=f"{day:%d-%m-%Y}")
    return day.isoformat(), said


def _email(text: str, cell: Cell, book: Book) -> Read:
    return email_in(text), []


def email_in(text: str) -> str:
    """Return an e-mail address; raises `Wrong`."""
    address = text.lower().removeprefix("mailto:").strip("<> ")
    try:
        validate_email(address)
    except ValidationError as error:
        raise Wrong("email", value=text[:60]) from error
    if len(address) > 254:
        raise Wrong("too long", limit=254)
    return address


def _phone(text: str, cell: Cell, book: Book) -> Read:
    digits = re.sub(r"\D", "", text)
    if not PHONE.match(text) or not 9 <= len(digits) <= 15 or len(text) > 20:
        raise Wrong("phone", value=text[:30])
    if re.fullmatch(r"[1-9]\d{8}", text):
        # A spreadsheet takes it for a number, and drops the zero in front.
        return f"0{text}", [Remark("phone mended", Column.PHONE.value, {"value": text, "mended": f"0{text}"})]
    return text, []


def _themes(text: str, cell: Cell, book: Book) -> Read:
    if fold(text) in {"alle", "alles", "all", "alle thema's", "alle themas"}:
        return ["*"], []
    if fold(text) in book.themes:
        return [book.themes[fold(text)]], []
    parts = [part.strip() for part in re.split(r"[;|\n,]", text) if part.strip()]
    for part in parts:
        if fold(part) not in book.themes:
            raise Wrong("theme", value=part[:60], themes=", ".join(book.theme_names))
    return list(dict.fromkeys(book.themes[fold(part)] for part in parts)), []


READ: dict[Column, Callable[[str, Cell, Book], Read]] = {
    Column.ORGANISATION: _name,
    Column.KIND: _kind,
    Column.ALIASES: _aliases,
    Column.KVK: _kvk,
    Column.SIGNED: _day(Column.SIGNED),
    Column.UNTIL: _day(Column.UNTIL),
    Column.PERSON: _name,
    Column.FUNCTION: _name,
    Column.EMAIL: _email,
    Column.PHONE: _phone,
    Column.THEMES: _themes,
}
