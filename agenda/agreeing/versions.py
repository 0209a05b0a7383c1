"""The agenda of one session as it is put before the organisations: what stands in it, and how it stands now.

A version names organisations and roles and no people, so that it can be kept as long as the agreement.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sessions.copying import earlier_table
from sessions.enums import SessionState
from sessions.merging import Merges
from sessions.models import Contact, GroupSession, Organisation

from ..enums import ActionStatus
from ..models import ActionPoint, AgendaVersion, Consent
from .difference import difference

AFTER = frozenset({SessionState.CLOSED, SessionState.ARCHIVED})
Content = list[dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """An organisation that is asked, and who answers for it as far as known."""

    organisation: Organisation
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Agreement:
    """How the agenda of a session stands: every version, the one that is asked about, the one that holds."""

    versions: list[AgendaVersion]
    asked: AgendaVersion | None
    adopted: AgendaVersion | None
    content: Content

    @property
    def number(self) -> int:
        """Return the number of the last version; 0 before the first."""
        return self.versions[-1].number if self.versions else 0

    @property
    def present(self) -> AgendaVersion | None:
        """Return what people look at: the version that is asked about, else the one that holds."""
        return self.asked or self.adopted

    @property
    def is_concept(self) -> bool:
        return self.adopted is None

    @property
    def is_changed(self) -> bool:
        """Return whether the agenda reads differently from what was put forward last."""
        return self.present is not None and bool(difference(self.present.content, self.content))


def content_of(session: GroupSession) -> Content:
    """Return the action points of a session as an agreement: what, which organisation and role, by when.

    How far they are is no part of it. What was not taken up, or goes on in another, is left out.
    """
    points = (
        ActionPoint.objects.filter(session=session, merged_into=None)
        .exclude(status=ActionStatus.DROPPED)
        .select_related("owner_organisation", "theme")
        .prefetch_related("helpers")
        .order_by("pk")
    )
    return [_entry(point) for point in points]


def _entry(point: ActionPoint) -> dict[str, Any]:
    owner = point.owner_organisation if point.has_owner else None
    helpers = sorted(point.helpers.all(), key=lambda one: one.name)
    return {
        "id": point.pk,
        "what": point.what,
        "organisation": owner.name if owner else "",
        "organisation_id": owner.pk if owner else None,
        "role": point.owner_role if owner else "",
        "helpers": [one.name for one in helpers],
        "helper_ids": [one.pk for one in helpers],
        "deadline": point.deadline.isoformat() if point.deadline else "",
        "theme": point.theme.title if point.theme else "",
        "effect": point.resident_effect,
        "is_priority": point.is_priority,
    }


def agreement_of(session: GroupSession) -> Agreement:
    """Return how the agenda of a session stands now."""
    versions = list(AgendaVersion.objects.filter(session=session).order_by("number"))
    living = [one for one in versions if one.withdrawn_at is None]
    asked = living[-1] if living and living[-1].adopted_at is None else None
    adopted = [one for one in living if one.adopted_at is not None]
    return Agreement(versions, asked, adopted[-1] if adopted else None, content_of(session))


def is_concept(session: GroupSession) -> bool:
    """Return whether the agenda of a session is not adopted (any more)."""
    return not AgendaVersion.objects.filter(
        session=session, adopted_at__isnull=False, withdrawn_at=None
    ).exists()


def concepts_among(session_ids: Collection[int]) -> set[int]:
    """Return of which of these sessions the agenda is not adopted (any more), in one query."""
    living = AgendaVersion.objects.filter(
        session__in=session_ids, adopted_at__isnull=False, withdrawn_at=None
    )
    return set(session_ids) - set(living.values_list("session", flat=True))


def earlier_version(version: AgendaVersion) -> AgendaVersion | None:
    """Return the version before this one."""
    rows = AgendaVersion.objects.filter(session=version.session_id, number__lt=version.number)
    return rows.order_by("-number").first()


def organisations_to_ask(session: GroupSession, content: Content, *, today: date) -> list[Asked]:
    """Return who sat at the table, and who is named in the agenda beside them, as they go on now.

    Who stopped is not asked. Who was asked the last time is asked again, or who would come again; elsewhere
    somebody in the address book.
    """
    asked = {
        place.organisation.pk: Asked(
            place.organisation, *next(((one.name, one.email) for one in place.people if one.email), ("", ""))
        )
        for place in earlier_table(session, today=today).places
    }
    merges = Merges(session.municipality_id)
    named = {entry["organisation_id"] for entry in content} | {
        pk for entry in content for pk in entry["helper_ids"]
    }
    others = {merges.end_of(pk) for pk in named if pk} - asked.keys()
    for row in Organisation.objects.filter(pk__in=others, ended_on=None).order_by("name"):
        asked[row.pk] = Asked(row)
    _ask_as_before(session, asked, merges, today=today)
    return _with_contacts(asked, merges, today=today)


def _ask_as_before(session: GroupSession, asked: dict[int, Asked], merges: Merges, *, today: date) -> None:
    """Fill in who was asked the last time, unless the address book says that somebody left since."""
    rows = Consent.objects.filter(version__session=session).exclude(asked_email="")
    before = list(rows.select_related("version").order_by("version__number", "pk"))
    if not before:
        return
    contacts = Contact.objects.filter(person__email__in=[one.asked_email for one in before])
    ended = set(contacts.filter(until_date__lt=today).values_list("organisation", "person__email"))
    ended -= set(contacts.current(today=today).values_list("organisation", "person__email"))
    for one in before:
        pk = merges.end_of(one.organisation_id)
        if pk in asked and (one.organisation_id, one.asked_email) not in ended:
            asked[pk] = Asked(asked[pk].organisation, one.asked_name, one.asked_email)


def _with_contacts(asked: dict[int, Asked], merges: Merges, *, today: date) -> list[Asked]:
    """Fill in somebody of the address book where nobody of the table has an address."""
    without = {pk for pk, one in asked.items() if not one.email}
    keys = without | merges.beneath(without) if without else set()
    contacts = Contact.objects.current(today=today).filter(organisation__in=keys).exclude(person__email="")
    for contact in contacts.select_related("person").order_by("pk"):
        pk = merges.end_of(contact.organisation_id)
        if not asked[pk].email:
            asked[pk] = Asked(asked[pk].organisation, contact.person.name, contact.person.email)
    return list(asked.values())


def split_for(version: AgendaVersion, organisation: Organisation) -> tuple[Content, Content]:
    """Return what an organisation does or helps with, and the rest of the agenda."""
    keys = Merges(organisation.municipality_id).all_of(organisation.pk)

    def is_own(entry: dict[str, Any]) -> bool:
        return entry["organisation_id"] in keys or bool(keys & set(entry["helper_ids"]))

    own = [entry for entry in version.content if is_own(entry)]
    return own, [entry for entry in version.content if not is_own(entry)]
