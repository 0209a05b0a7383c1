from .group_session import GroupSession, SessionQuerySet, SessionTheme
from .organisation import (
    NAME_LENGTH,
    AddressBookImport,
    Contact,
    ContactPerson,
    Organisation,
    OrganisationAlias,
)
from .room import NOTE_LENGTH, FacilitatorNote, Feedback, HandOver, PreparationTick, WaitingScreen
from .table import Facilitator, Party, Representative

__all__ = [
    "NAME_LENGTH",
    "NOTE_LENGTH",
    "AddressBookImport",
    "Contact",
    "ContactPerson",
    "Facilitator",
    "FacilitatorNote",
    "Feedback",
    "GroupSession",
    "HandOver",
    "Organisation",
    "OrganisationAlias",
    "Party",
    "PreparationTick",
    "Representative",
    "SessionQuerySet",
    "SessionTheme",
    "WaitingScreen",
]
