"""The second wall: what PostgreSQL itself keeps apart when the first wall is not there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import ProgrammingError, connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django_scopes import scopes_disabled

from agenda.models import ActionPoint
from common.checks import PassesTheWall, can_be_emptied, changeable_logs, owns_tables
from common.row_security import PUBLIC, build_wall, gaps, let_in, link_tables, owned_tables, walled_tables
from common.tenancy import DOORS, READ_ALL, TenantModel, across_municipalities, tenant
from municipalities.models import HouseStyle, Municipality
from sessions.models import GroupSession, Organisation
from tests.builders import NOW, build_municipality, build_session, dress
from tests.servers import WORKER_ROLE

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


def helpers_of(municipality: Municipality) -> type:
    """Let an organisation of a municipality help with one of its action points; return the table of that."""
    with tenant(municipality):
        point = ActionPoint.objects.create(
            municipality=municipality, what="Samen bellen", created_at=NOW, changed_at=NOW
        )
        point.helpers.add(Organisation.objects.first())
    return ActionPoint.helpers.through


def test_every_table_that_links_rows_of_municipalities_is_known() -> None:
    made = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    made -= {model._meta.db_table for model in apps.get_models()}
    theirs = {name for name in made if not name.startswith(("auth_", "users_user_", "catalogue_"))}
    assert theirs == set(link_tables())
    assert link_tables()["agenda_actionpoint_helpers"] == {
        "actionpoint_id": "agenda_actionpoint",
        "organisation_id": "group_sessions_organisation",
    }


def test_what_links_rows_of_others_does_not_exist_either(
    neighbours: tuple[Municipality, Municipality],
) -> None:
    here, there = neighbours
    for one in neighbours:
        links = helpers_of(one).objects
    with scopes_disabled():
        assert not links.exists()
    with only_the_database(there):
        theirs = links.get()
    with only_the_database(here):
        ours = links.get()
        assert ours.actionpoint.municipality == here
        assert links.filter(pk=theirs.pk).delete()[0] == 0
        for point, organisation in (
            (theirs.actionpoint_id, theirs.organisation_id),
            (theirs.actionpoint_id, ours.organisation_id),
            (ours.actionpoint_id, theirs.organisation_id),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                links.create(actionpoint_id=point, organisation_id=organisation)
    with only_the_database(there):
        assert links.filter(pk=theirs.pk).exists()


def test_without_their_policies_links_of_others_can_be_taken_away(
    neighbours: tuple[Municipality, Municipality],
) -> None:
    """The control."""
    for one in neighbours:
        links = helpers_of(one).objects
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE agenda_actionpoint_helpers DISABLE ROW LEVEL SECURITY")
    with only_the_database(neighbours[0]):
        assert links.all().delete()[0] == 2


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
@pytest.mark.parametrize("table", walled_tables())
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


def test_the_role_that_works_can_take_nothing_of_the_wall_away(db: None) -> None:
    let_in(connection, role=WORKER_ROLE)
    execute(f"SET LOCAL ROLE {WORKER_ROLE}")
    assert not owns_tables(connection)
    assert (can_be_emptied(connection), changeable_logs(connection)) == ([], [])
    execute("RESET ROLE")
    # The control: what no policy stops, each alone.
    execute(f"GRANT TRUNCATE ON agenda_consent TO {WORKER_ROLE}")
    execute(f"GRANT TRIGGER ON agenda_actionpoint_helpers TO {WORKER_ROLE}")
    execute(f"SET LOCAL ROLE {WORKER_ROLE}")
    assert can_be_emptied(connection) == ["agenda_actionpoint_helpers", "agenda_consent"]
    execute("RESET ROLE")
    let_in(connection, role=WORKER_ROLE)
    execute(f"SET LOCAL ROLE {WORKER_ROLE}")
    assert can_be_emptied(connection) == []
    execute("RESET ROLE")


@pytest.fixture
def newcomer(db: None) -> Iterator[Callable[[str], DatabaseWrapper]]:
    """Make a role that may become another one, and return its connection; it is gone afterwards."""
    said, made = connection.settings_dict, "gesprekshulp_nieuw"
    with psycopg.connect(
        host=said["HOST"], port=said["PORT"], user="postgres", dbname=said["NAME"], autocommit=True
    ) as above:

        def connected(becomes: str) -> DatabaseWrapper:
            above.execute(f"DROP ROLE IF EXISTS {made}")
            above.execute(f"CREATE ROLE {made} LOGIN NOINHERIT IN ROLE {becomes}")
            return DatabaseWrapper({**said, "USER": made}, alias="newcomer")

        yield connected
        above.execute(f"DROP ROLE IF EXISTS {made}")


def test_who_may_become_a_superuser_is_refused(newcomer: Callable[[str], DatabaseWrapper]) -> None:
    with pytest.raises(PassesTheWall, match="may become"):
        newcomer("postgres").connect()


@pytest.mark.parametrize(("becomes", "could"), [("", True), (WORKER_ROLE, False)])
def test_who_may_become_the_owner_owns(
    newcomer: Callable[[str], DatabaseWrapper], becomes: str, could: bool
) -> None:
    other = newcomer(becomes or connection.settings_dict["USER"])
    try:
        assert owns_tables(other) is could
    finally:
        other.close()
