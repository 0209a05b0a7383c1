"""Give an action point to an owner: an organisation, a role and a person, who is asked or told.

A verb that finds its wish fulfilled already (a double click) does nothing. Each raises a subclass of
`ActionRefused`; `StaleAction` when the point changed after `expected_revision`.
"""

from datetime import datetime

from audit.actors import Actor
from outbox.models import MAX_ATTEMPTS
from sessions.models import Organisation

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionPoint
from ..owners.asking import TOLD, ask_new_owner, tell_owner, waiting_mail
from .belonging import is_named_in_absence, require_one_owner
from .changing import NAME_LENGTH, alone, begin_again, clean_text, require_current, write
from .history import Line, helpers_in_words, owner_in_words
from .refusals import StatusNotReachable


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
        # Below, the link in a mail that did not leave yet is withdrawn: the same address is told anew, then.
        waiting = waiting_mail(row, most_attempts=MAX_ATTEMPTS) if address else None
        is_untold = waiting is not None and waiting[0] == TOLD
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
        elif is_untold or row.owner_email.lower() != address.lower():
            tell_owner(row, now=now)
        write(row, *lines, verb="assign owner", actor=actor, author=author, now=now)
    action.refresh_from_db()


def _no_longer_helps(row: ActionPoint) -> list[Line]:
    """Take a new owner from who helps, and return the line of history about it."""
    before = helpers_in_words(row)
    if not row.helpers.filter(pk=row.owner_organisation_id or 0).exists():
        return []
    row.helpers.remove(row.owner_organisation_id)  # type: ignore[arg-type]
    return [Line(ActionChange.HELPERS, before=before, after=helpers_in_words(row))]
