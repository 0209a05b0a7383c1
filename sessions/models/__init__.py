from .group_session import GroupSession, SessionQuerySet, SessionTheme
from .organisation import (
    NAME_LENGTH,
    AddressBookImport,
    Contact,
    ContactPerson,
    Organisation,
    OrganisationAlias,
)
from .table import Facilitator, Party, Representative

__all__ = [
    "NAME_LENGTH",
    "AddressBookImport",
    "Contact",
    "ContactPerson",
    "Facilitator",
    "GroupSession",
    "Organisation",
    "OrganisationAlias",
    "Party",
    "Representative",
    "SessionQuerySet",
    "SessionTheme",
]
