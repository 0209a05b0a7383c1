"""What a run does, in words: "12 participants, 3 invitations"."""

from django.apps import apps
from django.utils.translation import gettext as _

from common.retention import Rows, UnknownCategory, category_named
from common.stored import stored_as


def rows_in_words(rows: Rows) -> str:
    """Return how many of what would go, by the names on the page about privacy; empty for nothing."""
    return ", ".join(f"{number} × {_table_in_words(table)}" for table, number in rows.items() if number)


def _table_in_words(table: str) -> str:
    try:
        return stored_as(table).name
    except KeyError:
        return str(apps.get_model(table)._meta.verbose_name)


def run_in_words(said: str) -> str:
    """Return what the log says of a run, such as "participants 4; held: owners", in words."""
    done, _comma, held = said.partition("; held: ")
    parts = [_part_in_words(part) for part in done.split(", ")]
    words = _("nothing had to go") if done == "nothing" else ", ".join(parts)
    if held:
        names = ", ".join(_label(name) for name in held.split(", "))
        return _("%(done)s; kept by a legal hold: %(held)s") % {"done": words, "held": names}
    return words


def _part_in_words(part: str) -> str:
    name, _space, number = part.rpartition(" ")
    return f"{_label(name)}: {number}"


def _label(name: str) -> str:
    try:
        return str(category_named(name).label)
    except UnknownCategory:
        return name
