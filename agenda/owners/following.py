"""What somebody owns follows them to another e-mail address; what has ended keeps the address it ended with.

Of a shared mailbox only what is of this person follows: the same name, or none.
"""

from datetime import datetime

from django.db import transaction

from audit.actors import SYSTEM
from outbox.models import Promise
from outbox.registry import handler
from sessions.models import ContactPerson
from sessions.new_address import NEW_ADDRESS, mark_of

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionPoint
from ..points.changing import alone, write
from ..points.history import Line, owner_in_words
from .asking import tell_owner, waits_at_its_table
from .handing_over import held


@handler(NEW_ADDRESS)
def follow_new_address(item: Promise, now: datetime) -> None:
    """Give the open points of somebody their present address, and tell them there in one mail."""
    people = ContactPerson.objects.filter(pk=item.payload["person"]).exclude(email="")
    person = people.select_related("municipality").first()
    if person is None:
        return
    was = {one for one in _addresses() if mark_of(person.municipality, one) == item.payload["was"]}
    theirs = ActionPoint.objects.filter(owner_email__in=was - {person.email}).open().order_by("pk")
    names = {item.payload["named"], mark_of(person.municipality, person.name)}
    with transaction.atomic():
        moved = [
            row
            for point in held(theirs)
            if point.owner_name == "" or mark_of(person.municipality, point.owner_name) in names
            if (row := _moved(point, person.email, was, now=now)) is not None
        ]
        tell_owner(*moved, now=now)


def _addresses() -> set[str]:
    points = ActionPoint.objects.open().exclude(owner_email="")
    return set(points.order_by().values_list("owner_email", flat=True).distinct())


def _moved(point: ActionPoint, email: str, was: set[str], *, now: datetime) -> ActionPoint | None:
    """Give one point another address; nothing where it ended, or got another owner meanwhile."""
    with alone(point) as row:
        if row.owner_email not in was or row.status in ENDED:
            return None
        row.owner_email = email
        row.reply_link_version += 1
        if row.status == ActionStatus.PROPOSED and not waits_at_its_table(row):
            row.asked_at = now
        owner = owner_in_words(row)
        line = Line(ActionChange.OWNER, before=owner, after=owner)
        write(row, line, verb="follow new address", actor=SYSTEM, author="", now=now)
    return row
