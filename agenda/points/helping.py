"""Who helps with an action point: organisations beside its one owner."""

from collections.abc import Collection
from datetime import datetime

from audit.actors import Actor
from sessions.models import Organisation

from ..enums import ActionChange
from ..models import ENDED, ActionPoint
from ..owners.everybody import require_somebody
from .belonging import require_own_organisations
from .changing import alone, require_current, write
from .history import Line, helpers_in_words
from .refusals import StatusNotReachable


def set_helpers(
    action: ActionPoint,
    *,
    helpers: Collection[Organisation],
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Note which organisations help; the owner is none of them.

    Raises a subclass of `ActionRefused`; naming the same ones again changes nothing.
    """
    require_own_organisations(action.municipality_id, helpers)
    require_somebody(*(one.name for one in helpers))
    with alone(action) as row:
        wanted = {one.pk for one in helpers} - {row.owner_organisation_id}
        if wanted == set(row.helpers.values_list("pk", flat=True)):
            return
        require_current(row, expected_revision)
        if row.status in ENDED:
            raise StatusNotReachable
        before = helpers_in_words(row)
        row.helpers.set(wanted)
        line = Line(ActionChange.HELPERS, before=before, after=helpers_in_words(row))
        write(row, line, verb="change helpers", actor=actor, author=author, now=now)
    action.refresh_from_db()
