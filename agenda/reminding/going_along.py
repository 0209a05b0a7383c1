"""What a coordinator owns goes along in a copy that waited until the week of their last mail was over.

While that copy waited they got no other mail, and the next copy may be made as soon as it has left: without
this, news for the coordinators in each week would keep back for ever what is their own.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox.models import Promise

from ..models import ENDED, Reminder
from .addressing import Addressing
from .quiet import QuietDays


def take_along(copy: Promise, address: str, *, quiet: QuietDays, now: datetime) -> None:
    """Mark what waits to be told to this address as told by a copy that leaves now.

    Only when it leaves for the first time: who has it already sees no second one of the same Message-ID.
    """
    if copy.payload.get("own") or copy.attempts > 1:
        return
    municipality = copy.municipality
    with transaction.atomic():
        untold = Reminder.objects.filter(municipality=municipality, told_at=None, dropped_at=None)
        theirs = untold.filter(action_point__owner_email__iexact=address)
        held = theirs.exclude(action_point__status__in=ENDED).select_for_update(of=("self",))
        rows = list(held.select_related("action_point__owner_organisation").order_by("pk"))
        points = {row.action_point_id: row.action_point for row in rows}
        today = timezone.localdate(now)
        said = Addressing(municipality, list(points.values()), quiet=quiet, today=today, now=now)
        own = [
            row.pk
            for row in rows
            if said.address(row) == address and not said.waits(points[row.action_point_id])
        ]
        if own:
            Reminder.objects.filter(pk__in=own).update(told_to=address, told_at=now)
            copy.payload = {**copy.payload, "own": own, "took_along_at": now.isoformat()}
            copy.save(update_fields=["payload"])
