"""The improvement agenda as a list: what asks for attention first, and the last that was said."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.models import Statement
from municipalities.models import Municipality

from ..enums import ActionChange, ActionStatus, OwnersWord
from ..models import (
    ENDED,
    ActionEvent,
    ActionPoint,
    ActionPointQuerySet,
)
from ..reminding.working_days import working_day
from .filter import counted


@dataclass(frozen=True, kw_only=True)
class State:
    """How an action point stands, for a badge: words, a kind of badge and an icon."""

    label: LazyText | str
    kind: str
    icon: str


LATE = State(label=_("too late"), kind="error", icon="clock")
NO_OWNER = State(label=_("without owner"), kind="warn", icon="question")
MERGED = State(label=_("merged"), kind="neutral", icon="arrow-right")
BY_WORD = {
    OwnersWord.ON_TRACK: State(label=OwnersWord.ON_TRACK.label, kind="brand", icon="play"),
    OwnersWord.STUCK: State(label=OwnersWord.STUCK.label, kind="warn", icon="alert"),
}
BY_STATUS = {
    ActionStatus.PROPOSED: State(label=ActionStatus.PROPOSED.label, kind="neutral", icon="circle"),
    ActionStatus.ACCEPTED: State(label=ActionStatus.ACCEPTED.label, kind="brand", icon="check"),
    ActionStatus.HANDED_BACK: State(label=ActionStatus.HANDED_BACK.label, kind="warn", icon="undo"),
    ActionStatus.IN_PROGRESS: State(label=ActionStatus.IN_PROGRESS.label, kind="brand", icon="play"),
    ActionStatus.AWAITING_DECISION: State(
        label=ActionStatus.AWAITING_DECISION.label, kind="info", icon="pause"
    ),
    ActionStatus.DONE: State(label=ActionStatus.DONE.label, kind="ok", icon="check"),
    ActionStatus.DROPPED: State(label=ActionStatus.DROPPED.label, kind="neutral", icon="minus"),
}
OF_OPEN = ("stuck", "late", "ownerless")
IS_OPEN = ~Q(status__in=ENDED)
NO_OWNER_YET = Q(owner_organisation=None) | Q(status=ActionStatus.HANDED_BACK)


def states_of(action: ActionPoint, *, on: date) -> list[State]:
    """Return what is computed first, then the owner's word or else the status; never nothing."""
    if action.merged_into_id is not None:
        return [MERGED]
    states = []
    if action.is_overdue(on=on):
        states.append(LATE)
    if not action.has_owner and action.status not in ENDED:
        states.append(NO_OWNER)
    is_ended = action.status in ENDED
    if action.status == ActionStatus.AWAITING_DECISION:
        states.append(BY_STATUS[ActionStatus.AWAITING_DECISION])
    elif action.owners_word and not is_ended:
        states.append(BY_WORD[OwnersWord(action.owners_word)])
    elif is_ended or not states:
        states.append(BY_STATUS[ActionStatus(action.status)])
    return states


def days_late(action: ActionPoint, *, on: date) -> str:
    """Return how late it is in words, or nothing."""
    if action.deadline is None or not action.is_overdue(on=on):
        return ""
    days = (on - action.deadline).days
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}


def shifted_deadline(action: ActionPoint) -> date | None:
    """Return the working day that a deadline on a day off means, else nothing."""
    if action.deadline is None:
        return None
    day = working_day(action.deadline)
    return None if day == action.deadline else day


def agenda_of(municipality: Municipality, *, on: date) -> ActionPointQuerySet:
    """Return what counts, too late first, then without owner, then by deadline; what ended comes last."""
    rank = Case(
        When(status__in=ENDED, then=Value(3)),
        When(deadline__lt=on, then=Value(0)),
        When(NO_OWNER_YET, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return counted(municipality.pk).order_by(rank, F("deadline").asc(nulls_last=True), "pk")


def with_owners(municipality: Municipality, keys: Sequence[int], *also: str) -> list[ActionPoint]:
    """Return the action points with these keys, in this order, each with its organisation and what is asked.

    Apart from finding the keys: sorting all rows by what is needed of a few would carry everything along.
    """
    rows = ActionPoint.objects.filter(municipality=municipality, pk__in=keys or [0])
    found = {row.pk: row for row in rows.select_related("owner_organisation", *also)}
    return [found[key] for key in keys if key in found]


def with_all(municipality: Municipality, keys: Sequence[int], *also: str) -> list[ActionPoint]:
    """Return the action points with these keys, in this order, with all that a table shows of each.

    Of its statements that is the number.
    """
    points = with_owners(municipality, keys, "theme", *also)
    numbers = Statement.objects.only("number").order_by("number")
    prefetch_related_objects(points, Prefetch("statements", numbers))
    mark_last_updates(points)
    return points


def mark_last_updates(points: Collection[ActionPoint]) -> None:
    """Set `last_text`, `last_word` and `last_at`: what was last told of each, in one query."""
    updates = ActionEvent.objects.filter(
        action_point__in=[point.pk for point in points], change=ActionChange.UPDATE
    )
    newest = updates.values("action_point").annotate(newest=Max("pk")).values("newest")
    rows = ActionEvent.objects.filter(pk__in=newest).values_list("action_point", "text", "after", "at")
    told = {key: said for key, *said in rows}
    for point in points:
        point.last_text, point.last_word, point.last_at = told.get(point.pk, ("", "", None))  # type: ignore[attr-defined]


def counts_of(municipality: Municipality, *, on: date) -> dict[str, int]:
    """Return how many are open, stuck, too late and without owner, and how many have each status."""
    # Of ended ones, by far the most, it is only asked how many there are.
    ended = counted(municipality.pk).filter(status__in=ENDED).order_by().values_list("status")
    nothing = {name: Value(0) for name in OF_OPEN}
    rows = _open_per_status(municipality, on=on).union(ended.annotate(all=Count("*"), **nothing), all=True)
    return _added_up(rows)


def open_counts_of(municipality: Municipality, *, on: date) -> dict[str, int]:
    """Return the same of what is open, without looking at what ended."""
    return _added_up(_open_per_status(municipality, on=on))


def _open_per_status(municipality: Municipality, *, on: date) -> QuerySet[ActionPoint, tuple]:
    return (
        counted(municipality.pk)
        .open()
        .order_by()
        .values_list("status")
        .annotate(
            all=Count("*"),
            stuck=Count("pk", filter=Q(owners_word=OwnersWord.STUCK)),
            late=Count("pk", filter=Q(deadline__lt=on)),
            ownerless=Count("pk", filter=NO_OWNER_YET),
        )
    )


def _added_up(rows: Iterable[tuple]) -> dict[str, int]:
    counts = dict.fromkeys(("all", "open", *OF_OPEN, *ActionStatus.values), 0)
    for status, number, *of_open in rows:
        counts["all"] += number
        counts["open"] += number if status not in ENDED else 0
        counts[status] = number
        for name, more in zip(OF_OPEN, of_open, strict=True):
            counts[name] += more
    return counts
