"""The tables of the improvement agenda."""

from .action import (
    ENDED,
    NOT_ENDED,
    WAITS_SINCE,
    ActionEvent,
    ActionLink,
    ActionPoint,
    ActionPointQuerySet,
    unanswered,
)
from .adoption import AgendaVersion, Consent
from .reading import AgendaImport, SavedFilter
from .reminder import QuietPeriod, Reminder
from .settings import AgendaSettings

__all__ = [
    "ENDED",
    "NOT_ENDED",
    "WAITS_SINCE",
    "ActionEvent",
    "ActionLink",
    "ActionPoint",
    "ActionPointQuerySet",
    "AgendaImport",
    "AgendaSettings",
    "AgendaVersion",
    "Consent",
    "QuietPeriod",
    "Reminder",
    "SavedFilter",
    "unanswered",
]
