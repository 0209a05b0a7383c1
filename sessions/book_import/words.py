"""What people read about a file and its rows: what is wrong, in which column, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from .columns import Column

MOST_BYTES = 5_000_000
MOST_ROWS = 2_000
LONGEST_CELL = 500

FILE = {
    "empty": gettext_lazy("There is nothing in this file. Choose another file."),
    "too large": gettext_lazy(
        "This file is too large. It may have %(rows)s rows and %(megabytes)s MB. Make several files of it."
    ),
    "old excel": gettext_lazy(
        "This file is of an old Excel or has a password. Save it in Excel as “.xlsx”, without a password."
    ),
    "macros": gettext_lazy("This file has macros: we do not open those. Save it in Excel as “.xlsx”."),
    "opendocument": gettext_lazy("This is a file of LibreOffice. Save it there as “.xlsx” or “.csv”."),
    "pdf": gettext_lazy("This is a PDF. Choose the spreadsheet it was made from."),
    "other": gettext_lazy("This is no spreadsheet. Choose a file that ends in “.xlsx” or “.csv”."),
    "broken": gettext_lazy("This file is damaged. Open it in Excel, and save it again as “.xlsx”."),
    "dangerous": gettext_lazy(
        "This file may do harm, so we did not open it. Save it again in Excel as “.xlsx”."
    ),
    "hidden": gettext_lazy("All sheets of this file are hidden. Show the sheet in Excel, and save the file."),
    "hidden rows": gettext_lazy("All rows of this file are hidden. Show them in Excel, and save the file."),
    "encoding": gettext_lazy("We can't read the letters in this file. Save it in Excel as “CSV UTF-8”."),
    "no head": gettext_lazy(
        "We do not find the names of the columns. Use our example file: one of its columns is “%(column)s”."
    ),
    "column twice": gettext_lazy("The column “%(column)s” is in this file twice. Leave one of them out."),
    "no rows": gettext_lazy("There are only names of columns in this file, and no rows below them."),
    "too wide": gettext_lazy("This file has too many columns. Use our example file."),
}
PROBLEMS = {
    "formula": gettext_lazy("This is a formula. We never work those out. Type the value itself."),
    "error": gettext_lazy("The spreadsheet shows an error here (%(value)s). Type the value itself."),
    "too long": gettext_lazy("This is too long. Use at most %(limit)s characters."),
    "letters": gettext_lazy("The letters are broken here. Save the file in Excel as “CSV UTF-8”."),
    "resident": gettext_lazy(
        "Here is something that points at a resident, such as a BSN or an address. Take it out of the file."
    ),
    "organisation missing": gettext_lazy("Fill in the name of the organisation."),
    "kind missing": gettext_lazy("Fill in the kind: this organisation is new in your address book."),
    "kind unknown": gettext_lazy("We do not know the kind “%(value)s”. Use a name from our list of kinds."),
    "kind close": gettext_lazy("We do not know the kind “%(value)s”. Do you mean “%(close)s”?"),
    "kvk": gettext_lazy("A Chamber of Commerce number has eight digits; this is “%(value)s”."),
    "kvk branch": gettext_lazy("This is the number of a branch, with twelve digits. Use the one with eight."),
    "date": gettext_lazy("We can't read “%(value)s” as a date. Write it like 31-12-2027."),
    "date range": gettext_lazy("The date %(value)s can't be right. Check the year."),
    "until without signed": gettext_lazy("There is an end, but not the day it was signed. Fill that in too."),
    "until before signed": gettext_lazy("The end lies before the day it was signed."),
    "email": gettext_lazy("“%(value)s” is no e-mail address. Write it like name@example.nl."),
    "phone": gettext_lazy("“%(value)s” is no telephone number. Write it like 0612345678."),
    "theme": gettext_lazy("We do not know the theme “%(value)s”. Choose from: %(themes)s."),
    "person missing": gettext_lazy("Fill in the name of the contact person."),
    "more cells": gettext_lazy("This row has more cells than there are columns. Is a separator in a text?"),
    "says otherwise": gettext_lazy(
        "Row %(row)s says something else about this organisation. Make the two the same."
    ),
    "alias taken": gettext_lazy(
        "“%(value)s” is already a name of %(other)s. Leave it out, or merge the two."
    ),
    "same row": gettext_lazy("The same stands in row %(row)s. Leave one of the two out."),
    "email twice": gettext_lazy("This e-mail address is in row %(row)s too. Each person has one row."),
    "email of other": gettext_lazy(
        "This e-mail address is of %(other)s in your address book. Correct the name here or there."
    ),
    "works elsewhere": gettext_lazy(
        "This person works at %(other)s in your address book. Move the person there first."
    ),
    "other email": gettext_lazy(
        "%(value)s has another e-mail address in your address book. Change it there."
    ),
    "several people": gettext_lazy("Several people have this name there. Fill in the e-mail address."),
    "too many aliases": gettext_lazy("An organisation has at most %(limit)s other names."),
}
NOTES = {
    "kvk mended": gettext_lazy("The number was “%(value)s”; we made it %(mended)s."),
    "phone mended": gettext_lazy("The number was “%(value)s”; we made it %(mended)s."),
    "date number": gettext_lazy("The date was the number %(value)s; we read it as %(mended)s."),
    "merged cell": gettext_lazy("This cell was merged: we took “%(value)s” from row %(row)s."),
    "kvk twice": gettext_lazy("%(other)s has the same number. Is it the same organisation?"),
    "other name": gettext_lazy("“%(value)s” is %(other)s in your address book."),
    "ended": gettext_lazy("This organisation has stopped, according to your address book."),
}
CHANGES = {
    "organisation": gettext_lazy("new organisation"),
    "person": gettext_lazy("new contact person: %(value)s"),
    "again": gettext_lazy("%(value)s is a contact person again"),
    "set": gettext_lazy("%(column)s: “%(after)s”"),
    "change": gettext_lazy("%(column)s: “%(after)s” instead of “%(before)s”"),
    "alias": gettext_lazy("other name: “%(value)s”"),
}


class FileRefused(Exception):
    """A file that is not read at all; `words` is what people read."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said

    @property
    def words(self) -> str:
        limits = {"rows": MOST_ROWS, "megabytes": MOST_BYTES // 1_000_000}
        return str(FILE[self.code]) % {**limits, **self.said}


@dataclass(frozen=True)
class Remark:
    """One thing about one cell: a problem, a note or a change; kept as a code, read in any language."""

    code: str
    column: str = ""
    said: dict[str, Any] = field(default_factory=dict)

    def kept(self) -> list[Any]:
        """Return what is stored."""
        return [self.code, self.column, self.said]

    def sentence(self, words: dict[str, Any]) -> str:
        """Return what people read."""
        return str(words[self.code]) % self.said

    @property
    def where(self) -> str:
        """Return the name of the column."""
        return str(Column(self.column).label) if self.column else ""

    @property
    def problem(self) -> str:
        return self.sentence(PROBLEMS)

    @property
    def note(self) -> str:
        return self.sentence(NOTES)

    def change(self, in_words: Callable[[str, str], str]) -> str:
        """Return what would change; `in_words` gives a value as people read it in its column."""
        said = {name: in_words(self.column, value) for name, value in self.said.items()}
        return str(CHANGES[self.code]) % {**said, "column": self.where}
