"""Remind who was invited and did not reply yet: only those, and each person at most once a day."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.record import record
from outbox.models import Promise
from outbox.promises import promise

from .invitations import REMIND_PARTICIPANT, Delivery, delivery_of, promises_of
from .models import GroupSession, Representative
from .planning import locked_session
from .replying import BEFORE_START


def reminder_key(person: Representative, *, day: date) -> str:
    """Return the key of a reminder: one a day for each person, whoever presses and however often."""
    return f"{REMIND_PARTICIPANT} {person.pk} on {day.isoformat()}"


def silent_people(session: GroupSession) -> list[Representative]:
    """Return who has an invitation and gave no reply, by party; not whose invitation did not arrive."""
    people = Representative.objects.invitable().filter(party__session=session, joined_at=None, reply="")
    asked = list(people.select_related("municipality", "party").order_by("party__position", "pk"))
    promised = promises_of(asked)
    return [one for one in asked if delivery_of(one, promised=promised) is Delivery.SENT]


def people_to_remind(session: GroupSession, *, now: datetime) -> list[Representative]:
    """Return who would get a reminder now: who is silent, and was not reminded today."""
    silent, day = silent_people(session), timezone.localdate(now)
    keys = {reminder_key(person, day=day): person for person in silent}
    promised = Promise.objects.filter(municipality=session.municipality_id, key__in=keys)
    reminded = set(promised.values_list("key", flat=True))
    return [person for key, person in keys.items() if key not in reminded]


def remind(session: GroupSession, *, shown: Collection[int], actor: Actor, now: datetime) -> int:
    """Promise a reminder to who is still silent of the people a page showed; return to how many.

    Raises `StepRefused` once the session began.
    """
    with transaction.atomic():
        locked = locked_session(session, states=BEFORE_START)
        people = [person for person in people_to_remind(locked, now=now) if person.pk in shown]
        for person in people:
            promise(
                municipality=person.municipality,
                kind=REMIND_PARTICIPANT,
                key=reminder_key(person, day=timezone.localdate(now)),
                payload={"id": person.pk, "link_version": person.link_version},
                now=now,
            )
        if people:
            record(
                municipality=locked.municipality,
                actor=actor,
                action="send reminders",
                target=locked,
                now=now,
            )
    return len(people)
