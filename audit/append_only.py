"""What the database itself keeps of the log: rows are added, and nothing is changed or removed.

On PostgreSQL the role that works holds no right to it (`common/row_security.py`); two functions of the owner
remove what may go. On SQLite triggers refuse it, and a verb takes them away inside its own transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT_AT_LEAST_DAYS = 365
"""What is younger stays, whoever asks; a person is told this in the terms of the privacy page."""

FUNCTIONS = {
    "forget_log(of_municipality bigint, up_to bigint, before timestamptz)": """
DECLARE gone bigint;
BEGIN
    IF before > now() - interval '365 days' THEN
        RAISE EXCEPTION 'The log of the last 365 days stays.';
    END IF;
    DELETE FROM audit_auditevent event
    WHERE municipality_id = of_municipality AND id <= up_to AND at < before AND EXISTS (
        SELECT 1 FROM audit_logseal
        WHERE municipality_id = of_municipality AND event_id = event.id
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END""",
    "remove_log(of_municipality bigint)": """
DECLARE gone bigint;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM municipalities_municipality WHERE id = of_municipality AND removal_asked_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'Nobody asked to remove this municipality.';
    END IF;
    DELETE FROM audit_logseal WHERE municipality_id = of_municipality;
    DELETE FROM audit_auditevent WHERE municipality_id = of_municipality;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END""",
}
"""What the owner does for the role that works. The policies of the tables bind the owner too, so each reaches
no further than the municipality it is called in."""

REFUSE = "SELECT RAISE(ABORT, 'The log is append-only.')"


def make_functions(owner: BaseDatabaseWrapper, *, worker: str | None = None) -> None:
    """Make the functions of PostgreSQL as the owner of the tables; only the role that works may call them."""
    with owner.cursor() as cursor:
        for signature, body in FUNCTIONS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {signature} RETURNS bigint LANGUAGE plpgsql "
                f"SECURITY DEFINER SET search_path = public, pg_temp AS $verb${body}$verb$"
            )
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            if worker:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {owner.ops.quote_name(worker)}")


def triggers() -> dict[str, str]:
    """Return the triggers of SQLite, the SQL of each by its name; an account may go from an event."""
    made = {}
    for name in ("auditevent", "logseal"):
        model = apps.get_model("audit", name)
        table = model._meta.db_table
        kept = [field.column for field in model._meta.concrete_fields if field.column != "user_id"]
        made[f"{table}_stays"] = f"BEFORE DELETE ON {table} BEGIN {REFUSE}; END"
        made[f"{table}_keeps"] = f"BEFORE UPDATE OF {', '.join(kept)} ON {table} BEGIN {REFUSE}; END"
    made["audit_auditevent_names"] = (
        f"BEFORE UPDATE OF user_id ON audit_auditevent WHEN NEW.user_id IS NOT NULL BEGIN {REFUSE}; END"
    )
    return {name: f"CREATE TRIGGER IF NOT EXISTS {name} {body}" for name, body in made.items()}


def set_triggers(database: BaseDatabaseWrapper) -> None:
    """Set the guards of SQLite; those that stand already stay."""
    with database.cursor() as cursor:
        for statement in triggers().values():
            cursor.execute(statement)


def drop_triggers(database: BaseDatabaseWrapper) -> None:
    """Take the guards of SQLite away; in a transaction nobody else ever sees them gone."""
    with database.cursor() as cursor:
        for name in triggers():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the guards of SQLite away for this block, which is one transaction; PostgreSQL has none."""
    guarded = connection.vendor == "sqlite"
    with transaction.atomic():
        if guarded:
            drop_triggers(connection)
        yield
        if guarded:
            set_triggers(connection)
