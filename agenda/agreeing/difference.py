"""What changed between two versions of an agenda, in words somebody can agree to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Entry = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing about an action point that is different now."""

    label: LazyText | str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """An action point that is in both versions and is not the same."""

    entry: Entry
    changes: list[Change]


@dataclass(frozen=True)
class Difference:
    """Everything that is different between two versions."""

    added: list[Entry]
    removed: list[Entry]
    changed: list[Changed]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: list[Entry], after: list[Entry]) -> Difference:
    """Compare two versions by their action points; the order in which they stand does not count."""
    old = {entry["id"]: entry for entry in before}
    new = {entry["id"]: entry for entry in after}
    both = [Changed(entry, _changes(old[pk], entry)) for pk, entry in new.items() if pk in old]
    return Difference(
        added=[entry for pk, entry in new.items() if pk not in old],
        removed=[entry for pk, entry in old.items() if pk not in new],
        changed=[one for one in both if one.changes],
    )


def _changes(old: Entry, new: Entry) -> list[Change]:
    said = ((label, tell(old), tell(new)) for label, tell in ASPECTS)
    return [Change(label, before, after) for label, before, after in said if before != after]


def owner_of(entry: Entry) -> str:
    """Return the organisation that takes it up, with the role of who does it there."""
    return ", ".join(part for part in [entry["organisation"], entry["role"]] if part) or _("nobody yet")


def deadline_of(entry: Entry) -> str:
    """Return by when, in words."""
    iso = entry["deadline"]
    return date_format(date.fromisoformat(iso), "j F Y") if iso else _("no date yet")


def _helpers(entry: Entry) -> str:
    return ", ".join(entry["helpers"]) or _("nobody")


def _priority(entry: Entry) -> str:
    return _("yes") if entry["is_priority"] else _("no")


def _theme(entry: Entry) -> str:
    return entry["theme"] or _("none")


def _effect(entry: Entry) -> str:
    return entry["effect"] or _("not written down yet")


ASPECTS: list[tuple[LazyText | str, Callable[[Entry], str]]] = [
    (gettext_lazy("What"), lambda entry: str(entry["what"])),
    (gettext_lazy("Owner"), owner_of),
    (gettext_lazy("Who helps"), _helpers),
    (gettext_lazy("By when"), deadline_of),
    (gettext_lazy("What does a resident notice of it?"), _effect),
    (gettext_lazy("Theme"), _theme),
    (gettext_lazy("Most important to the table"), _priority),
]
