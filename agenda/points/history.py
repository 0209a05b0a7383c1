"""The history of an action point: write what happened, and tell it in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from sessions.enums import SessionState
from sessions.models import GroupSession
from sessions.revision import advance

from ..enums import (
    ActionChange,
    ActionStatus,
    MeetingOutcome,
    OwnersWord,
)
from ..models import ENDED, ActionEvent, ActionPoint

BETWEEN = ", "
LIVE = {SessionState.PLANNED, SessionState.OPEN, SessionState.RUNNING}


@dataclass(frozen=True)
class Line:
    """One thing that happened; dates are ISO, statuses and words their key."""

    change: ActionChange
    before: str = ""
    after: str = ""
    text: str = ""


def write_down(
    action: ActionPoint,
    *lines: Line,
    session: GroupSession | None,
    verb: str,
    actor: Actor,
    author: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Save a change with its history, its row in the log and its revision; call inside the transaction."""
    action.changed_at = now
    action.revision += 0 if action.pk is None else 1
    action.save()
    for line in lines:
        ActionEvent.objects.create(
            municipality=action.municipality,
            action_point=action,
            change=line.change,
            before=line.before,
            after=line.after,
            text=line.text,
            author=author[:120],
            user=actor.user,
            at=now,
        )
    record(municipality=action.municipality, actor=actor, action=verb, target=action, now=now, reason=reason)
    if session is not None and session.state in LIVE:
        advance(session)


def owner_in_words(action: ActionPoint) -> str:
    """Return the owner as people say it: person, role and organisation, as far as known."""
    organisation = action.owner_organisation.name if action.owner_organisation else ""
    return ", ".join(part for part in [action.owner_name, action.owner_role, organisation] if part)


def helpers_in_words(action: ActionPoint) -> str:
    """Return the organisations that help, by name."""
    return BETWEEN.join(action.helpers.order_by("name").values_list("name", flat=True))


def in_words(event: ActionEvent) -> str:
    """Return one line of history as a sentence without its subject; the reason or text goes beside it."""
    change = ActionChange(event.change)
    if change in _OF_ITS_OWN:
        return _OF_ITS_OWN[change](event)
    if change is ActionChange.STATEMENTS:
        return _("also used for statement %(numbers)s") % {"numbers": event.after}
    if change is ActionChange.UPDATE and event.after:
        return _("update: %(word)s") % {"word": OwnersWord(event.after).label}
    if change is ActionChange.DISCUSSED and event.before:
        said = {"outcome": MeetingOutcome(event.before).label}
        return _("discussed at a follow-up meeting: %(outcome)s") % said
    if change in _FROM_TO:
        return _from_to(change, event)
    if change is ActionChange.PROPOSED and event.before:
        return _("taken over from the list “%(name)s”") % {"name": event.before}
    return str(_SENTENCES[change]())


def _wording_in_words(event: ActionEvent) -> str:
    said = {"before": event.before, "after": event.after}
    return _("the text became ‘%(after)s’; it was ‘%(before)s’") % said


def _left_in_words(event: ActionEvent) -> str:
    said = {"organisation": event.before, "day": _day(event.after)}
    return _("the owner before worked at %(organisation)s until %(day)s") % said


def _stopped_in_words(event: ActionEvent) -> str:
    return _("%(organisation)s stopped on %(day)s") % {"organisation": event.before, "day": _day(event.after)}


def _status_in_words(event: ActionEvent) -> str:
    said = {"before": _status(event.before), "after": _status(event.after)}
    if event.before in ENDED and event.text:
        return _("opened again: from ‘%(before)s’ to ‘%(after)s’, because:") % said
    if event.after == ActionStatus.DROPPED and event.text:
        return _("the status went from ‘%(before)s’ to ‘%(after)s’, because:") % said
    return _("the status went from ‘%(before)s’ to ‘%(after)s’") % said


def _deadline_in_words(event: ActionEvent) -> str:
    after = _day(event.after)
    if not event.before:
        return _("the deadline became %(after)s") % {"after": after}
    said = {"before": _day(event.before), "after": after}
    if event.text:
        return _("the deadline went from %(before)s to %(after)s, because:") % said
    return _("the deadline went from %(before)s to %(after)s") % said


def _from_to(change: ActionChange, event: ActionEvent) -> str:
    """Return the sentence for something new, something else instead, or something taken away."""
    new, other, gone = _FROM_TO[change]
    sentence = (other if event.before else new) if event.after else gone
    is_decision = change is ActionChange.DECISION
    before = _day(event.before) if is_decision else event.before
    return sentence() % {"before": before, "after": event.after}


def _owner_in_words(event: ActionEvent) -> str:
    """Return who became the owner; an address is told to nobody, so that another one is all that is said."""
    if event.before == event.after:
        return _("the e-mail address of the owner changed")
    if not event.before:
        return _("%(after)s became the owner") % {"after": event.after}
    if not event.after:
        return _("nobody is the owner any more; it was %(before)s") % {"before": event.before}
    return _("%(after)s became the owner; it was %(before)s") % {
        "before": event.before,
        "after": event.after,
    }


def _status(key: str) -> str:
    return str(ActionStatus(key).label) if key in ActionStatus.values else key


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y") if iso else _("no date")


_OF_ITS_OWN = {
    ActionChange.DEADLINE: _deadline_in_words,
    ActionChange.OWNER: _owner_in_words,
    ActionChange.OWNER_LEFT: _left_in_words,
    ActionChange.OWNER_STOPPED: _stopped_in_words,
    ActionChange.STATUS: _status_in_words,
    ActionChange.WORDING: _wording_in_words,
}
_SENTENCES = {
    ActionChange.PROPOSED: lambda: _("proposed at the table"),
    ActionChange.ACCEPTED: lambda: _("the owner said yes"),
    ActionChange.HANDED_BACK: lambda: _("handed back, because:"),
    ActionChange.PRIORITY: lambda: _("chosen by the table as one of the most important"),
    ActionChange.NO_PRIORITY: lambda: _("no longer chosen as one of the most important"),
    ActionChange.UPDATE: lambda: _("update"),
    ActionChange.DISCUSSED: lambda: _("discussed at a follow-up meeting"),
    ActionChange.ESCALATED: lambda: _("brought to the contact person of the organisation"),
}
_FROM_TO = {
    ActionChange.HELPERS: (
        lambda: _("helps from now on: %(after)s"),
        lambda: _("helps from now on: %(after)s; it was: %(before)s"),
        lambda: _("nobody helps any more; it was: %(before)s"),
    ),
    ActionChange.NEXT_STEP: (
        lambda: _("the next step is ‘%(after)s’"),
        lambda: _("the next step is ‘%(after)s’; it was ‘%(before)s’"),
        lambda: _("the next step ‘%(before)s’ was taken away"),
    ),
    ActionChange.EFFECT: (
        lambda: _("what a resident notices: ‘%(after)s’"),
        lambda: _("what a resident notices: ‘%(after)s’; it was ‘%(before)s’"),
        lambda: _("what a resident notices was taken away; it was ‘%(before)s’"),
    ),
    ActionChange.LINK: (
        lambda: _("a link was added: %(after)s"),
        lambda: _("the link became %(after)s; it was %(before)s"),
        lambda: _("a link was taken away: %(before)s"),
    ),
    # The day on which it is expected stands before, who decides after.
    ActionChange.DECISION: (
        lambda: _("%(after)s decides"),
        lambda: _("%(after)s decides, on %(before)s at the latest"),
        lambda: _("a decision is expected: %(before)s"),
    ),
    # Of the one that went on elsewhere what it goes on in; of that one what was added to it.
    ActionChange.MERGED: (
        lambda: _("goes on together with ‘%(after)s’"),
        lambda: _("‘%(before)s’ goes on in ‘%(after)s’"),
        lambda: _("‘%(before)s’ was added to this one"),
    ),
}
