"""Change several action points at once, after seeing what will happen to each.

The preview is the change itself, taken back: it can't promise anything else than what the change will do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from municipalities.models import Municipality
from sessions.locks import hold_sessions
from sessions.models import Organisation

from ..enums import ActionStatus
from ..looking.filter import counted
from ..models import ENDED, ActionPoint
from ..points.assigning import assign_owner
from ..points.describing import set_priority
from ..points.history import in_words
from ..points.progress import change_deadline, change_status
from ..points.refusals import ActionRefused, StatusNotReachable

MOST = 100
"""Points that are changed together: so many rows can be read before pressing the button."""


class Kind(models.TextChoices):
    """What can be changed of several points at once."""

    DEADLINE = "deadline", _("the deadline")
    OWNER = "owner", _("the organisation that is the owner")
    STATUS = "status", _("the status")
    PRIORITY = "priority", _("most important to the table or not")


STATUSES = [
    ActionStatus.ACCEPTED,
    ActionStatus.IN_PROGRESS,
    ActionStatus.DONE,
    ActionStatus.DROPPED,
]
"""Waiting for a decision is asked point by point: who decides, and when."""
ENDED_WORDS = _("This action point has ended. Open it again first.")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What should become of all of them."""

    kind: Kind
    deadline: date | None = None
    organisation: Organisation | None = None
    status: ActionStatus | None = None
    is_priority: bool = False
    reason: str = ""


class Becomes(Enum):
    """What a wish does to one point."""

    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One point as it was, what becomes of it, and in words what changes or why it can't."""

    point: ActionPoint
    becomes: Becomes
    words: Sequence[str | LazyText] = ()
    revision: int


def chosen(municipality: Municipality, keys: Sequence[int]) -> list[ActionPoint]:
    """Return these points of a municipality, as far as they are there; more than fit are left out."""
    rows = counted(municipality.pk).filter(pk__in=keys).select_related("owner_organisation", "session")
    return list(rows.order_by("pk")[:MOST])


def preview(points: Sequence[ActionPoint], wish: Wish, **by: Any) -> list[Outcome]:
    """Return what a wish would do to each of these points; nothing changes."""
    with transaction.atomic():
        outcomes = _each(points, wish, {point.pk: point.revision for point in points}, **by)
        transaction.set_rollback(True)
    return outcomes


def change_all(
    points: Sequence[ActionPoint], wish: Wish, *, revisions: Mapping[int, int], **by: Any
) -> list[Outcome]:
    """Do to each of these points what was shown; one that somebody changed since is left as it is."""
    with transaction.atomic():
        return _each(points, wish, revisions, **by)


def _each(
    points: Sequence[ActionPoint],
    wish: Wish,
    revisions: Mapping[int, int],
    *,
    actor: Actor,
    author: str,
    today: date,
    now: datetime,
) -> list[Outcome]:
    # All sessions first and in one order: who changes another few at the same moment waits, and no longer.
    hold_sessions({point.session_id for point in points if point.session_id})
    outcomes = []
    for point in points:
        before = point.events.order_by("-pk").values_list("pk", flat=True).first() or 0
        shown, seen = point.revision, revisions.get(point.pk, 0)
        by = {"actor": actor, "author": author, "expected_revision": seen, "now": now}
        try:
            _change(point, wish, by, today=today)
        except ActionRefused as refused:
            has_ended = isinstance(refused, StatusNotReachable) and point.status in ENDED
            said: list[str | LazyText] = [ENDED_WORDS if has_ended else refused.words]
            outcomes.append(Outcome(point=point, becomes=Becomes.REFUSED, words=said, revision=shown))
            continue
        told: list[str | LazyText] = [in_words(event) for event in point.events.filter(pk__gt=before)]
        becomes = Becomes.CHANGED if point.revision != shown else Becomes.SAME
        outcomes.append(Outcome(point=point, becomes=becomes, words=told, revision=shown))
    return outcomes


def _change(point: ActionPoint, wish: Wish, by: dict[str, Any], *, today: date) -> None:
    if wish.kind is Kind.DEADLINE:
        change_deadline(point, deadline=wish.deadline, reason=wish.reason, today=today, **by)
    elif wish.kind is Kind.PRIORITY:
        set_priority(point, is_priority=wish.is_priority, **by)
    elif wish.kind is Kind.STATUS and wish.status is not None:
        change_status(point, wish.status, reason=wish.reason, **by)
    elif wish.kind is Kind.OWNER and not _has_owner(point, wish.organisation):
        assign_owner(point, owner_organisation=wish.organisation, owner_name="", **by)


def _has_owner(point: ActionPoint, organisation: Organisation | None) -> bool:
    """Return whether an organisation is the owner already: its person stays, then."""
    return point.has_owner and organisation is not None and point.owner_organisation_id == organisation.pk
