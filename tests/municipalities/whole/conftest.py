"""Two full municipalities for the tests of this folder, built once: each test is rolled back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from municipalities.models import Municipality
from tests.architecture.world import World
from tests.builders import build_staff
from tests.municipalities.whole.everything import build_everything
from users.models import User


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, World]]:
    with django_db_blocker.unblock():
        yield build_everything("Waterveen"), build_everything("Dorpstede")
        call_command("flush", interactive=False, verbosity=0)
        call_command("load_catalogue", verbosity=0)


def _as_stored(world: World) -> World:
    """Return it with its municipality read again: what an earlier test set on the object was rolled back."""
    return replace(world, municipality=Municipality.objects.get(pk=world.municipality.pk))


@pytest.fixture
def here(built: tuple[World, World], db: None) -> World:
    return _as_stored(built[0])


@pytest.fixture
def there(built: tuple[World, World], db: None) -> World:
    return _as_stored(built[1])


@pytest.fixture
def staff(built: tuple[World, World], db: None) -> tuple[User, User]:
    return build_staff("Femke"), build_staff("Jasper")
