"""What stands in an action point: its words, what matters most, its next step, its effect, pages elsewhere.

Like the verbs of `assigning.py`: history and log in one transaction; earlier words stay in the history.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from audit.actors import Actor

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionLink, ActionPoint
from .changing import (
    NAME_LENGTH,
    SHORT_LENGTH,
    alone,
    clean_text,
    require_current,
    write,
)
from .history import Line
from .refusals import (
    LinkNotSafe,
    StatusNotReachable,
    TextTooLong,
    TooManyLinks,
    WhatMissing,
)

MOST_LINKS = 20
_is_address = URLValidator(schemes=["https"])


def reword_action(
    action: ActionPoint, *, what: str, actor: Actor, author: str, expected_revision: int, now: datetime
) -> None:
    """Say better what will be done; the earlier words stay in the history."""
    what = clean_text(what, SHORT_LENGTH)
    with alone(action) as row:
        if row.what == what:
            return
        require_current(row, expected_revision)
        if not what:
            raise WhatMissing
        line = Line(ActionChange.WORDING, before=row.what, after=what)
        row.what = what
        write(row, line, verb="reword action", actor=actor, author=author, now=now)
    action.refresh_from_db()


def set_priority(
    action: ActionPoint,
    *,
    is_priority: bool,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Mark what the table finds most important, or take the mark away."""
    with alone(action) as row:
        if row.is_priority == is_priority:
            return
        require_current(row, expected_revision)
        row.is_priority = is_priority
        line = Line(ActionChange.PRIORITY if is_priority else ActionChange.NO_PRIORITY)
        write(row, line, verb="set priority", actor=actor, author=author, now=now)
    action.refresh_from_db()


def plan_next_step(
    action: ActionPoint, *, next_step: str, actor: Actor, author: str, expected_revision: int, now: datetime
) -> None:
    """Write down what is done first; nothing takes it away."""
    next_step = clean_text(next_step, SHORT_LENGTH)
    with alone(action) as row:
        if row.next_step == next_step:
            return
        require_current(row, expected_revision)
        if row.status in ENDED:
            raise StatusNotReachable
        line = Line(ActionChange.NEXT_STEP, before=row.next_step, after=next_step)
        row.next_step = next_step
        write(row, line, verb="plan next step", actor=actor, author=author, now=now)
    action.refresh_from_db()


def say_resident_effect(
    action: ActionPoint,
    *,
    resident_effect: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Write down what a resident notices, also after it was finished."""
    effect = clean_text(resident_effect, SHORT_LENGTH)
    with alone(action) as row:
        if row.resident_effect == effect:
            return
        require_current(row, expected_revision)
        if row.status == ActionStatus.DROPPED:
            raise StatusNotReachable
        line = Line(ActionChange.EFFECT, before=row.resident_effect, after=effect)
        row.resident_effect = effect
        write(row, line, verb="say resident effect", actor=actor, author=author, now=now)
    action.refresh_from_db()


def change_links(
    action: ActionPoint,
    *,
    address: str,
    label: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
    remove: Collection[int] = (),
) -> None:
    """Add the address of a page, take others away, or both; a file is kept where it is and linked to.

    Raises `LinkNotSafe` for an address that does not begin with https, and `TooManyLinks`.
    """
    address, label = address.strip(), clean_text(label, NAME_LENGTH)
    if address:
        _require_safe(address)
    with alone(action) as row:
        gone = list(row.links.filter(pk__in=remove))
        is_new = bool(address) and not row.links.filter(address=address, label=label).exists()
        if not gone and not is_new:
            return
        require_current(row, expected_revision)
        if is_new and row.links.count() - len(gone) >= MOST_LINKS:
            raise TooManyLinks
        lines = [Line(ActionChange.LINK, before=link.address) for link in gone]
        row.links.filter(pk__in=[link.pk for link in gone]).delete()
        if is_new:
            ActionLink.objects.create(
                municipality=row.municipality, action_point=row, address=address, label=label
            )
            lines.append(Line(ActionChange.LINK, after=address))
        write(row, *lines, verb="change links", actor=actor, author=author, now=now)
    action.refresh_from_db()


def _require_safe(address: str) -> None:
    if len(address) > SHORT_LENGTH:
        raise TextTooLong
    try:
        _is_address(address)
    except ValidationError as error:
        raise LinkNotSafe from error
    # A name and a password before the host are secrets that everybody would read.
    if "@" in address.partition("//")[2].partition("/")[0]:
        raise LinkNotSafe
