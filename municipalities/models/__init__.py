from .export import MunicipalityExport
from .house import HouseStyle, Logo
from .identity import IdentityProvider
from .keeping import LegalHold, RetentionTerm
from .municipality import (
    Municipality,
    MunicipalityQuerySet,
    RegionMember,
    RemovedMunicipality,
    Succession,
)
from .people import Invitation, Membership, MembershipQuerySet, StaffMember

__all__ = [
    "HouseStyle",
    "IdentityProvider",
    "Invitation",
    "LegalHold",
    "Logo",
    "Membership",
    "MembershipQuerySet",
    "Municipality",
    "MunicipalityExport",
    "MunicipalityQuerySet",
    "RegionMember",
    "RemovedMunicipality",
    "RetentionTerm",
    "StaffMember",
    "Succession",
]
