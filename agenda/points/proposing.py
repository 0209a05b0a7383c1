"""Write down what a table agrees on; history and log in one transaction, and nothing is deleted.

Raises a subclass of `ActionRefused`.
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

from ..enums import ActionChange
from ..models import ActionPoint
from ..owners.asking import TABLE_IS_OVER, ask_new_owner
from .belonging import is_named_in_absence, require_one_owner, require_own_list
from .changing import DOUBLE_CLICK, NAME_LENGTH, SHORT_LENGTH, clean_text
from .deadlines import check_deadline
from .history import Line, write_down
from .refusals import SessionNotOn, WhatMissing


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
            asked_at=now if owner_organisation and locked.state in TABLE_IS_OVER else None,
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
