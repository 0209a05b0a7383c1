"""A net under every test: each request that changes a row of a municipality leaves a row in its log.

So does each file that leaves the house, exactly once. What is let through stands here, with its reason.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from common.row_security import APPEND_ONLY, owned_tables

LOG = "audit_auditevent"
CHANGE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
SAVEPOINT = re.compile(r'(SAVEPOINT|ROLLBACK TO SAVEPOINT) "(\w+)"')

UNLOGGED_CHANGES = {
    ("live:statement", "questionnaire_answer"): "an answer has a history of its own, with who and when",
    (
        "live:statement",
        "questionnaire_answerchange",
    ): "this is that history; the log tells nothing of answers",
    ("live:statement", "group_sessions_groupsession"): "only its number of changes, which wakes the pages",
    ("live:console_note", "group_sessions_facilitatornote"): "nobody else may know that it was written",
    ("live:console_theme_note", "group_sessions_facilitatornote"): "nobody else may know that it was written",
    ("agenda:save_filter", "agenda_savedfilter"): "how one person looks at the agenda; nobody else sees it",
    ("agenda:remove_filter", "agenda_savedfilter"): "how one person looks at the agenda; nobody else sees it",
    ("municipalities:house_style", "municipalities_logo"): "a drawing to look at; choosing it is logged",
}
"""Rows that change through a door without a row in the log, each with its reason."""

UNLOGGED_FILES: dict[str, str] = {
    "group_sessions:book_example": "an invented example, the same for everybody",
    "agenda:import_example": "an invented example, the same for everybody",
    "group_sessions:reply_calendar": "the day of a session, without a name; looking changes nothing",
    "take_own_data": "each municipality in it has a row in its own log: none, one or several",
}
"""Doors that give a file without exactly one row in the log, each with its reason."""


class Watch:
    """Writes down what a request changed, as far as it was not rolled back."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if point := SAVEPOINT.match(sql):
            self._point(*point.groups())
        # SQLite counts what it inserted only when that is read.
        elif (change := CHANGE.match(sql)) and (sql[0] == "I" or context["cursor"].rowcount != 0):
            self.steps.append(("change", change[1]))
        return result

    def _point(self, verb: str, name: str) -> None:
        if verb == "SAVEPOINT":
            self.steps.append(("point", name))
        else:
            del self.steps[self.steps.index(("point", name)) :]

    def changes(self) -> list[str]:
        return [table for kind, table in self.steps if kind == "change"]


def door_of(path: str) -> str:
    """Return the name of the address that was asked."""
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        return ""


def complaint(method: str, path: str, response: HttpResponse, changes: list[str]) -> str:
    """Return what is missing in the log after a request; nothing when all is well."""
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    if not changes and not is_file:  # most requests; which door that was need not be looked up
        return ""
    door, logged = door_of(path), changes.count(LOG)
    touched = sorted(set(changes) & set(owned_tables()) - set(APPEND_ONLY))
    touched = [table for table in touched if (door, table) not in UNLOGGED_CHANGES]
    if touched and not logged:
        return f"{method} {door} changed {', '.join(touched)} and the log says nothing"
    if is_file and response.status_code == 200 and logged != 1 and door not in UNLOGGED_FILES:
        return f"{method} {door} gave a file, and {logged} rows of the log tell it"
    return ""


@contextmanager
def net() -> Iterator[None]:
    """Look at every request of the test client in this block."""
    ask = Client.request

    def request(self: Client, **environ: Any) -> Any:
        watch = Watch()
        with connection.execute_wrapper(watch):
            response = ask(self, **environ)
        said = complaint(environ["REQUEST_METHOD"], environ["PATH_INFO"], response, watch.changes())
        assert not said, said
        return response

    Client.request = request
    try:
        yield
    finally:
        Client.request = ask
