"""Refuse to work as a role that passes the database's own wall silently."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from .row_security import APPEND_ONLY, gaps, owned_tables


class PassesTheWall(ImproperlyConfigured):
    """This role of PostgreSQL is above every policy, so one municipality could see another."""


@receiver(connection_created)
def refuse_a_role_above_the_wall(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Raise `PassesTheWall` at the first connection of a superuser or of a role with BYPASSRLS."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
        )
        if role := cursor.fetchone():
            connection.close()
            raise PassesTheWall(
                f"The database role {role[0]} is a superuser or has BYPASSRLS. "
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
                    "The role of DATABASE_URL owns the tables, so it could take the policies away.",
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
    return found


def changeable_logs(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that this connection should only add to, and could change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name "
            "WHERE has_table_privilege(current_user, name, 'UPDATE, DELETE, TRUNCATE')",
            [sorted(APPEND_ONLY)],
        )
        return [name for (name,) in cursor.fetchall()]


def owns_tables(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the role of this connection owns one of the tables of municipalities."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = ANY(%s) AND tableowner = current_user)",
            [owned_tables()],
        )
        return bool(cursor.fetchone()[0])
