"""The agenda as a spreadsheet, sent while it is made: its days can be sorted, nothing is a formula."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.spreadsheet_stream import Row, Value, csv_pieces, xlsx_pieces
from common.spreadsheets import CSV

from ..models import ActionPoint
from .chosen import Chosen, in_chunks

BETWEEN = " | "


@dataclass(frozen=True)
class SheetColumn:
    """A column: its head, what stands in it, and whether it tells of people."""

    head: LazyText | str
    cell: Callable[[Any, date, str], Value]
    names_people: bool = False


def _moment(at: datetime | None) -> date | None:
    return localtime(at).date() if at else None


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else ""


def _owner(point: ActionPoint) -> str:
    return point.owner_organisation.name if point.owner_organisation and point.has_owner else ""


COLUMNS = [
    SheetColumn(gettext_lazy("Number"), lambda one, today, language: one.pk),
    SheetColumn(gettext_lazy("Action point"), lambda one, today, language: one.what),
    SheetColumn(gettext_lazy("Owner (organisation)"), lambda one, today, language: _owner(one)),
    SheetColumn(gettext_lazy("Role in the organisation"), lambda one, today, language: one.owner_role),
    SheetColumn(
        gettext_lazy("Name of the owner"), lambda one, today, language: one.owner_name, names_people=True
    ),
    SheetColumn(
        gettext_lazy("E-mail address"), lambda one, today, language: one.owner_email, names_people=True
    ),
    SheetColumn(
        gettext_lazy("Who helps"),
        lambda one, today, language: BETWEEN.join(sorted(helper.name for helper in one.helpers.all())),
    ),
    SheetColumn(gettext_lazy("By when"), lambda one, today, language: one.deadline),
    SheetColumn(gettext_lazy("First agreed date"), lambda one, today, language: one.first_deadline),
    SheetColumn(gettext_lazy("Times postponed"), lambda one, today, language: one.postponed),
    SheetColumn(gettext_lazy("Status"), lambda one, today, language: one.get_status_display()),
    SheetColumn(
        gettext_lazy("In the word of the owner"), lambda one, today, language: one.get_owners_word_display()
    ),
    SheetColumn(gettext_lazy("Too late"), lambda one, today, language: _yes(one.is_overdue(on=today))),
    SheetColumn(gettext_lazy("Next step"), lambda one, today, language: one.next_step),
    SheetColumn(gettext_lazy("Who decides"), lambda one, today, language: one.decided_by),
    SheetColumn(gettext_lazy("Decision expected on"), lambda one, today, language: one.decision_on),
    SheetColumn(
        gettext_lazy("Most important to the table"), lambda one, today, language: _yes(one.is_priority)
    ),
    SheetColumn(
        gettext_lazy("Theme"),
        lambda one, today, language: one.theme.title_in(language) if one.theme else "",
    ),
    SheetColumn(
        gettext_lazy("Statements"),
        lambda one, today, language: ", ".join(str(said.number) for said in one.statements.all()),
    ),
    SheetColumn(
        gettext_lazy("Group session"), lambda one, today, language: one.session.title if one.session else ""
    ),
    SheetColumn(gettext_lazy("Agreed on"), lambda one, today, language: _moment(one.created_at)),
    SheetColumn(
        gettext_lazy("What does a resident notice of it?"), lambda one, today, language: one.resident_effect
    ),
    SheetColumn(
        gettext_lazy("Pages elsewhere"),
        lambda one, today, language: BETWEEN.join(link.address for link in one.links.all()),
    ),
    SheetColumn(
        gettext_lazy("Merged with"),
        lambda one, today, language: BETWEEN.join(other.what for other in one.merged_here),
    ),
    SheetColumn(gettext_lazy("Last update on"), lambda one, today, language: _moment(one.last_at)),
    SheetColumn(gettext_lazy("Last update"), lambda one, today, language: one.last_text, names_people=True),
]


def columns_of(chosen: Chosen) -> list[SheetColumn]:
    """Return the columns of a file: without names, what tells of people is no column at all."""
    return [column for column in COLUMNS if chosen.with_names or not column.names_people]


def sheet_pieces(chosen: Chosen, file_type: str) -> Iterator[bytes]:
    """Yield the file; call it in the language of the reader."""
    head = [str(column.head) for column in columns_of(chosen)]
    if file_type == CSV:
        return csv_pieces(head=head, rows=_rows(chosen))
    return xlsx_pieces(head=head, rows=_rows(chosen), sheet=_("Improvement agenda"))


def _rows(chosen: Chosen) -> Iterator[Row]:
    columns = columns_of(chosen)
    for points in in_chunks(chosen, with_history=False):
        with override(chosen.language):
            rows = [
                [column.cell(point, chosen.today, chosen.language) for column in columns] for point in points
            ]
        yield from rows
