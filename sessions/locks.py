"""Answers and steps on the stage exclude each other; answers do not exclude answers.

The order of locks, everywhere: the municipality, the stage, the row of the session, then any row below it.
"""

from collections.abc import Collection

from django.db import OperationalError, connection

from .models import GroupSession

LOCK_SPACE = 20_260
WAIT = "3s"


class Busy(Exception):
    """The stage was locked for longer than people wait; the same request may simply be sent again."""


def lock_stage(session: GroupSession, *, shared: bool = False) -> None:
    """Hold the stage of a session until the transaction ends: shared for answers, alone for its steps.

    An advisory lock on PostgreSQL: row locks were measured to starve the reveal for seconds. On SQLite the
    transaction is IMMEDIATE and thereby alone. Call it first in `atomic()`; raises `Busy` after 3 s.
    """
    if connection.vendor != "postgresql":
        return
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_SPACE, session.pk % 2**31])
    except OperationalError as error:
        raise Busy from error


def hold_sessions(session_ids: Collection[int]) -> None:
    """Hold the rows of several sessions until the transaction ends, always in one order."""
    rows = GroupSession.objects.select_for_update(no_key=True).filter(pk__in=session_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


def hold_session(session_id: int) -> GroupSession:
    """Hold the row of a session until the transaction ends; call it in `atomic()`, before the rows below it.

    Without the key: the foreign key of an answer would wait for it while its party is held, a deadlock.
    """
    rows = GroupSession.objects.select_related("municipality").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=session_id)
