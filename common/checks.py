"""Refuse to work as a role that passes the database's own wall silently, or may become one that does."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from .row_security import APPEND_ONLY, gaps, walled_tables


class PassesTheWall(ImproperlyConfigured):
    """This role of PostgreSQL is above every policy, so one municipality could see another."""


@receiver(connection_created)
def refuse_a_role_above_the_wall(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Raise `PassesTheWall` at the first connection of who is above every policy, or may become who is."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user FROM pg_roles WHERE (rolsuper OR rolbypassrls) "
            "AND pg_has_role(current_user, oid, 'MEMBER') LIMIT 1"
        )
        if role := cursor.fetchone():
            connection.close()
            raise PassesTheWall(
                f"The database role {role[0]} is a superuser or has BYPASSRLS, or may become who is. "
                "Use a role of its own for this system; docs/running.md tells how to make it."
            )


@register(Tags.database, deploy=True)
def the_wall_stands(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Report a table without its policies, and a role that could take the policies or the log away."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        if connections[alias].vendor != "postgresql":
            continue
        if gaps(connections[alias]):
            found.append(
                Error("The wall in the database has gaps.", hint="Run manage.py migrate.", id="common.E001")
            )
        if owns_tables(connections[alias]):
            found.append(
                Error(
                    "The role of DATABASE_URL owns the tables, or may become who does, "
                    "so it could take the policies away.",
                    hint="Migrate as the owner, and run as a role that owns nothing; see docs/running.md.",
                    id="common.E002",
                )
            )
        if changeable := changeable_logs(connections[alias]):
            found.append(
                Error(
                    f"The role of DATABASE_URL may change or remove rows of {', '.join(changeable)}.",
                    hint="Migrate as the owner, which takes that right away; see docs/running.md.",
                    id="common.E003",
                )
            )
        if emptied := can_be_emptied(connections[alias]):
            found.append(
                Error(
                    f"The role of DATABASE_URL may empty {', '.join(emptied)} or hang a trigger on it.",
                    hint="No policy stops that. Migrate as the owner, which takes that right away.",
                    id="common.E004",
                )
            )
    return found


def can_be_emptied(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables with a right that no policy limits: to empty it, or to run code at each change."""
    return _tables_with(connection, "TRUNCATE, TRIGGER", walled_tables())


def changeable_logs(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that this connection should only add to, and could change."""
    return _tables_with(connection, "UPDATE, DELETE", sorted(APPEND_ONLY))


def _tables_with(connection: BaseDatabaseWrapper, rights: str, tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE has_table_privilege(current_user, name, %s)",
            [tables, rights],
        )
        return [name for (name,) in cursor.fetchall()]


def owns_tables(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the role of this connection owns a table of municipalities, or may become who does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_tables "
            "WHERE tablename = ANY(%s) AND pg_has_role(current_user, tableowner, 'MEMBER'))",
            [walled_tables()],
        )
        return bool(cursor.fetchone()[0])
