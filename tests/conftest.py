"""What every test may ask for."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as search

from audit.append_only import triggers
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import build_municipality, build_session
from tests.logged import net


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what means nothing on this database, or the same as on SQLite."""
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    there = {item for item in items if (only_sqlite if on_postgresql else only_postgresql)(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in there])
    items[:] = [item for item in items if item not in there]


def only_postgresql(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is not None


def only_sqlite(item: pytest.Item) -> bool:
    """Return whether a test is marked so, or reaches no database: pytest-django refuses who asks for none."""
    asks = {"db", "transactional_db", "django_db_setup"} & set(item.fixturenames)
    reaches = asks or item.get_closest_marker("django_db") or only_postgresql(item)
    return item.get_closest_marker("once") is not None or not reaches


def pytest_configure() -> None:
    """Serve static files as they lie in the repository; that they can be collected is shown by the set-up."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def pytest_collection_finish() -> None:
    """Never look for rubbish among the modules and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


search.register_profile(
    "unhurried", search.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
search.load_profile("unhurried")  # how long an example takes says more of the machine than of us


def with_room(call: Callable[[], Any]) -> Any:
    """Call with room for every frame below: Python gets 16 kB at a time, and gives it back at once.

    Where a loop calls over such an edge each request costs forty pieces of memory: a sixth of the time of
    a test (`push_chunk` in CPython's `pystate.c`). A frame this large makes its piece large enough for all.
    """
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=33_000)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    asked = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    with_room(lambda: pyfuncitem.obj(**asked))
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite in a file: in memory its threads share one lock, unlike in the product."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(settings.VAR_DIR / "test.sqlite3")


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Begin in Dutch: a request of the test before leaves its language in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def changes_are_logged() -> Iterator[None]:
    """Let no request of any test change something that the log does not tell."""
    with net():
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Let no test meet the counts and copies of another."""
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> None:
    """Let Django empty the tables of SQLite after a test: the log refuses that, until it is built anew."""
    operations = DatabaseWrapper.ops_class
    flush = operations.sql_flush

    def with_the_log(self: operations, *args: Any, **kwargs: Any) -> list[str]:
        statements = flush(self, *args, **kwargs)
        return [*(f"DROP TRIGGER IF EXISTS {name}" for name in triggers()), *statements]

    operations.sql_flush = with_the_log


@pytest.fixture(scope="session", autouse=True)
def emptied_again_after_a_deadlock() -> Iterator[None]:
    """Empty the tables once more when a server of the tests began to read them at that very moment.

    Its streams look at sessions by the clock, so no waiting beforehand rules this out.
    """
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def patiently(self: BaseDatabaseOperations, statements: list[str]) -> None:
        for _attempt in range(5):
            try:
                return empty(self, statements)
            except OperationalError as error:
                if "deadlock" not in str(error):
                    raise
        empty(self, statements)

    operations.execute_sql_flush = patiently
    yield
    operations.execute_sql_flush = empty


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Load the catalogue once per database; it is the same for every test."""
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)


@pytest.fixture
def municipality(db: None) -> Municipality:
    return build_municipality()


@pytest.fixture
def inside(municipality: Municipality) -> Iterator[Municipality]:
    """Run the test inside one municipality."""
    with tenant(municipality):
        yield municipality


@pytest.fixture
def session(inside: Municipality) -> GroupSession:
    """A planned session with three parties; the test runs inside its municipality."""
    return build_session(inside)
