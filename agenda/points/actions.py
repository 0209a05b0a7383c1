"""Agree on an action point: propose it, say yes, give it back, change its owner or its words.

Each verb writes history and log in one transaction, and deletes nothing.

A verb that finds its wish fulfilled already (a double click) does nothing. Each raises a subclass of
`ActionRefused`; `StaleAction` when the point changed after `expected_revision`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from audit.actors import Actor
from catalogue.models import Statement, Theme
from sessions.enums import Sequel, SessionState
from sessions.locks import hold_session
from sessions.models import GroupSession, Organisation

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionPoint
from ..owners.asking import AFTER, ask_new_owner
from ..owners.telling import tell_named_owner
from .belonging import is_named_in_absence, require_one_owner, require_own_list
from .changing import (
    DOUBLE_CLICK,
    NAME_LENGTH,
    SHORT_LENGTH,
    TEXT_LENGTH,
    alone,
    begin_again,
    clean_text,
    moved,
    require_current,
    write,
)
from .deadlines import check_deadline
from .history import (
    Line,
    helpers_in_words,
    owner_in_words,
    write_down,
)
from .refusals import (
    OwnerMissing,
    ReasonMissing,
    SessionNotOn,
    StatusNotReachable,
    WhatMissing,
)


def propose_action(
    session: GroupSession,
    *,
    what: str,
    actor: Actor,
    author: str,
    today: date,
    now: datetime,
    statements: Sequence[Statement] = (),
    theme: Theme | None = None,
    owner_organisation: Organisation | None = None,
    owner_name: str = "",
    owner_role: str = "",
    owner_email: str = "",
    deadline: date | None = None,
    resident_effect: str = "",
    submission: UUID | None = None,
) -> ActionPoint:
    """Write down what the table agrees on; no owner and no deadline are allowed and shown as gaps.

    The same text with the same `submission` (a key made with the form) makes one, however often it is sent.
    """
    what = clean_text(what, SHORT_LENGTH)
    if not what:
        raise WhatMissing
    check_deadline(deadline, today=today)
    theme = theme or (statements[0].theme if statements else None)
    require_own_list(session, statements, theme)
    require_one_owner(session.municipality_id, owner_organisation, owner_name)
    with transaction.atomic():
        locked = hold_session(session.pk)
        twin = _twin(locked, what=what, submission=submission, now=now)
        if twin is not None:
            return twin
        if not _agrees(locked):
            raise SessionNotOn
        action = ActionPoint(
            municipality=locked.municipality,
            session=locked,
            theme=theme,
            what=what,
            resident_effect=clean_text(resident_effect, SHORT_LENGTH),
            owner_organisation=owner_organisation,
            owner_name=clean_text(owner_name, NAME_LENGTH),
            owner_role=clean_text(owner_role, NAME_LENGTH),
            owner_email=owner_email.strip(),
            deadline=deadline,
            named_in_absence=is_named_in_absence(locked, owner_organisation),
            asked_at=now if owner_organisation and locked.state in AFTER else None,
            submission=_own_key(locked, submission),
            created_at=now,
        )
        line = Line(ActionChange.PROPOSED, after=what)
        write_down(action, line, session=locked, verb="propose action", actor=actor, author=author, now=now)
        action.statements.set(statements)
        if action.asked_at is not None:
            ask_new_owner(action, now=now)
    session.refresh_from_db(fields=["revision"])
    return action


def _agrees(session: GroupSession) -> bool:
    """Return whether a table can agree on something; a follow-up meeting talks without being started."""
    walks = session.sequel == Sequel.FOLLOW_UP and not session.is_rehearsal
    waits = session.state in {SessionState.PLANNED, SessionState.OPEN}
    return session.state in {SessionState.RUNNING, SessionState.CLOSED} or (walks and waits)


def accept_action(
    action: ActionPoint, *, actor: Actor, author: str, expected_revision: int, now: datetime
) -> None:
    """Say yes as the owner. Raises `OwnerMissing` when there is none."""
    with alone(action) as row:
        if row.status == ActionStatus.ACCEPTED:
            return
        require_current(row, expected_revision)
        if row.owner_organisation_id is None:
            raise OwnerMissing
        line = moved(row, ActionStatus.ACCEPTED)
        row.asked_at = None
        write(row, line, verb="accept action", actor=actor, author=author, now=now)
    action.refresh_from_db()


def hand_back_action(
    action: ActionPoint, *, reason: str, actor: Actor, author: str, expected_revision: int, now: datetime
) -> None:
    """Give an action point back to the table, with a reason; its last owner stays in the history."""
    reason = clean_text(reason, TEXT_LENGTH)
    with alone(action) as row:
        if row.status == ActionStatus.HANDED_BACK:
            return
        require_current(row, expected_revision)
        if not reason:
            raise ReasonMissing
        line = moved(row, ActionStatus.HANDED_BACK, text=reason)
        row.asked_at = None
        write(row, line, verb="hand back action", actor=actor, author=author, now=now, reason=reason)
    action.refresh_from_db()


def assign_owner(
    action: ActionPoint,
    *,
    owner_organisation: Organisation | None,
    owner_name: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
    owner_role: str = "",
    owner_email: str = "",
) -> None:
    """Give an action point another owner; a new organisation is asked for its yes.

    Without an organisation nobody is the owner: a person alone answers for nobody.
    """
    organisation_id = owner_organisation.pk if owner_organisation else None
    person = [clean_text(owner_name, NAME_LENGTH), clean_text(owner_role, NAME_LENGTH), owner_email.strip()]
    if owner_organisation is None:
        person = ["", "", ""]
    with alone(action) as row:
        present = [row.owner_name, row.owner_role, row.owner_email]
        is_same_organisation = row.owner_organisation_id == organisation_id
        if is_same_organisation and present == person and row.status != ActionStatus.HANDED_BACK:
            return
        require_current(row, expected_revision)
        require_one_owner(row.municipality_id, owner_organisation, owner_name)
        if row.status in ENDED:
            raise StatusNotReachable
        before, address = owner_in_words(row), row.owner_email
        row.owner_organisation = owner_organisation
        row.owner_name, row.owner_role, row.owner_email = person
        row.reply_link_version += 1
        lines: list[Line] = []
        if not is_same_organisation or row.status == ActionStatus.HANDED_BACK:
            lines = begin_again(row)
            row.named_in_absence = is_named_in_absence(row.session, owner_organisation)
        after = owner_in_words(row)
        if after != before or row.owner_email != address:
            lines.append(Line(ActionChange.OWNER, before=before, after=after))
        lines += _no_longer_helps(row)
        if row.status == ActionStatus.PROPOSED and owner_organisation is not None:
            ask_new_owner(row, now=now)
        elif row.owner_email.lower() != address.lower():
            tell_named_owner(row, now=now)
        write(row, *lines, verb="assign owner", actor=actor, author=author, now=now)
    action.refresh_from_db()


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


def _no_longer_helps(row: ActionPoint) -> list[Line]:
    """Take a new owner from who helps, and return the line of history about it."""
    before = helpers_in_words(row)
    if not row.helpers.filter(pk=row.owner_organisation_id or 0).exists():
        return []
    row.helpers.remove(row.owner_organisation_id)  # type: ignore[arg-type]
    return [Line(ActionChange.HELPERS, before=before, after=helpers_in_words(row))]


def _twin(session: GroupSession, *, what: str, submission: UUID | None, now: datetime) -> ActionPoint | None:
    """Return what an earlier click on the same button made; another text is another point."""
    same = ActionPoint.objects.filter(session=session, what=what)
    if submission is not None:
        return same.filter(submission=submission).first()
    return same.filter(created_at__gte=now - DOUBLE_CLICK).first()


def _own_key(session: GroupSession, submission: UUID | None) -> UUID | None:
    """Return the key, unless the browser's back button brought back a form that was sent before."""
    is_used = submission and ActionPoint.objects.filter(session=session, submission=submission).exists()
    return None if is_used else submission
