"""What the improvement agenda keeps of a person: the action points they own, and what they wrote."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal import NAME_REMOVED, Keeper, Kept, Person, full_names, nobody_named, places, register
from common.retention import Rows
from sessions.forgetting import make_reports_again
from sessions.models import Facilitator, Representative

from .enums import ActionChange
from .forgetting import forget_owners, rows
from .models import ActionEvent, ActionPoint
from .points.history import in_words

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _owned(municipality: "Municipality", person: Person) -> QuerySet[ActionPoint]:
    """Return action points of this address, and those without any that carry the same full name."""
    found = Q(owner_email__iexact=person.email)
    for name in full_names(person):
        found |= Q(owner_email="", owner_name__iexact=name)
    return ActionPoint.objects.filter(found, municipality=municipality)


def _lines(municipality: "Municipality", person: Person) -> QuerySet[ActionEvent]:
    """Return the lines of history that this person wrote, or that name them as the owner.

    A first name alone counts only where this person sat or led, or owned the action point.
    """
    there = Q(municipality=municipality, email__iexact=person.email)
    sessions = set(Representative.objects.filter(there).values_list("party__session_id", flat=True))
    sessions |= set(Facilitator.objects.filter(there).values_list("session_id", flat=True))
    near = Q(action_point__session__in=sessions) | Q(action_point__in=_owned(municipality, person))
    found = Q(user=person.user_id) if person.user_id else Q(pk=None)
    full = set(full_names(person))
    for name in person.names - {"", NAME_REMOVED}:
        named = Q(author__iexact=name)
        for side in ("before", "after"):
            # The owner in words begins with the name: "Jan Jansen, adviseur, Woonstede".
            whole = Q(**{f"{side}__iexact": name}) | Q(**{f"{side}__istartswith": f"{name},"})
            named |= Q(change=ActionChange.OWNER) & whole
        found |= named if name in full else named & near
    return ActionEvent.objects.filter(found, municipality=municipality)


def owner_names(municipality: "Municipality", email: str) -> set[str]:
    """Return the names by which this address owns action points."""
    owned = ActionPoint.objects.filter(municipality=municipality, owner_email__iexact=email)
    return set(owned.values_list("owner_name", flat=True))


def collect_owned(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return the action points this person owns."""
    return [
        Kept(
            "agenda.actionpoint",
            {
                "session": row.session.title if row.session else "",
                "what": row.what,
                "owner_organisation": row.owner_organisation.name if row.owner_organisation else "",
                "owner_role": row.owner_role,
                "owner_name": row.owner_name,
                "owner_email": row.owner_email,
                "deadline": row.deadline,
                "status": row.status_label,
            },
        )
        for row in _owned(municipality, person).select_related("session", "owner_organisation")
    ]


def collect_lines(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return the lines of history that this person wrote, or that name them."""
    return [
        Kept(
            "agenda.actionevent",
            {
                "action_point": row.action_point.what,
                "change": in_words(row),
                "text": row.text,
                "author": row.author,
                "at": row.at,
            },
        )
        for row in _lines(municipality, person).select_related("action_point")
    ]


def forget_owned(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take the name and address of this owner; organisation, role, deadline and status stay."""
    owned = list(_owned(municipality, person))
    make_reports_again(municipality, session_ids={row.session_id for row in owned if row.session_id}, now=now)
    return rows(owners=forget_owners(owned), lines=0)


def forget_lines(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take this person's name from what they wrote, and from who the owner was."""
    changed = 0
    for event in _lines(municipality, person):
        if event.user_id == person.user_id or person.is_named(event.author):
            event.author, event.user = NAME_REMOVED if event.author else "", None
        if event.change == ActionChange.OWNER:
            event.before = _without_name(event.before, person)
            event.after = _without_name(event.after, person)
        event.save(update_fields=["author", "user", "before", "after"])
        changed += 1
    return rows(owners=0, lines=changed)


def _without_name(owner: str, person: Person) -> str:
    name, comma, rest = owner.partition(",")
    return f"{NAME_REMOVED}{comma}{rest}" if person.is_named(name) else owner


# First the lines: who sat where, and who owned what, is how they are found.
register(
    Keeper(
        name="history",
        label=_("History of action points"),
        fate=_("What was written stays. The name of who wrote it goes."),
        category="owners",
        names=nobody_named,
        collect=collect_lines,
        forget=forget_lines,
    )
)
register(
    Keeper(
        name="owner",
        label=_("Action points owned"),
        fate=_("The name and address go. The action point stays, with its organisation and role."),
        category="owners",
        names=owner_names,
        collect=collect_owned,
        forget=forget_owned,
        where=lambda email, user: places(ActionPoint.objects.filter(owner_email__iexact=email)),
    )
)
