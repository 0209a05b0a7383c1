"""What is kept of a person around the agenda: who was reminded, who answered for whom, own filters."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal import NAME_REMOVED, Keeper, Kept, Person, full_names, nobody_named, places, register
from common.retention import Rows, told

from .models import (
    AgendaImport,
    AgendaVersion,
    Consent,
    Reminder,
    SavedFilter,
)

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _reminders(municipality: "Municipality", person: Person) -> QuerySet[Reminder]:
    return Reminder.objects.filter(municipality=municipality, told_to__iexact=person.email)


def collect_reminders(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return what this person was reminded of."""
    return [
        Kept(
            "agenda.reminder",
            {"action_point": row.action_point.what, "step": row.get_step_display(), "told_at": row.told_at},
        )
        for row in _reminders(municipality, person).select_related("action_point")
    ]


def forget_reminders(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take away whom a reminder went to; that it went stays, so that nobody gets it twice."""
    return told(agenda__reminder=_reminders(municipality, person).update(told_to=""))


def _consents(municipality: "Municipality", person: Person) -> QuerySet[Consent]:
    found = Q(asked_email__iexact=person.email)
    for name in full_names(person):
        found |= Q(answered_by__iexact=name) | Q(asked_email="", asked_name__iexact=name)
    return Consent.objects.filter(found, municipality=municipality)


def consent_names(municipality: "Municipality", email: str) -> set[str]:
    """Return the names under which this address was asked to agree."""
    rows = Consent.objects.filter(municipality=municipality, asked_email__iexact=email)
    return set(rows.values_list("asked_name", flat=True))


def collect_consents(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return what this person was asked to agree to, and what they answered for their organisation."""
    return [
        Kept(
            "agenda.consent",
            {
                "organisation": row.organisation.name,
                "asked_name": row.asked_name,
                "asked_email": row.asked_email,
                "answer": row.get_answer_display(),
                "condition": row.condition,
                "answered_by": row.answered_by,
                "answered_at": row.answered_at,
            },
        )
        for row in _consents(municipality, person).select_related("organisation")
    ]


def forget_consents(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take the name and address; what the organisation said stays."""
    rows = list(_consents(municipality, person))
    for row in rows:
        if row.asked_email.lower() == person.email.lower() or person.is_named(row.asked_name):
            row.asked_name, row.asked_email = NAME_REMOVED if row.asked_name else "", ""
            row.link_version += 1
        if person.is_named(row.answered_by):
            row.answered_by = NAME_REMOVED
        row.save(update_fields=["asked_name", "asked_email", "answered_by", "link_version"])
    return told(agenda__consent=len(rows))


def collect_versions(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return the agendas this person put forward."""
    rows = AgendaVersion.objects.filter(municipality=municipality, made_by=person.user_id or 0)
    return [
        Kept("agenda.agendaversion", {"session": row.session.title, "number": row.number, "at": row.made_at})
        for row in rows.select_related("session")
    ]


def forget_versions(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take away who put an agenda forward; the agenda stays, and it holds no names of people."""
    rows = AgendaVersion.objects.filter(municipality=municipality, made_by=person.user_id or 0)
    return told(agenda__agendaversion=rows.update(made_by=None))


def collect_filters(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return the filters this person saved."""
    rows = SavedFilter.objects.filter(municipality=municipality, user=person.user_id or 0)
    return [Kept("agenda.savedfilter", {"name": row.name, "query": row.query}) for row in rows]


def forget_filters(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Remove the filters this person saved."""
    rows = SavedFilter.objects.filter(municipality=municipality, user=person.user_id or 0)
    return told(agenda__savedfilter=rows.delete()[0])


def _imports(municipality: "Municipality", person: Person) -> list[AgendaImport]:
    words = [person.email, *full_names(person)]
    rows = AgendaImport.objects.filter(municipality=municipality)
    found = [row for row in rows if any(word.casefold() in str(row.rows).casefold() for word in words)]
    return [*found, *(row for row in rows if row.read_by_id == (person.user_id or 0) and row not in found)]


def collect_imports(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return the lists that this person read, or is in."""
    return [
        Kept("agenda.agendaimport", {"file_name": row.file_name, "read_at": row.read_at})
        for row in _imports(municipality, person)
    ]


def forget_imports(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Remove the lists this person read, or is in: they were only to be looked at."""
    found = [row.pk for row in _imports(municipality, person)]
    return told(agenda__agendaimport=AgendaImport.objects.filter(pk__in=found).delete()[0])


register(
    Keeper(
        name="reminder",
        label=_("Reminders"),
        fate=_("It stays that somebody was reminded, and no longer who."),
        category="owners",
        names=nobody_named,
        collect=collect_reminders,
        forget=forget_reminders,
        where=lambda email, user: places(Reminder.objects.filter(told_to__iexact=email)),
    )
)
register(
    Keeper(
        name="consent",
        label=_("Answers to an agenda"),
        fate=_("What the organisation said stays. The name and address go."),
        category="owners",
        names=consent_names,
        collect=collect_consents,
        forget=forget_consents,
        where=lambda email, user: places(Consent.objects.filter(asked_email__iexact=email)),
    )
)
register(
    Keeper(
        name="agenda version",
        label=_("Agendas put forward"),
        fate=_("The agenda stays, and no longer says who put it forward."),
        category="owners",
        names=nobody_named,
        collect=collect_versions,
        forget=forget_versions,
    )
)
register(
    Keeper(
        name="saved filter",
        label=_("Saved filters"),
        fate=_("They are removed."),
        category="owners",
        names=nobody_named,
        collect=collect_filters,
        forget=forget_filters,
    )
)
register(
    Keeper(
        name="agenda import",
        label=_("Lists of action points that were read"),
        fate=_("They are removed."),
        category="lists",
        names=nobody_named,
        collect=collect_imports,
        forget=forget_imports,
    )
)
