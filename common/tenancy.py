"""The first wall between municipalities: every query names one, and a forgotten one raises."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled

if TYPE_CHECKING:
    from municipalities.models import Municipality

MUNICIPALITY_SETTING = "app.municipality_id"
DOOR_SETTING = "app.door"
READ_ALL = "*"
"""A door through which every owned table may be read."""

DOORS: dict[str, frozenset[str]] = {
    "join code": frozenset({"group_sessions_groupsession"}),
    "own overview": frozenset(
        {
            "municipalities_membership",
            "group_sessions_groupsession",
            "group_sessions_facilitator",
            "group_sessions_organisation",
        }
    ),
    "own points": frozenset(
        {"agenda_actionpoint", "group_sessions_groupsession", "group_sessions_organisation"}
    ),
    "calendar": frozenset(
        {
            "agenda_actionpoint",
            "municipalities_membership",
            "group_sessions_groupsession",
            "group_sessions_facilitator",
        }
    ),
    "own data": frozenset(
        {
            "agenda_actionpoint",
            "agenda_consent",
            "agenda_reminder",
            "group_sessions_contactperson",
            "group_sessions_facilitator",
            "group_sessions_representative",
            "municipalities_invitation",
            "municipalities_membership",
        }
    ),
    "log": frozenset({"audit_auditevent", "audit_logseal"}),
    "outbox sweep": frozenset({"outbox_promise"}),
    "stream": frozenset(
        {
            "group_sessions_groupsession",
            "group_sessions_facilitator",
            "group_sessions_party",
            "group_sessions_representative",
            "municipalities_membership",
            "questionnaire_answerchange",
        }
    ),
    "platform": frozenset({"municipalities_membership", "group_sessions_groupsession"}),
    "removal": frozenset(
        {
            "agenda_actionevent",
            "agenda_agendaimport",
            "agenda_agendaversion",
            "agenda_savedfilter",
            "group_sessions_addressbookimport",
            "group_sessions_facilitator",
            "group_sessions_preparationtick",
            "municipalities_invitation",
            "municipalities_membership",
            "municipalities_municipalityexport",
        }
    ),
    "demo": frozenset({READ_ALL}),
}
"""The doors across municipalities, each with the tables that PostgreSQL lets it read."""


class WrongTenant(Exception):
    """A row of one municipality was about to be written inside another."""


@contextmanager
def tenant(municipality: "Municipality") -> Iterator[None]:
    """Run a request, task or command inside one municipality; nothing of another is visible in it.

    On PostgreSQL it opens the transaction that carries the municipality for the database's own policies,
    so the COMMIT comes before the response leaves. On SQLite it opens none: IMMEDIATE would make each
    read a writer. Raises `WrongTenant` when it is nested in another municipality.
    """
    outer = get_scope().get("municipality")
    if outer is not None and outer.pk != municipality.pk:
        raise WrongTenant(f"Already inside municipality {outer.pk}, not {municipality.pk}.")
    with scope(municipality=municipality):
        if outer is not None:
            yield
        else:
            with _told_to_the_database(MUNICIPALITY_SETTING, str(municipality.pk)):
                yield


@contextmanager
def across_municipalities(door: str) -> Iterator[None]:
    """Open one of the few named doors that look across municipalities; each is tested as a door.

    Nothing can be written through it but what the sweep counts on a promise: a row is written in its tenant.
    """
    if door not in DOORS:
        raise ValueError(f"There is no door named {door!r}.")
    with scopes_disabled(), _told_to_the_database(DOOR_SETTING, door):
        yield


@contextmanager
def _told_to_the_database(name: str, value: str) -> Iterator[None]:
    """Set what PostgreSQL's policies read, for this block and its transaction only.

    A setting of the whole database session would leak to whoever gets the connection next.
    """
    if connection.vendor != "postgresql":
        yield
        return
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        before = _set(name, value)
        yield
        # The end of a transaction takes the setting away, and so does a roll-back; a savepoint keeps it.
        if is_nested and not connection.needs_rollback:
            _set(name, before)


def _set(name: str, value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true), set_config(%s, %s, true)", [name, name, value])
        return cursor.fetchone()[0] or ""


def _refuse_other_tenant(row: "TenantModel") -> None:
    current = get_scope()
    if not current.get("_enabled", True):
        return
    inside = current.get("municipality")
    if inside is None or inside.pk != row.municipality_id:
        raise WrongTenant(
            f"{type(row).__name__} of municipality {row.municipality_id} written inside {inside}."
        )


class TenantQuerySet(models.QuerySet):
    """Rows of one municipality; writing many at once is checked like writing one."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            _refuse_other_tenant(row)
        return super().bulk_create(rows, *args, **kwargs)


def tenant_manager(queryset: type[models.QuerySet] = TenantQuerySet) -> Any:
    """Return the scoped manager of a model, with the adjectives of its queryset."""
    return ScopedManager(_manager_class=models.Manager.from_queryset(queryset), municipality="municipality")


class TenantModel(models.Model):
    """A row that one municipality owns."""

    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = tenant_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Scopes filter what is read; what is written is checked here.
        _refuse_other_tenant(self)
        super().save(*args, **kwargs)
