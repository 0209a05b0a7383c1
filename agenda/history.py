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

from .enums import ActionChange, ActionStatus, OwnersWord
from .models import ActionEvent, ActionPoint

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
            before=line.before[:300],
            after=line.after[:300],
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


def in_words(event: ActionEvent) -> str:
    """Return one line of history as a sentence without its subject; the reason or text goes beside it."""
    change = ActionChange(event.change)
    if change is ActionChange.DEADLINE:
        return _deadline_in_words(event)
    if change is ActionChange.OWNER:
        return _owner_in_words(event)
    if change is ActionChange.STATUS:
        said = {"before": _status(event.before), "after": _status(event.after)}
        return _("the status went from ‘%(before)s’ to ‘%(after)s’") % said
    if change is ActionChange.WORDING:
        return _("the text became ‘%(after)s’; it was ‘%(before)s’") % {
            "before": event.before,
            "after": event.after,
        }
    if change is ActionChange.STATEMENTS:
        return _("also used for statement %(numbers)s") % {"numbers": event.after}
    if change is ActionChange.UPDATE and event.after:
        return _("update: %(word)s") % {"word": OwnersWord(event.after).label}
    return str(_SENTENCES[change]())


def _deadline_in_words(event: ActionEvent) -> str:
    after = _day(event.after)
    if not event.before:
        return _("the deadline became %(after)s") % {"after": after}
    said = {"before": _day(event.before), "after": after}
    if event.text:
        return _("the deadline went from %(before)s to %(after)s, because:") % said
    return _("the deadline went from %(before)s to %(after)s") % said


def _owner_in_words(event: ActionEvent) -> str:
    if not event.before:
        return _("%(after)s became the owner") % {"after": event.after}
    return _("%(after)s became the owner; it was %(before)s") % {
        "before": event.before,
        "after": event.after or _("nobody"),
    }


def _status(key: str) -> str:
    return str(ActionStatus(key).label) if key in ActionStatus.values else key


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y") if iso else _("no date")


_SENTENCES = {
    ActionChange.PROPOSED: lambda: _("proposed at the table"),
    ActionChange.ACCEPTED: lambda: _("the owner said yes"),
    ActionChange.HANDED_BACK: lambda: _("handed back, because:"),
    ActionChange.PRIORITY: lambda: _("chosen by the table as one of the most important"),
    ActionChange.NO_PRIORITY: lambda: _("no longer chosen as one of the most important"),
    ActionChange.UPDATE: lambda: _("update"),
}
