"""The second wall: what PostgreSQL itself keeps apart when the first wall is not there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import ProgrammingError, connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django_scopes import scopes_disabled

from common.checks import PassesTheWall
from common.row_security import PUBLIC, build_wall, gaps, owned_tables
from common.tenancy import DOORS, READ_ALL, TenantModel, across_municipalities, tenant
from municipalities.models import HouseStyle, Municipality
from sessions.models import GroupSession, Organisation
from tests.builders import build_municipality, build_session, dress

pytestmark = pytest.mark.postgresql


@pytest.fixture
def neighbours(municipality: Municipality) -> tuple[Municipality, Municipality]:
    """Two municipalities with a session each."""
    other = build_municipality("Dorpstede")
    for one in (municipality, other):
        with tenant(one):
            build_session(one)
    return municipality, other


@contextmanager
def only_the_database(municipality: Municipality) -> Iterator[None]:
    """Be inside a municipality with the first wall taken away."""
    with tenant(municipality), scopes_disabled():
        yield


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def owners() -> set[int]:
    """Return of which municipalities one can see sessions."""
    return set(GroupSession.objects.values_list("municipality_id", flat=True))


def test_inside_a_municipality_the_others_do_not_exist(neighbours: tuple[Municipality, Municipality]) -> None:
    here, there = neighbours
    for one in (here, there):
        with only_the_database(one):
            assert owners() == {one.pk}


def test_outside_every_municipality_there_is_nothing(neighbours: tuple[Municipality, Municipality]) -> None:
    with scopes_disabled():
        for model in apps.get_models():
            if issubclass(model, TenantModel) and model._meta.db_table not in PUBLIC:
                assert not model.objects.exists(), model


def test_the_style_of_a_house_is_public_and_its_own_to_change(
    neighbours: tuple[Municipality, Municipality],
) -> None:
    here, there = neighbours
    with tenant(there):
        dress(there, "#8b2a6b")
    with scopes_disabled():
        assert HouseStyle.objects.get().municipality == there
    with only_the_database(here):
        assert HouseStyle.objects.update(brand_colour="#000000") == 0


def test_rows_of_others_cannot_be_changed_removed_or_added(
    neighbours: tuple[Municipality, Municipality],
) -> None:
    here, there = neighbours
    with only_the_database(there):
        theirs = Organisation.objects.first()
    with only_the_database(here):
        assert Organisation.objects.filter(pk=theirs.pk).update(name="Van ons") == 0
        assert Organisation.objects.filter(pk=theirs.pk)._raw_delete(using="default") == 0
        copy = Organisation(municipality=there, kind_id=theirs.kind_id, name="Nieuw")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            copy.save()
    with only_the_database(there):
        theirs.refresh_from_db()
        assert theirs.name != "Van ons"


def test_what_a_block_told_the_database_ends_with_it(neighbours: tuple[Municipality, Municipality]) -> None:
    here, there = neighbours
    with only_the_database(here), across_municipalities("own overview"):
        assert owners() == {here.pk, there.pk}
    with only_the_database(there):
        with pytest.raises(ZeroDivisionError), across_municipalities("own overview"):
            raise ZeroDivisionError
        assert owners() == {there.pk}
    with scopes_disabled():
        assert owners() == set()


@pytest.mark.parametrize("door", DOORS)
def test_a_door_shows_its_own_tables_and_lets_nobody_write(
    door: str, neighbours: tuple[Municipality, Municipality]
) -> None:
    with across_municipalities(door):
        for model in apps.get_models():
            if issubclass(model, TenantModel):
                table = model._meta.db_table
                is_open = table in PUBLIC or bool(DOORS[door] & {READ_ALL, table})
                assert is_open or not model.objects.exists(), model
        assert GroupSession.objects.update(title="Van iedereen") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            row = Organisation(municipality=neighbours[0], kind_id=1, name="Nieuw")
            Organisation.objects.bulk_create([row])


def test_no_owned_table_is_without_its_policies(db: None) -> None:
    assert gaps(connection) == []


@pytest.mark.parametrize(
    "hole",
    [
        "DROP POLICY inside ON {table}",
        "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY everybody ON {table} USING (true)",
    ],
)
@pytest.mark.parametrize("table", owned_tables())
def test_a_gap_is_found_and_closed_by_the_next_migration(table: str, hole: str, db: None) -> None:
    execute(hole.format(table=table))
    assert gaps(connection) != []
    build_wall(connection)
    assert gaps(connection) == []


def test_without_the_policies_the_first_wall_would_be_the_only_one(
    neighbours: tuple[Municipality, Municipality],
) -> None:
    """The control: what the tests above see is the wall, not luck."""
    here, there = neighbours
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in owned_tables():
        execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    with only_the_database(here):
        assert owners() == {here.pk, there.pk}
    with tenant(here):
        assert owners() == {here.pk}


def test_a_superuser_is_refused(db: None) -> None:
    above = DatabaseWrapper({**connection.settings_dict, "USER": "postgres"}, alias="above")
    with pytest.raises(PassesTheWall, match="postgres"):
        above.connect()


def test_an_owner_is_told_so_before_the_start(db: None) -> None:
    """The tests own their tables, as whoever migrates does; an installation that works may not."""
    with pytest.raises(SystemCheckError, match="owns the tables") as refused:
        call_command("check", deploy=True, databases=["default"], tags=["database"])
    assert "may change or remove rows of audit_auditevent, audit_logseal" in str(refused.value)
