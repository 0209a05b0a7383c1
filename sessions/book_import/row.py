"""Make one row of a file into values, with what was mended and what is wrong, each at its column."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from catalogue.models import PartyKind, Theme
from common.resident_data import find_resident_data

from ..address_book import MOST_ALIASES
from ..book_words import never_allowed
from ..folding import fold
from ..models import NAME_LENGTH
from .cells import Cell, RawRow, Sort
from .columns import Column
from .words import LONGEST_CELL, Remark

MEANS_NOTHING = {"", "-", "–", "—", "n.v.t.", "nvt", "n.v.t", "?"}
UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
BROKEN = re.compile("\ufffd|Ã[\x80-\xbf¡-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
FORMULA = re.compile(r"^[=＝]|^[+\-@＋－＠].*[(|!=]")
PLAIN_TEXT_MARK = re.compile(r"^'(?=[\s\ufeff]*[=+\-@＝＋－＠])")
BETWEEN = re.compile(r"[;|\n]")
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
EXCEL_BEGAN = date(1899, 12, 30)
PHONE = re.compile(r"^\+?[\d\s()./-]+$")
Read = tuple[Any, list[Remark]]


class Wrong(Exception):
    """A cell that can't be taken over."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass
class Book:
    """The words a file may use: the kinds and the themes, by every name they have."""

    kinds: dict[str, str] = field(default_factory=dict)
    kind_names: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    theme_names: list[str] = field(default_factory=list)

    @classmethod
    def with_words(cls, *, kinds: Sequence[PartyKind], themes: Sequence[Theme], language: str) -> "Book":
        """Return the words of the catalogue; a Dutch name wins from an English one."""
        book = cls(theme_names=[theme.title_in(language) for theme in themes])
        for kind in kinds:
            book.kind_names[kind.slug] = kind.name_in(language)
            for word in (kind.slug, kind.name_en):
                book.kinds.setdefault(fold(word), kind.slug)
        for kind in kinds:
            book.kinds[fold(kind.name)] = kind.slug
        for theme in themes:
            for word in (theme.title_en, theme.short_title_en, theme.slug, theme.short_title, theme.title):
                book.themes[fold(word)] = theme.slug
        return book


def read_row(row: RawRow, *, columns: Sequence[Column | None], book: Book) -> dict[str, Any]:
    """Return a row as it is kept; a cell that can't be taken over is not in it, only what is wrong there."""
    values: dict[str, Any] = {}
    notes: list[Remark] = []
    problems: list[Remark] = []
    for place, cell in enumerate(row.cells):
        column = columns[place] if place < len(columns) else None
        if column is None:
            continue
        try:
            values[column.value], said = _value_of(cell, column, book)
        except Wrong as wrong:
            problems.append(Remark(wrong.code, column.value, wrong.said))
            continue
        if cell.merged_from and values[column.value]:
            shown = {"value": cell.text[:60], "row": cell.merged_from}
            notes.append(Remark("merged cell", column.value, shown))
        notes += said
    if any(cell.text.strip() for cell in row.cells[len(columns) :]):
        problems.append(Remark("more cells"))
    if not values.get(Column.ORGANISATION) and not any(one.column == Column.ORGANISATION for one in problems):
        problems.append(Remark("organisation missing", Column.ORGANISATION.value))
    return {
        "number": row.number,
        "values": {name: value for name, value in values.items() if value},
        "notes": [one.kept() for one in notes],
        "problems": [one.kept() for one in problems],
    }


def _value_of(cell: Cell, column: Column, book: Book) -> Read:
    if cell.sort is Sort.FORMULA:
        raise Wrong("formula")
    if cell.sort is Sort.ERROR:
        raise Wrong("error", value=cell.text[:20])
    if len(cell.text) > LONGEST_CELL * 4:
        raise Wrong("too long", limit=LONGEST_CELL)
    text = cleaned(cell.text)
    protected = PLAIN_TEXT_MARK.sub("", text)
    if protected == text and FORMULA.search(text):
        raise Wrong("formula")
    text = protected
    if text.casefold() in MEANS_NOTHING:
        return "", []
    if len(text) > LONGEST_CELL:
        raise Wrong("too long", limit=LONGEST_CELL)
    if BROKEN.search(text):
        raise Wrong("letters")
    _require_no_resident(text, column)
    return READ[column](text, cell, book)


def cleaned(text: str) -> str:
    """Return a text as people see it: no signs that are not seen, no double spaces; lines stay lines."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _require_no_resident(text: str, column: Column) -> None:
    if not any(sign.isdigit() or sign == "@" for sign in text):
        return
    if never_allowed(text):
        raise Wrong("resident")
    if column in {Column.EMAIL, Column.PHONE, Column.SIGNED, Column.UNTIL, Column.KVK}:
        return
    if find_resident_data(text):
        raise Wrong("resident")


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
        said = []
        if cell.sort is Sort.NUMBER and re.fullmatch(r"\d{4,6}", text):
            day = EXCEL_BEGAN + timedelta(days=int(text))
            said = [Remark("date number", column.value, {"value": text, "mended": f"{day:%d-%m-%Y}"})]
        else:
            day = day_of(text)
        if not EARLIEST <= day <= LATEST:
            raise Wrong("date range", value=f"{day:%d-%m-%Y}")
        return day.isoformat(), said

    return read


def day_of(text: str) -> date:
    """Return the day that is written in one of three ways: 2027-12-31, 31-12-2027 or 31 december 2027."""
    words = text.casefold().removesuffix(" 00:00:00").removesuffix("t00:00:00")
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", words):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2}) ([a-z]{3,9})\.? (\d{4})", words):
            month = next(n for n, name in enumerate(MONTHS, start=1) if _is_month(found[2], name))
            return date(int(found[3]), month, int(found[1]))
    except (ValueError, StopIteration):
        pass
    raise Wrong("date", value=text[:30])


def _is_month(said: str, name: str) -> bool:
    return name.startswith(said) or (said, name) == ("mrt", "maart")


def _email(text: str, cell: Cell, book: Book) -> Read:
    address = text.lower().removeprefix("mailto:").strip("<> ")
    try:
        validate_email(address)
    except ValidationError as error:
        raise Wrong("email", value=text[:60]) from error
    if len(address) > 254:
        raise Wrong("too long", limit=254)
    return address, []


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
