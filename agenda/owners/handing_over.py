"""Who leaves an organisation hands over: their open action points go to its other contact, or to nobody.

So does an organisation that stops, and has nobody to hand over to.
What nobody owns stands first with the coordinators. The history keeps who had it and says why it went.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actors import SYSTEM, Actor
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.leaving import HAND_OVER
from sessions.merging import goes_on_as, with_merged_ids
from sessions.models import Contact, Organisation

from ..enums import ActionChange, ActionStatus
from ..models import ActionPoint, ActionPointQuerySet
from ..points.changing import alone, begin_again, write
from ..points.history import Line, owner_in_words
from .asking import ask_new_owner

TELL_NEW_OWNER = "tell new owner"


@handler(HAND_OVER)
def fulfil_hand_over(item: Promise, now: datetime) -> None:
    """Hand over what somebody who left still does, or what an organisation that stopped does."""
    by: dict[str, Any] = {"today": timezone.localdate(now), "actor": SYSTEM, "author": "", "now": now}
    if "organisation" in item.payload:
        give_back_actions(Organisation.objects.get(pk=item.payload["organisation"]), **by)
        return
    contacts = Contact.objects.select_related("person", "organisation", "municipality")
    # Somebody may have been erased meanwhile.
    for contact in contacts.filter(pk=item.payload["contact"]):
        hand_over_actions(contact, **by)


def hand_over_actions(
    contact: Contact, *, today: date, actor: Actor, author: str, now: datetime
) -> list[ActionPoint]:
    """Give the open action points of a contact that ended to the organisation's other contact, or to nobody.

    Returns what went. Doing it twice does it once; a contact that still works there hands nothing over.
    """
    ids = with_merged_ids(goes_on_as(contact.organisation))
    there = Contact.objects.filter(organisation__in=ids).current(today=today)
    if contact.until_date is None or there.filter(person=contact.person).exists():
        return []
    others = list(there.select_related("person").order_by("pk"))
    theirs = _of(contact, ids)
    note = _("The owner before worked at %(organisation)s until %(day)s.") % {
        "organisation": contact.organisation.name,
        "day": date_format(contact.until_date, "j F Y"),
    }
    went: list[ActionPoint] = []
    told: dict[int, list[int]] = {}
    for point in theirs.select_related("theme"):
        successor = _successor(others, point)
        if _hand_over(point, theirs, successor, note=note, actor=actor, author=author, now=now):
            went.append(point)
            if successor is not None:
                told.setdefault(successor.pk, []).append(point.pk)
    for successor_id, points in told.items():
        _promise_to_tell(contact, successor_id, points, now=now)
    return went


def give_back_actions(
    organisation: Organisation, *, today: date, actor: Actor, author: str, now: datetime
) -> list[ActionPoint]:
    """Let nobody own the open action points of an organisation that stopped; returns what went."""
    if organisation.ended_on is None or organisation.ended_on >= today:
        return []
    note = _("%(organisation)s stopped on %(day)s.") % {
        "organisation": organisation.name,
        "day": date_format(organisation.ended_on, "j F Y"),
    }
    theirs = _open(with_merged_ids(organisation))
    return [
        point
        for point in theirs
        if _hand_over(point, theirs, None, note=note, actor=actor, author=author, now=now)
    ]


def _open(organisation_ids: set[int]) -> ActionPointQuerySet:
    points = ActionPoint.objects.filter(owner_organisation__in=organisation_ids).open()
    return points.exclude(status=ActionStatus.HANDED_BACK).order_by("pk")


def _of(contact: Contact, organisation_ids: set[int]) -> ActionPointQuerySet:
    """Return the open points of this person there: by address, and by name where none is known."""
    person = contact.person
    own = Q(owner_email="", owner_name__iexact=person.name)
    if person.email:
        own |= Q(owner_email__iexact=person.email)
    return _open(organisation_ids).filter(own)


def _successor(others: Sequence[Contact], point: ActionPoint) -> Contact | None:
    """Return who is called about the theme of a point, else about everything, else anybody; mail first."""
    theme = point.theme.slug if point.theme else ""

    def distance(one: Contact) -> tuple[bool, bool, bool, int]:
        return theme not in one.themes, bool(one.themes), not one.person.email, one.pk

    return min(others, key=distance, default=None)


def _hand_over(
    point: ActionPoint,
    theirs: ActionPointQuerySet,
    successor: Contact | None,
    *,
    note: str,
    actor: Actor,
    author: str,
    now: datetime,
) -> bool:
    """Give one point to the next person or to nobody, with a note; return whether it was still theirs.

    The note names nobody: it stays when somebody is forgotten.
    """
    with alone(point) as row:
        if not theirs.filter(pk=row.pk).exists():
            return False
        before = owner_in_words(row)
        row.reply_link_version += 1
        row.owner_name, row.owner_role, row.owner_email = "", "", ""
        if successor is None:
            row.owner_organisation = None
            begin_again(row)
        else:
            row.owner_name, row.owner_email = successor.person.name, successor.person.email
            row.owner_role = successor.function
            if row.status == ActionStatus.PROPOSED:
                ask_new_owner(row, now=now)
        line = Line(ActionChange.OWNER, before=before, after=owner_in_words(row), text=note)
        write(row, line, verb="hand over action", actor=actor, author=author, now=now)
    point.refresh_from_db()
    return True


def _promise_to_tell(contact: Contact, successor_id: int, points: list[int], *, now: datetime) -> None:
    promise(
        municipality=contact.municipality,
        kind=TELL_NEW_OWNER,
        key=f"{TELL_NEW_OWNER} {successor_id} after {contact.pk}",
        payload={"contact": successor_id, "actions": points},
        now=now,
    )
