"""The improvement agenda as a list: what asks for attention first, and the last that was said."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from municipalities.models import Municipality

from .deadlines import working_day
from .enums import ActionChange, ActionStatus, OwnersWord
from .models import ENDED, ActionEvent, ActionPoint, ActionPointQuerySet


@dataclass(frozen=True, kw_only=True)
class State:
    """How an action point stands, for a badge: words, a kind of badge and an icon."""

    label: LazyText | str
    kind: str
    icon: str


LATE = State(label=_("too late"), kind="error", icon="clock")
NO_OWNER = State(label=_("without owner"), kind="warn", icon="question")
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


def states_of(action: ActionPoint, *, on: date) -> list[State]:
    """Return what is computed first, then the owner's word or else the status; never nothing."""
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
    """Return the Monday that a deadline in the weekend means, else nothing."""
    if action.deadline is None:
        return None
    monday = working_day(action.deadline)
    return None if monday == action.deadline else monday


def agenda_of(municipality: Municipality, *, on: date) -> ActionPointQuerySet:
    """Return what counts, too late first, then without owner, then by deadline; what ended comes last."""
    no_owner = Q(owner_organisation=None) | Q(status=ActionStatus.HANDED_BACK)
    rank = Case(
        When(status__in=ENDED, then=Value(3)),
        When(deadline__lt=on, then=Value(0)),
        When(no_owner, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    last = ActionEvent.objects.filter(
        action_point=OuterRef("pk"), municipality=municipality, change=ActionChange.UPDATE
    ).order_by("-pk")
    return (
        ActionPoint.objects.filter(municipality=municipality)
        .counting()
        .select_related("owner_organisation", "theme", "session")
        .prefetch_related("statements")
        .annotate(
            rank=rank,
            last_text=Subquery(last.values("text")[:1]),
            last_word=Subquery(last.values("after")[:1]),
            last_at=Subquery(last.values("at")[:1]),
        )
        .order_by("rank", F("deadline").asc(nulls_last=True), "pk")
    )


def counts_of(municipality: Municipality, *, on: date) -> dict[str, int]:
    """Return how many are open, stuck, too late, without owner and finished."""
    is_open = ~Q(status__in=ENDED)
    no_owner = Q(owner_organisation=None) | Q(status=ActionStatus.HANDED_BACK)
    return (
        ActionPoint.objects.filter(municipality=municipality)
        .counting()
        .aggregate(
            all=Count("pk"),
            open=Count("pk", filter=is_open),
            stuck=Count("pk", filter=is_open & Q(owners_word=OwnersWord.STUCK)),
            late=Count("pk", filter=is_open & Q(deadline__lt=on)),
            ownerless=Count("pk", filter=is_open & no_owner),
            done=Count("pk", filter=Q(status=ActionStatus.DONE)),
        )
    )
