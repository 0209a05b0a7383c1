"""What became of an owner since it was agreed: a merged organisation, or a person who left it.

What was agreed keeps its words; what became of it is shown beside them.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from municipalities.permissions import Permission
from sessions.merging import Merges
from sessions.models import Contact, ContactPerson, Organisation
from sessions.person_sections import Section, register_section

from ..models import ENDED, ActionPoint


def mark_owners(points: Collection[ActionPoint], *, today: date) -> None:
    """Set `owner_now` and `owner_left_on` where they differ from what was agreed; else they are nothing."""
    merged = {one.owner_organisation_id or 0 for one in points if _was_merged(one)}
    emails = {one.owner_email.lower() for one in points if one.owner_email and one.has_owner}
    now: dict[int, Organisation] = {}
    left: dict[int, date] = {}
    if merged or emails:
        merges = Merges(next(iter(points)).municipality_id)
        rows = Organisation.objects.in_bulk({merges.end_of(pk) for pk in merged}) if merged else {}
        now = {pk: rows[merges.end_of(pk)] for pk in merged}
        left = _left(points, emails, merges, today=today) if emails else {}
    for point in points:
        point.owner_now = now.get(point.owner_organisation_id or 0)  # type: ignore[attr-defined]
        point.owner_left_on = left.get(point.pk)  # type: ignore[attr-defined]


def helpers_now(action: ActionPoint) -> list[Organisation]:
    """Return who helps, and set `now` on who goes on as another one since; who stopped knows since when."""
    helpers = list(action.helpers.all())
    if any(one.merged_into_id is not None for one in helpers):
        merges = Merges(action.municipality_id)
        rows = Organisation.objects.in_bulk({merges.end_of(one.pk) for one in helpers})
        for one in helpers:
            one.now = rows[merges.end_of(one.pk)]  # type: ignore[attr-defined]
    return helpers


def _was_merged(point: ActionPoint) -> bool:
    return point.owner_organisation is not None and point.owner_organisation.merged_into_id is not None


def _left(
    points: Collection[ActionPoint], emails: set[str], merges: Merges, *, today: date
) -> dict[int, date]:
    """Return until when the person who owns a point worked where it was agreed, for who left."""
    contacts = Contact.objects.alias(address=Lower("person__email")).filter(address__in=emails)
    until: dict[tuple[str, int], list[date | None]] = {}
    for contact in contacts.select_related("person"):
        place = contact.person.email.lower(), merges.end_of(contact.organisation_id)
        until.setdefault(place, []).append(contact.until_date)
    left = {}
    for point in points:
        days = until.get((point.owner_email.lower(), merges.end_of(point.owner_organisation_id or 0)), [])
        last = [day for day in days if day is not None and day < today]
        if days and len(last) == len(days):
            left[point.pk] = max(last)
    return left


def agreed_with(person: ContactPerson, today: date) -> dict[str, Any]:
    """Return the action points of somebody in the address book, for the page of that person."""
    if not person.email:
        return {}
    points = ActionPoint.objects.filter(municipality=person.municipality, owner_email__iexact=person.email)
    shown = list(points.counting().select_related("owner_organisation", "session").order_by("deadline", "pk"))
    mark_owners(shown, today=today)
    return {
        "points": [one for one in shown if one.status not in ENDED],
        "ended": len([one for one in shown if one.status in ENDED]),
        "any": bool(shown),
    }


register_section(Section("agenda/of_person.html", Permission.VIEW_AGENDA, agreed_with))
