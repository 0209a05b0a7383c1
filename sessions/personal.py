"""What sessions keep of a person."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal import Keeper, Kept, Person, full_names, nobody_named, places, register
from common.retention import Rows, told

from .forgetting import forget_people
from .models import (
    Facilitator,
    FacilitatorNote,
    Feedback,
    PreparationTick,
    Representative,
)

if TYPE_CHECKING:
    from municipalities.models import Municipality


def whose(person: Person) -> Q:
    """Find rows with the address, and rows without any that carry the same full name."""
    found = Q(email__iexact=person.email)
    for name in full_names(person):
        found |= Q(email="", name__iexact=name)
    return found


def names_at(model: type, municipality: "Municipality", email: str) -> set[str]:
    rows = model.objects.filter(municipality=municipality, email__iexact=email)  # type: ignore[attr-defined]
    return set(rows.values_list("name", flat=True))


def _participants(municipality: "Municipality", person: Person) -> QuerySet[Representative]:
    return Representative.objects.filter(whose(person), municipality=municipality)


def _facilitators(municipality: "Municipality", person: Person) -> QuerySet[Facilitator]:
    by_account = Q(user=person.user_id) if person.user_id else Q()
    return Facilitator.objects.filter(whose(person) | by_account, municipality=municipality)


def collect_participants(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return each seat this person has or had; how they found the meeting for their own eyes only."""
    rows = _participants(municipality, person).select_related("party__session")
    feedback = Feedback.objects.filter(representative__in=rows) if by_self else ()
    return [
        Kept(
            "group_sessions.feedback",
            {
                "useful": row.useful,
                "heard": row.heard,
                "confident": row.confident,
                "given_at": row.given_at,
            },
        )
        for row in feedback
    ] + [
        Kept(
            "group_sessions.representative",
            {
                "session": row.party.session.title,
                "party": row.party.name,
                "name": row.name,
                "email": row.email,
                "function": row.function,
                "invited_at": row.invited_at,
                "joined_at": row.joined_at,
                "joined_by": row.get_joined_by_display(),
                "removed_at": row.removed_at,
                "reply": row.get_reply_display(),
                "replied_at": row.replied_at,
                "decline_reason": row.decline_reason,
                "reminded_at": row.reminded_at,
            },
        )
        for row in rows
    ]


def collect_facilitators(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return each session this person leads or led; their private notes for their own eyes only."""
    rows = _facilitators(municipality, person)
    notes = FacilitatorNote.objects.filter(facilitator__in=rows).exclude(text="") if by_self else ()
    return [
        Kept("group_sessions.facilitatornote", {"text": note.text, "changed_at": note.changed_at})
        for note in notes
    ] + [
        Kept(
            "group_sessions.facilitator",
            {
                "session": row.session.title,
                "name": row.name,
                "email": row.email,
                "invited_at": row.invited_at,
                "accepted_at": row.accepted_at,
                "ended_at": row.ended_at,
            },
        )
        for row in rows.select_related("session")
    ]


def forget_participants(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take the name and address from each seat; the seat, its link and its invitation end."""
    return forget_people(
        municipality,
        participants=_participants(municipality, person),
        facilitators=Facilitator.objects.none(),
        now=now,
    )


def forget_facilitators(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take the name and address from each appointment, and end it."""
    return forget_people(
        municipality,
        participants=Representative.objects.none(),
        facilitators=_facilitators(municipality, person),
        now=now,
    )


def collect_ticks(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return what this person ticked in the preparation of sessions."""
    rows = PreparationTick.objects.filter(municipality=municipality, done_by=person.user_id or 0)
    return [
        Kept(
            "group_sessions.preparationtick",
            {"session": row.session.title, "task": row.get_task_display(), "done_at": row.done_at},
        )
        for row in rows.select_related("session")
    ]


def forget_ticks(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take away who ticked; that it was done stays."""
    rows = PreparationTick.objects.filter(municipality=municipality, done_by=person.user_id or 0)
    return told(group_sessions__preparationtick=rows.update(done_by=None))


register(
    Keeper(
        name="participant",
        label=_("Seats at the table"),
        fate=_("The name, address and role go. The seat and its link end. The answers of the party stay."),
        category="participants",
        names=lambda municipality, email: names_at(Representative, municipality, email),
        collect=collect_participants,
        forget=forget_participants,
        typed_by_self=True,
        where=lambda email, user: places(Representative.objects.filter(email__iexact=email)),
    )
)
register(
    Keeper(
        name="tick",
        label=_("Ticks in the preparation"),
        fate=_("It stays that something was done, and no longer by whom."),
        category="participants",
        names=nobody_named,
        collect=collect_ticks,
        forget=forget_ticks,
    )
)
register(
    Keeper(
        name="facilitator",
        label=_("Sessions led"),
        fate=_("The name, address and private notes go, and the appointment ends. The session stays."),
        category="participants",
        names=lambda municipality, email: names_at(Facilitator, municipality, email),
        collect=collect_facilitators,
        forget=forget_facilitators,
        where=lambda email, user: places(Facilitator.objects.filter(Q(email__iexact=email) | Q(user=user))),
    )
)
