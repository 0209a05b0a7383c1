"""A provider of sign-ins, shared by the tests of this folder."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.provider import Provider, running_provider


@pytest.fixture(scope="session")
def _running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(_running: Provider, settings: Settings) -> Provider:
    """A real provider that tells the truth until a test makes it lie; it may be asked although it is here."""
    settings.OWN_SIGN_IN_ON_LOOPBACK = True
    _running.reset()
    return _running
