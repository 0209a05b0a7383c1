"""How long names and addresses of people at the table, and in the address book, are kept.

With the names of a table goes what is of no use after it: how each found the meeting, and codes to take over.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.retention import Category, Rows, register, start_of, told

from .forgetting import forget_people, named_facilitators, named_participants
from .models import (
    Contact,
    ContactPerson,
    Facilitator,
    Feedback,
    GroupSession,
    HandOver,
    Representative,
)

if TYPE_CHECKING:
    from municipalities.models import Municipality

OF_THE_MEETING: tuple[type[Feedback | HandOver], ...] = (Feedback, HandOver)
"""Rows of people that nothing which was agreed leads to; they go whole."""


def _over(municipality: "Municipality", before: date) -> QuerySet[GroupSession]:
    """Return sessions that ended before a day; one that was never closed counts from when it was planned."""
    ended = GroupSession.objects.filter(municipality=municipality).annotate(
        ended=Coalesce("closed_at", "cancelled_at", "starts_at")
    )
    return ended.filter(ended__lt=start_of(before))


def _at_the_table(municipality: "Municipality", before: date) -> QuerySet[Representative]:
    over = _over(municipality, before).values("pk")
    return named_participants(Representative.objects.filter(party__session__in=over))


def _leading(municipality: "Municipality", before: date) -> QuerySet[Facilitator]:
    over = _over(municipality, before).values("pk")
    return named_facilitators(Facilitator.objects.filter(session__in=over))


def count_participants(municipality: "Municipality", before: date) -> Rows:
    """Count the people of sessions that ended before a day whose name or address is still there."""
    return told(
        group_sessions__representative=_at_the_table(municipality, before).count(),
        group_sessions__facilitator=_leading(municipality, before).count(),
        **{_table(rows): rows.count() for rows in _of_the_meeting(municipality, before)},
    )


def _of_the_meeting(
    municipality: "Municipality", before: date
) -> list[QuerySet[Feedback] | QuerySet[HandOver]]:
    over = _over(municipality, before).values("pk")
    return [model.objects.filter(municipality=municipality, session__in=over) for model in OF_THE_MEETING]


def _table(rows: QuerySet[Feedback] | QuerySet[HandOver]) -> str:
    return rows.model._meta.label_lower.replace(".", "__")


def forget_participants(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Take the names and addresses of the people of sessions that ended before a day, and rows about them."""
    removed = {_table(rows): rows.delete()[0] for rows in _of_the_meeting(municipality, before)}
    named = forget_people(
        municipality,
        participants=_at_the_table(municipality, before),
        facilitators=_leading(municipality, before),
        now=now,
    )
    return named | told(**removed)


def _gone(municipality: "Municipality", before: date) -> QuerySet[ContactPerson]:
    """Return contact persons who work nowhere any more since before a day."""
    theirs = Contact.objects.filter(municipality=municipality, person=OuterRef("pk"))
    return ContactPerson.objects.filter(
        Exists(theirs), ~Exists(theirs.exclude(until_date__lt=before)), municipality=municipality
    )


def count_contacts(municipality: "Municipality", before: date) -> Rows:
    """Count contact persons who left before a day."""
    return told(group_sessions__contactperson=_gone(municipality, before).count())


def forget_contacts(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Remove contact persons who left before a day, with where they worked."""
    return remove_contacts(list(_gone(municipality, before).values_list("pk", flat=True)))


def remove_contacts(people: list[int]) -> Rows:
    """Remove these people from the address book; the organisations stay."""
    Contact.objects.filter(person__in=people).delete()
    removed, _tables = ContactPerson.objects.filter(pk__in=people).delete()
    return told(group_sessions__contactperson=removed)


register(
    Category(
        name="participants",
        label=_("Participants and facilitators"),
        about=_(
            "Their names, e-mail addresses and roles, and how they found the meeting. Counted from the end "
            "of the session. Answers and action points stay, without the name."
        ),
        default_months=24,
        least=3,
        most=84,
        count=count_participants,
        forget=forget_participants,
    )
)
register(
    Category(
        name="contacts",
        label=_("Contact persons who left"),
        about=_(
            "Their names, addresses and telephone numbers in the address book. Counted from their last day."
        ),
        default_months=12,
        least=1,
        most=84,
        count=count_contacts,
        forget=forget_contacts,
    )
)
