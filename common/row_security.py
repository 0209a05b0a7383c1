"""The second wall between municipalities: row-level security of PostgreSQL under every owned table.

What links rows of two tables (many to many) has no municipality of its own, and stands behind the same wall:
a link is there for who may see what it links.

Inside `tenant(municipality)` the database itself shows and accepts rows of that municipality only. Outside it
shows none, but for what a named door may read. `FORCE` binds the owner of a table too. A superuser passes
every policy silently, so `common/checks.py` refuses to work as one.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .tenancy import DOOR_SETTING, DOORS, MUNICIPALITY_SETTING, READ_ALL, TenantModel

# Read once per query, not once per row: the planner takes a sub-select for a constant.
INSIDE = f"municipality_id = (SELECT NULLIF(current_setting('{MUNICIPALITY_SETTING}', true), '')::bigint)"
LINKED = "EXISTS (SELECT 1 FROM {owned} owned WHERE owned.id = {table}.{column} AND owned.{inside})"
WORKED_THROUGH = {"outbox_promise": "outbox sweep"}
"""Tables that a door may change: whoever sweeps counts the attempt before it enters the municipality."""

PUBLIC = frozenset({"municipalities_housestyle", "municipalities_logo"})
"""Tables that everybody may read: the style of a house hangs on its front door. Writing stays inside."""

APPEND_ONLY: dict[str, frozenset[str]] = {
    "audit_auditevent": frozenset({"user_id"}),
    "audit_logseal": frozenset(),
}
"""Tables to which the role that works only adds, each with the columns it may still change."""

Policies = dict[str, str]


def owned_tables() -> list[str]:
    """Return the tables that belong to municipalities."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel))


def link_tables() -> dict[str, dict[str, str]]:
    """Return the tables that link rows of municipalities, with the owned table that each column leads to."""
    links: dict[str, dict[str, str]] = {}
    for model in apps.get_models():
        for field in model._meta.many_to_many if issubclass(model, TenantModel) else ():
            through: type[models.Model] = field.remote_field.through  # type: ignore[assignment]
            if not issubclass(through, TenantModel):
                ends = {field.m2m_column_name(): model, field.m2m_reverse_name(): field.related_model}
                links[through._meta.db_table] = {
                    column: end._meta.db_table for column, end in ends.items() if issubclass(end, TenantModel)
                }
    return links


def walled_tables() -> list[str]:
    """Return every table that must have policies."""
    return sorted([*owned_tables(), *link_tables()])


def policies_of(table: str) -> Policies:
    """Return the policies of a table, the SQL of each by its name."""
    ends = link_tables().get(table, {})
    inside = " AND ".join(_is_inside(table, *end) for end in ends.items()) or INSIDE
    policies = {"inside": f"CREATE POLICY inside ON {table} USING ({inside}) WITH CHECK ({inside})"}
    shown = set(ends.values()) or {table}
    doors = sorted(door for door, tables in DOORS.items() if READ_ALL in tables or shown <= tables)
    if doors:
        policies["doors"] = f"CREATE POLICY doors ON {table} FOR SELECT USING ({_through(doors)})"
    if table in PUBLIC:
        policies["front_door"] = f"CREATE POLICY front_door ON {table} FOR SELECT USING (true)"
    if table in WORKED_THROUGH:
        through = _through([WORKED_THROUGH[table]])
        policies["worked_through"] = f"CREATE POLICY worked_through ON {table} FOR UPDATE USING ({through})"
    return policies


def _is_inside(table: str, column: str, owned: str) -> str:
    return LINKED.format(table=table, column=column, owned=owned, inside=INSIDE)


def _through(doors: Iterable[str]) -> str:
    names = ", ".join(f"'{door}'" for door in doors)
    return f"(SELECT current_setting('{DOOR_SETTING}', true)) IN ({names})"


def build_wall(connection: BaseDatabaseWrapper) -> None:
    """Give every table of municipalities the policies it must have; what is in order already is left alone.

    Run as the owner of the tables, after each migration: a policy follows the code, not a migration.
    """
    with connection.cursor() as cursor:
        for statement in gaps(connection):
            cursor.execute(statement)


def let_in(connection: BaseDatabaseWrapper, *, role: str) -> None:
    """Let the role that works read and write the rows of every table, but only add to the log.

    It owns none of them.
    """
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        # Policies don't stop these.
        cursor.execute(f"REVOKE TRUNCATE, TRIGGER ON ALL TABLES IN SCHEMA public FROM {name}")
        for table, columns in APPEND_ONLY.items():
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {name}")
            for column in columns:
                cursor.execute(f"GRANT UPDATE ({column}) ON {table} TO {name}")


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Return what is missing in the wall, as the statements that close it; none when it is whole."""
    stands = _as_it_stands(connection)
    return [statement for table, found in sorted(stands.items()) for statement in _missing(table, *found)]


def _as_it_stands(connection: BaseDatabaseWrapper) -> dict[str, tuple[bool, Policies]]:
    """Return for each table that must have policies whether they are forced, and those it has.

    A policy keeps its SQL as its comment: what PostgreSQL itself shows of it is put in other words.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, relrowsecurity AND relforcerowsecurity,
                polname, obj_description(p.oid, 'pg_policy')
            FROM pg_class c LEFT JOIN pg_policy p ON polrelid = c.oid
            WHERE relname = ANY(%s) AND pg_table_is_visible(c.oid) AND relkind = 'r'
            """,
            [walled_tables()],
        )
        stands: dict[str, tuple[bool, Policies]] = {}
        for table, is_forced, policy, statement in cursor.fetchall():
            policies = stands.setdefault(table, (is_forced, {}))[1]
            if policy is not None:
                policies[policy] = statement or ""
    return stands


def _missing(table: str, is_forced: bool, stands: Policies) -> Iterator[str]:
    wanted = policies_of(table)
    if not is_forced:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    for name in stands.keys() - wanted.keys():
        yield f"DROP POLICY {name} ON {table}"
    for name, statement in wanted.items():
        if stands.get(name) != statement:
            yield f"DROP POLICY IF EXISTS {name} ON {table}"
            yield statement
            quoted = statement.replace("'", "''")
            yield f"COMMENT ON POLICY {name} ON {table} IS '{quoted}'"
