"""What the house itself keeps of a person: roles, invitations, what they did, and files with everything."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEvent
from common.personal import Keeper, Kept, Person, nobody_named, places, register
from common.retention import Rows, told

from .log.words import words_of
from .models import Invitation, Membership, Municipality, MunicipalityExport


def _memberships(municipality: Municipality, person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(municipality=municipality, user=person.user_id or 0)


def collect_memberships(municipality: Municipality, person: Person, by_self: bool) -> list[Kept]:
    """Return the roles this person has or had."""
    return [
        Kept(
            "municipalities.membership",
            {"role": row.get_role_display(), "from_date": row.from_date, "until_date": row.until_date},
        )
        for row in _memberships(municipality, person)
    ]


def forget_memberships(municipality: Municipality, person: Person, now: datetime) -> Rows:
    """Take away every role, also earlier ones."""
    removed, _tables = _memberships(municipality, person).delete()
    return told(municipalities__membership=removed)


def _invitations(municipality: Municipality, person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(municipality=municipality, email__iexact=person.email)


def invited_names(municipality: Municipality, email: str) -> set[str]:
    """Return the names by which this address was invited."""
    rows = Invitation.objects.filter(municipality=municipality, email__iexact=email)
    return set(rows.values_list("name", flat=True))


def collect_invitations(municipality: Municipality, person: Person, by_self: bool) -> list[Kept]:
    """Return the invitations for a role that were sent to this address."""
    return [
        Kept(
            "municipalities.invitation",
            {
                "email": row.email,
                "name": row.name,
                "role": row.get_role_display(),
                "created_at": row.created_at,
                "expires_at": row.expires_at,
                "opened_at": row.opened_at,
                "accepted_at": row.accepted_at,
                "revoked_at": row.revoked_at,
            },
        )
        for row in _invitations(municipality, person)
    ]


def forget_invitations(municipality: Municipality, person: Person, now: datetime) -> Rows:
    """Remove the invitations to this address; their links lead nowhere, and a mail that waits is not sent."""
    removed, _tables = _invitations(municipality, person).delete()
    return told(municipalities__invitation=removed)


def collect_log(municipality: Municipality, person: Person, by_self: bool) -> list[Kept]:
    """Return what this person did, as the log tells it."""
    rows = AuditEvent.objects.filter(municipality=municipality, user=person.user_id or 0).order_by("pk")
    return [
        Kept("audit.auditevent", {"at": row.at, "role": row.role, "action": words_of(row.action)})
        for row in rows
    ]


def keep_log(municipality: Municipality, person: Person, now: datetime) -> Rows:
    """Leave the log: it names people by a number, and the account behind the number loses its name."""
    return {}


def collect_nothing(municipality: Municipality, person: Person, by_self: bool) -> list[Kept]:
    """Return nothing: a file with everything says nothing that its tables do not say."""
    return []


def forget_files(municipality: Municipality, person: Person, now: datetime) -> Rows:
    """Remove the files with everything of the municipality, and this address where it gets the answers."""
    files = MunicipalityExport.objects.filter(municipality=municipality).exclude(file="")
    for row in files:
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)), robust=True)
        row.file = ""
        row.save(update_fields=["file"])
    asked = Municipality.objects.filter(pk=municipality.pk, mail_reply_to__iexact=person.email)
    return told(municipalities__municipality=asked.update(mail_reply_to=""))


register(
    Keeper(
        name="membership",
        label=_("Roles in the municipality"),
        fate=_("All roles end and go, from the next page on."),
        category="memberships",
        names=nobody_named,
        collect=collect_memberships,
        forget=forget_memberships,
        where=lambda email, user: places(Membership.objects.filter(user=user)),
    )
)
register(
    Keeper(
        name="invitation",
        label=_("Invitations for a role"),
        fate=_("They go. Their links no longer work."),
        category="invitations",
        names=invited_names,
        collect=collect_invitations,
        forget=forget_invitations,
        where=lambda email, user: places(Invitation.objects.filter(email__iexact=email)),
    )
)
register(
    Keeper(
        name="log",
        label=_("Actions in the log"),
        fate=_("It stays, as the log can’t be changed. It names nobody: the account behind it has no name."),
        category="",
        names=nobody_named,
        collect=collect_log,
        forget=keep_log,
    )
)
register(
    Keeper(
        name="files",
        label=_("Files with everything of the municipality"),
        fate=_("They go. A new one can be ordered."),
        category="",
        names=nobody_named,
        collect=collect_nothing,
        forget=forget_files,
    )
)
