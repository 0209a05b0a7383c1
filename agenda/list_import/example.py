"""A file with the columns of a list of action points and two rows that show how to fill them."""

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.spreadsheets import CSV, csv_file, xlsx_file
from sessions.themes import themes_to_call_about

from ..enums import ActionStatus
from ..points.deadlines import working_day
from .columns import Column


def example_file(*, file_type: str, today: date) -> bytes:
    """Return the file; its dates lie ahead, whenever somebody asks for it."""
    head = [str(column.label) for column in Column]
    rows = [[row.get(column, "") for column in Column] for row in _rows(today)]
    if file_type == CSV:
        return csv_file(head=head, rows=rows)
    return xlsx_file(head=head, rows=rows, sheet=_("Action points"))


def _rows(today: date) -> list[dict[Column, str]]:
    soon, later = (working_day(today + timedelta(days=days)) for days in (42, 90))
    theme = next(iter(themes_to_call_about()), None)
    return [
        {
            Column.WHAT: _("One phone number on every letter"),
            Column.OWNER: _("Example Housing"),
            Column.ROLE: _("team leader"),
            Column.NAME: "Sanne de Boer",
            Column.EMAIL: "s.deboer@woonvoorbeeld.example",
            Column.DEADLINE: f"{soon:%d-%m-%Y}",
            Column.STATUS: str(ActionStatus.IN_PROGRESS.label),
            Column.NEXT_STEP: _("Show the new letter to three residents"),
            Column.THEME: theme.title_in(get_language() or "nl") if theme else "",
            Column.NEWS: _("The draft of the letter is ready."),
        },
        {
            Column.WHAT: _("Plan a consulting hour at school together"),
            Column.OWNER: _("Example School"),
            Column.HELPERS: _("Example Housing"),
            Column.DEADLINE: f"{later:%d-%m-%Y}",
        },
    ]
