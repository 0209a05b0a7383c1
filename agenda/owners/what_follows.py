"""What an owner hears after somebody was named, in words for who did it: only what is true."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from ..enums import ActionStatus
from ..models import ENDED, ActionPoint
from .asking import ASKED, COLLECTS_FOR, waiting_mail, waits_at_its_table


def what_follows(action: ActionPoint, *, now: datetime) -> str:
    """Return what happens next to the owner of a point, or nothing where nothing does."""
    is_rehearsed = action.session is not None and action.session.is_rehearsal
    if is_rehearsed or not action.has_owner or action.status in ENDED:
        return ""
    asks = action.status == ActionStatus.PROPOSED
    if waits_at_its_table(action):
        return _at_the_table(action) if asks else ""
    if not action.owner_email:
        return (
            _("There is no e-mail address, so the owner gets no e-mail. Ask them yourself.") if asks else ""
        )
    mail = waiting_mail(action)
    # Whoever said yes meanwhile is asked nothing any more.
    if mail is None or (mail[0] == ASKED and not asks):
        return ""
    return _soon(asks=asks) if mail[1] <= now + COLLECTS_FOR else _later(mail[1])


def _at_the_table(action: ActionPoint) -> str:
    if not action.owner_email:
        return _("The table still meets: ask the owner for a yes there.")
    return _("The table still meets. An owner who says no yes there gets an e-mail when the session closes.")


def _soon(*, asks: bool) -> str:
    if asks:
        return _("In about five minutes the owner gets an e-mail, with a button for yes or no.")
    return _("In about five minutes the owner gets an e-mail about it.")


def _later(due_at: datetime) -> str:
    here = timezone.localtime(due_at)
    return _("The owner had an e-mail not long ago. The next one goes on %(day)s at %(time)s.") % {
        "day": date_format(here, "l j F"),
        "time": time_format(here),
    }
