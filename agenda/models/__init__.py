"""The tables of the improvement agenda."""

from .action import (
    ENDED,
    ActionEvent,
    ActionLink,
    ActionPoint,
    ActionPointQuerySet,
)
from .adoption import AgendaVersion, Consent
from .reading import AgendaImport, SavedFilter
from .reminder import QuietPeriod, Reminder
from .settings import AgendaSettings

__all__ = [
    "ENDED",
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
]
