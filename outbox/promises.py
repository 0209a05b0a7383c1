"""Make promises and fulfil them: once each, never lost, whatever dies in between."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.tenancy import across_municipalities, tenant

from .bounces import refused_for_good
from .models import Promise
from .registry import handler_of

if TYPE_CHECKING:
    from municipalities.models import Municipality

logger = logging.getLogger(__name__)
# Longer than the hard time limit of a task, so that two workers never hold the same promise.
LEASE = timedelta(seconds=150)


class NotNow(Exception):
    """A handler wants to be called at another moment, and did nothing; it is no failure and no attempt."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def promise(
    *,
    municipality: "Municipality",
    kind: str,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> Promise:
    """Write a promise in the transaction of its cause; the same key is promised only once.

    The worker is woken after the commit as a courtesy; when the broker is away, the sweep finds the row.
    """
    row, created = Promise.objects.get_or_create(
        municipality=municipality,
        key=key,
        defaults={"kind": kind, "payload": payload, "created_at": now, "due_at": due_at or now},
    )
    if created and row.due_at <= now:
        transaction.on_commit(lambda: _wake(row.pk), robust=True)
    return row


def promise_together(
    *,
    municipality: "Municipality",
    kind: str,
    to: Mapping[str, Any],
    items: Sequence[Sequence[Any]],
    now: datetime,
    due_at: datetime,
) -> None:
    """Let these items go in one promise to somebody: the one nobody began with yet, or else a new one.

    `to` says in the payload who that is, `items` stand there beside it; an item is promised only once. What
    is added moves the promise to `due_at`, so whoever is given forty things hears of them together.
    """
    own = {f"payload__{name}": value for name, value in to.items()}
    while True:
        with transaction.atomic():
            rows = Promise.objects.filter(municipality=municipality, kind=kind, **own)
            before = list(rows.select_for_update().order_by("pk"))
            known = [item for row in before for item in row.payload["items"]]
            new = [[*item] for item in items if [*item] not in known]
            if not new:
                return
            waiting = next((row for row in before if row.attempts == 0 and row.done_at is None), None)
            if waiting is not None:
                waiting.payload["items"] += new
                waiting.due_at = due_at
                waiting.save(update_fields=["payload", "due_at"])
                return
            # Whoever adds for the same person at this moment makes the same key, and finds this one.
            key = f"{kind} {' '.join(map(str, to.values()))} after {before[-1].pk if before else 0}"
            payload = {**to, "items": new}
            made = promise(
                municipality=municipality, kind=kind, key=key, payload=payload, now=now, due_at=due_at
            )
            if made.payload == payload:
                return


def _wake(promise_id: int) -> None:
    from .tasks import fulfil_promise  # the task imports this module

    try:
        fulfil_promise.delay(promise_id)
    except Exception as error:  # the broker may be away in any way it likes: the row is the truth
        logger.warning("Nobody woken for promise %s: %s", promise_id, type(error).__name__)


def fulfil(*, promise_id: int, now: datetime) -> bool:
    """Fulfil one promise if it is due and nobody else is at it; return whether it is done now.

    The attempt is counted before the work, so that work which kills its worker cannot loop for ever.
    """
    with across_municipalities("outbox sweep"):
        row = Promise.objects.select_related("municipality").filter(pk=promise_id).first()
        if row is None:
            return False
        claimed = (
            Promise.objects.due(now=now)
            .filter(pk=promise_id)
            .update(attempts=F("attempts") + 1, lease_until=now + LEASE)
        )
    if not claimed:
        return False
    try:
        # No transaction of our own: rendering or mailing inside one would keep SQLite locked meanwhile.
        with tenant(row.municipality), timezone.override(row.municipality.time_zone):
            row.refresh_from_db()
            handler_of(row.kind)(row, now)
            Promise.objects.filter(pk=row.pk).update(done_at=now, lease_until=None, last_error="")
    except NotNow as later:
        with tenant(row.municipality):
            Promise.objects.filter(pk=row.pk).update(
                due_at=later.until, lease_until=None, attempts=F("attempts") - 1
            )
        return False
    except Exception as error:
        # The place, not the words: an error of a mail server holds the address of a person.
        logger.error("Promise %s (%s) failed: %s\n%s", row.pk, row.kind, type(error).__name__, _place(error))
        with tenant(row.municipality):
            Promise.objects.filter(pk=row.pk).update(
                lease_until=now + row.wait_after_failure(),
                last_error=type(error).__name__[:200],
                **({"bounced_at": now} if refused_for_good(error) else {}),
            )
        return False
    return True


def _place(error: Exception) -> str:
    return "".join(traceback.format_tb(error.__traceback__))


def due_promises(*, now: datetime, at_most: int = 100) -> list[int]:
    """Return the ids of what is due in all municipalities, oldest first."""
    with across_municipalities("outbox sweep"):
        return list(Promise.objects.due(now=now).order_by("due_at").values_list("pk", flat=True)[:at_most])
