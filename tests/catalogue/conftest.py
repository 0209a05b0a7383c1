"""The set that comes with the platform: its content, its rows, and a database without it."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from catalogue.loading import catalogue_files
from catalogue.models import Advice, AdviceTheme, Catalogue, PartyKind, Statement, Term, Theme
from catalogue.reading import read_file
from catalogue.versions import current_catalogue

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CONTENT = read_file(path=catalogue_files()[0])


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def content() -> dict[str, Any]:
    """A copy of the content of the file, free to change."""
    return copy.deepcopy(CONTENT)


@pytest.fixture
def empty(db: None) -> None:
    """A database in which nothing was loaded yet."""
    for model in (AdviceTheme, Advice, Term, Statement, Theme, Catalogue, PartyKind):
        # The one road past the guard: private to Django, and used by nothing in the platform.
        model.objects.all()._raw_delete("default")


@pytest.fixture
def catalogue(db: None) -> Catalogue:
    """The set, published, as every test finds it."""
    return current_catalogue()
