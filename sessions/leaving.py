"""Who leaves an organisation no longer answers for it: the links of invitations for later sessions end.

What this person answered or agreed stays with the organisation, and so does the row of who was invited. What
they would still do is handed over on their first day elsewhere: the agenda fulfils that promise.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from common.retention import start_of
from outbox.promises import promise

from .enums import SessionState
from .merging import with_merged_ids
from .models import Contact, Organisation, Representative
from .seats import remove_from_table

HAND_OVER = "hand over actions"
FARTHEST = timedelta(days=3653)


def require_last_day(day: date, *, now: datetime) -> None:
    """Raise `ValidationError` when somebody would leave in more than ten years: that year is a slip."""
    if day > now.date() + FARTHEST:
        raise ValidationError({"last_day": _("This date is more than ten years away. Check the year.")})


def promise_hand_over(contact: Contact, *, from_day: date, now: datetime) -> None:
    """Promise that what somebody still does for their former organisation is handed over from a day on."""
    promise(
        municipality=contact.municipality,
        kind=HAND_OVER,
        key=f"{HAND_OVER} {contact.pk}",
        payload={"contact": contact.pk},
        due_at=max(now, start_of(from_day)),
        now=now,
    )


def promise_to_give_back(organisation: Organisation, *, from_day: date, now: datetime) -> None:
    """Promise that what an organisation that stops still does is nobody's from a day on."""
    promise(
        municipality=organisation.municipality,
        kind=HAND_OVER,
        key=f"{HAND_OVER} of organisation {organisation.pk} from {from_day.isoformat()} at {now.isoformat()}",
        payload={"organisation": organisation.pk},
        due_at=max(now, start_of(from_day)),
        now=now,
    )


def end_links_of(contact: Contact, *, from_day: date, actor: Actor, now: datetime) -> None:
    """Take somebody off the lists of their former organisation, for sessions from a day on.

    Who sits at a table that runs now stays seated. Call it with the municipality held, in a transaction.
    """
    for person in _listed(contact):
        day = timezone.localdate(person.party.session.starts_at)
        if day >= from_day or from_day <= timezone.localdate(now):
            remove_from_table(representative=person, actor=actor, now=now)


def _listed(contact: Contact) -> list[Representative]:
    """Return where this person is listed for this organisation; of a shared mailbox only who has the name."""
    if not contact.person.email:
        return []
    rows = Representative.objects.invitable().filter(
        Q(party__session__state__in=[SessionState.PLANNED, SessionState.OPEN])
        | Q(party__session__state=SessionState.RUNNING, joined_at=None),
        party__organisation__in=with_merged_ids(contact.organisation),
        email__iexact=contact.person.email,
    )
    # In the order in which sessions are held everywhere.
    found = list(rows.select_related("municipality", "party__session").order_by("party__session", "pk"))
    shared = {one.party_id for one in found if sum(other.party_id == one.party_id for other in found) > 1}
    own_name = contact.person.name.casefold()
    return [one for one in found if one.party_id not in shared or one.name.casefold() == own_name]
