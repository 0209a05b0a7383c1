from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.architecture.world import World, build_world


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, World]]:
    """Build both worlds once; each test tries one door on them and is rolled back."""
    with django_db_blocker.unblock():
        yield build_world("Waterveen"), build_world("Dorpstede")
        call_command("flush", interactive=False, verbosity=0)
        call_command("load_catalogue", verbosity=0)


@pytest.fixture
def worlds(built: tuple[World, World], db: None) -> tuple[World, World]:
    return built
