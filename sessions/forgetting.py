"""Take people's names and addresses out of sessions; who sat where stays, as an organisation."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from common.personal import NAME_REMOVED
from common.retention import Rows, told
from outbox.models import Promise
from outbox.promises import promise

from .enums import SessionState
from .invitations import Invited, key_of
from .locks import hold_sessions
from .models import Facilitator, FacilitatorNote, GroupSession, Representative
from .revision import advance

if TYPE_CHECKING:
    from municipalities.models import Municipality

NAMELESS = ["", NAME_REMOVED]
STILL_NAMED = ~Q(name__in=NAMELESS) | ~Q(email="")
WITH_REPORT = [SessionState.CLOSED, SessionState.ARCHIVED]


def named_participants(rows: QuerySet[Representative]) -> QuerySet[Representative]:
    """Keep participants of whom something is still known."""
    return rows.filter(STILL_NAMED | ~Q(function=""))


def named_facilitators(rows: QuerySet[Facilitator]) -> QuerySet[Facilitator]:
    """Keep facilitators of whom something is still known."""
    return rows.filter(STILL_NAMED | ~Q(user=None))


def forget_people(
    municipality: "Municipality",
    *,
    participants: QuerySet[Representative],
    facilitators: QuerySet[Facilitator],
    now: datetime,
) -> Rows:
    """Take the names and addresses of these people; their seats, links and invitations end with it.

    The reports of their sessions are promised again, so that the name leaves the PDF too.
    """
    people = named_participants(participants)
    leaders = named_facilitators(facilitators)
    sessions = set(people.values_list("party__session_id", flat=True))
    sessions |= set(leaders.values_list("session_id", flat=True))
    hold_sessions(sessions)
    _cancel_invitations([*people, *leaders])
    ids = list(people.values_list("pk", flat=True)), list(leaders.values_list("pk", flat=True))
    taken: dict[str, object] = {"email": "", "link_version": F("link_version") + 1}
    seated = Representative.objects.filter(pk__in=ids[0])
    seated.exclude(name="").update(name=NAME_REMOVED)
    seats = seated.update(
        function="", decline_reason="", removed_at=Coalesce("removed_at", Value(now)), **taken
    )
    FacilitatorNote.objects.filter(facilitator__in=ids[1]).delete()
    led = Facilitator.objects.filter(pk__in=ids[1]).update(
        name=NAME_REMOVED, user=None, ended_at=Coalesce("ended_at", Value(now)), **taken
    )
    make_reports_again(municipality, session_ids=sessions, now=now)
    # Whoever has a page of a session that is on sees at once who is no longer there.
    for session in GroupSession.objects.filter(pk__in=sessions).coming():
        advance(session)
    return told(group_sessions__representative=seats, group_sessions__facilitator=led)


def _cancel_invitations(people: list[Invited]) -> None:
    Promise.objects.filter(key__in=[key_of(one) for one in people], done_at=None).delete()


def make_reports_again(municipality: "Municipality", *, session_ids: set[int], now: datetime) -> None:
    """Promise the reports of these sessions once more, as far as they are over."""
    over = GroupSession.objects.filter(pk__in=session_ids, state__in=WITH_REPORT)
    for pk in over.values_list("pk", flat=True):
        promise(
            municipality=municipality,
            kind="session report",
            key=f"session report {pk} again {now.isoformat()}",
            payload={"session": pk, "again": True},
            now=now,
        )
