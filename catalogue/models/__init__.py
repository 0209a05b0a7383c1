"""The tables of the catalogue; none belongs to a municipality."""

from catalogue.models.advice import Advice, AdviceTheme
from catalogue.models.catalogue import Catalogue, Theme
from catalogue.models.party_kind import PartyKind
from catalogue.models.published import PublishedCatalogue
from catalogue.models.statement import Statement, Term

__all__ = [
    "Advice",
    "AdviceTheme",
    "Catalogue",
    "PartyKind",
    "PublishedCatalogue",
    "Statement",
    "Term",
    "Theme",
]
