"""Who leaves an organisation hands over: their open action points go to its other contact, or to nobody.

So does an organisation that stops, and has nobody to hand over to.
What nobody owns stands first with the coordinators. The history keeps who had it and says why it went.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.actors import Actor
from municipalities.locks import hold_municipality
from outbox.promises import promise
from sessions.leaving import HAND_OVER
from sessions.locks import hold_sessions
from sessions.merging import goes_on_as, with_merged_ids
from sessions.models import Contact, Organisation

from ..enums import ActionChange, ActionStatus
from ..models import ActionPoint, ActionPointQuerySet
from ..points.changing import alone, begin_again, write
from ..points.history import Line, owner_in_words
from .asking import waits_at_its_table
from .telling import promise_to_tell


def hand_over_actions(
    contact: Contact, *, today: date, actor: Actor, author: str, now: datetime
) -> list[ActionPoint]:
    """Give the open action points of a contact that ended to the organisation's other contact, or to nobody.

    Returns what went. Doing it twice does it once; a contact that still works there hands nothing over.
    Who follows is held: whoever leaves at the same moment does so before, or hands these over too.
    """
    with transaction.atomic():
        hold_municipality(contact.municipality)
        stays = who_stays(contact, today=today)
        if contact.until_date is None or stays is None:
            return []
        until = contact.until_date.isoformat()
        why = Line(ActionChange.OWNER_LEFT, before=contact.organisation.name, after=until)
        by: dict[str, Any] = {"why": why, "actor": actor, "author": author, "now": now}
        went: list[ActionPoint] = []
        told: dict[Contact, list[ActionPoint]] = {}
        theirs = _of(contact)
        for point in held(theirs.select_related("theme")):
            successor = next_contact(stays, theme=point.theme.slug if point.theme else "")
            if _hand_over(point, theirs, successor, **by):
                went.append(point)
                if successor is not None:
                    told.setdefault(successor, []).append(point)
        for successor, points in told.items():
            promise_to_tell(successor, after=contact, points=points, now=now)
    return went


def give_back_actions(
    organisation: Organisation, *, today: date, actor: Actor, author: str, now: datetime
) -> list[ActionPoint]:
    """Let nobody own the open action points of an organisation that stopped; returns what went."""
    with transaction.atomic():
        hold_municipality(organisation.municipality)
        organisation.refresh_from_db()
        if organisation.ended_on is None or organisation.ended_on >= today:
            return []
        until = organisation.ended_on.isoformat()
        why = Line(ActionChange.OWNER_STOPPED, before=organisation.name, after=until)
        theirs = _open(with_merged_ids(organisation))
        by: dict[str, Any] = {"why": why, "actor": actor, "author": author, "now": now}
        return [point for point in held(theirs) if _hand_over(point, theirs, None, **by)]


def hand_over_if_gone(row: ActionPoint, *, now: datetime) -> bool:
    """Promise to hand over what is opened again, if its owner left or stopped; return whether that is so."""
    if row.owner_organisation is None:
        return False
    today, organisation = timezone.localdate(now), goes_on_as(row.owner_organisation)
    if organisation.ended_on is not None and organisation.ended_on < today:
        payload = {"organisation": organisation.pk}
    elif contact := _left(row, organisation, today=today):
        payload = {"contact": contact.pk}
    else:
        return False
    key = f"{HAND_OVER} of action {row.pk} at {row.revision}"
    promise(municipality=row.municipality, kind=HAND_OVER, key=key, payload=payload, now=now)
    return True


def _left(row: ActionPoint, organisation: Organisation, *, today: date) -> Contact | None:
    """Return as whom the owner of a point last worked there, if they do no more."""
    known = (
        Q(person__email__iexact=row.owner_email)
        if row.owner_email
        else Q(person__name__iexact=row.owner_name)
    )
    contacts = Contact.objects.filter(known, organisation__in=with_merged_ids(organisation))
    if contacts.current(today=today).exists():
        return None
    return contacts.filter(until_date__lt=today).order_by("until_date", "pk").last()


def held(points: ActionPointQuerySet) -> list[ActionPoint]:
    """Return these points, all their sessions held first, as everywhere where several are changed."""
    found = list(points)
    hold_sessions({point.session_id for point in found if point.session_id is not None})
    return found


def _open(organisation_ids: set[int]) -> ActionPointQuerySet:
    points = ActionPoint.objects.filter(owner_organisation__in=organisation_ids).open()
    return points.exclude(status=ActionStatus.HANDED_BACK).order_by("pk")


def _of(contact: Contact) -> ActionPointQuerySet:
    """Return the open points of this person there: by address, and by name where none is known."""
    person = contact.person
    own = Q(owner_email="", owner_name__iexact=person.name)
    if person.email:
        own |= Q(owner_email__iexact=person.email)
    return _open(with_merged_ids(goes_on_as(contact.organisation))).filter(own)


def who_stays(contact: Contact, *, today: date) -> list[Contact] | None:
    """Return who else works for an organisation, however it is called now; None while this person does."""
    ids = with_merged_ids(goes_on_as(contact.organisation))
    there = Contact.objects.filter(organisation__in=ids).current(today=today)
    if there.filter(person=contact.person).exists():
        return None
    return list(there.select_related("person", "municipality").order_by("pk"))


def next_contact(others: Sequence[Contact], *, theme: str = "") -> Contact | None:
    """Return who is called about a theme, else about everything, else anybody; who has mail goes first."""

    def distance(one: Contact) -> tuple[bool, bool, bool, int]:
        return theme not in one.themes, bool(one.themes), not one.person.email, one.pk

    return min(others, key=distance, default=None)


def _hand_over(
    point: ActionPoint,
    theirs: ActionPointQuerySet,
    successor: Contact | None,
    *,
    why: Line,
    actor: Actor,
    author: str,
    now: datetime,
) -> bool:
    """Give one point to the next person or to nobody, and say why; return whether it was still theirs.

    Why it went names nobody: it stays when somebody is forgotten.
    """
    with alone(point) as row:
        if not theirs.filter(pk=row.pk).exists():
            return False
        lines, before = [why], owner_in_words(row)
        row.reply_link_version += 1
        row.owner_name, row.owner_role, row.owner_email = "", "", ""
        if successor is None:
            row.owner_organisation = None
            lines += begin_again(row)
        else:
            row.owner_name, row.owner_email = successor.person.name, successor.person.email
            row.owner_role = successor.function
            if row.status == ActionStatus.PROPOSED and not waits_at_its_table(row):
                row.asked_at = now
        lines.append(Line(ActionChange.OWNER, before=before, after=owner_in_words(row)))
        write(row, *lines, verb="hand over action", actor=actor, author=author, now=now)
    point.refresh_from_db()
    return True
