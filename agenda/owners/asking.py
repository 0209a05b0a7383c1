"""Who is told that an action point is theirs: who is asked for a yes, and who owns what was said yes to.

Everybody gets one mail: when a session closes, and when a coordinator gives out points one after another.
What comes later on the same day waits for the next one.

A promise names action points and no address; who became owner or answered meanwhile is told accordingly.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from municipalities.models import Municipality
from outbox.models import Promise
from outbox.promises import promise_together
from outbox.registry import handler
from sessions.enums import SessionState
from sessions.models import GroupSession

from ..enums import ActionStatus
from ..models import ActionPoint
from ..reminding.quiet import QuietDays
from .who import who

ASK_ALL = "ask owners"
TELL_OWNER = "tell owner"
TELL_NEW_OWNER = "tell new owner"
TABLE_IS_OVER = {SessionState.CLOSED, SessionState.ARCHIVED, SessionState.CANCELLED}
ASKED, TOLD = "asked", "told"
COLLECTS_FOR = timedelta(minutes=5)
"""From the last point that somebody gives out: who gives out forty is busy for a while."""
A_DAY = timedelta(days=1)


def owned_by_mail(session: GroupSession) -> dict[str, list[ActionPoint]]:
    """Return the action points of a session whose owner has an address, by that address."""
    points = ActionPoint.objects.filter(session=session).exclude(owner_email="")
    found: dict[str, list[ActionPoint]] = {}
    for point in points.exclude(owner_organisation=None).select_related("municipality", "session"):
        found.setdefault(point.owner_email.lower(), []).append(point)
    return found


@handler(ASK_ALL)
def ask_owners(item: Promise, now: datetime) -> None:
    """Promise one mail to each owner of a session that closed; a rehearsal mails nobody."""
    session = GroupSession.objects.select_related("municipality").get(pk=item.payload["session"])
    if session.is_rehearsal:
        return
    unasked = ActionPoint.objects.filter(session=session, status=ActionStatus.PROPOSED, asked_at=None)
    unasked.exclude(owner_organisation=None).update(asked_at=item.created_at)
    # Always in one order: who asks the owners of another session at this moment waits, and no longer.
    for _address, points in sorted(owned_by_mail(session).items()):
        waiting = [point for point in points if point.status == ActionStatus.PROPOSED]
        _promise(waiting, now=now, due_at=now)


def waits_at_its_table(action: ActionPoint) -> bool:
    """Return whether its table still sits: people answer there, and the rest is asked when it closes."""
    return action.session is not None and action.session.state not in TABLE_IS_OVER


def ask_new_owner(action: ActionPoint, *, now: datetime) -> None:
    """Wait for the yes of the new owner and promise a mail; at the table people say it on the spot.

    Also of who has no address and is asked otherwise. Call it before a change is saved.
    """
    if not waits_at_its_table(action):
        action.asked_at = now
        tell_owner(action, now=now)


def tell_owner(*points: ActionPoint, now: datetime) -> None:
    """Promise who owns these points now a mail about them, together with what they get around this moment.

    At the table people hear it, and a rehearsal mails nobody. All points are of one address.
    """
    told = [point for point in points if point.owner_email and not _is_quiet(point)]
    if told:
        municipality, email = told[0].municipality, told[0].owner_email
        to = {"who": who(municipality, email)}
        _promise(told, now=now, due_at=collected_by(municipality, kind=TELL_OWNER, to=to, now=now))


def _is_quiet(point: ActionPoint) -> bool:
    return waits_at_its_table(point) or (point.session is not None and point.session.is_rehearsal)


def _promise(points: list[ActionPoint], *, now: datetime, due_at: datetime) -> None:
    if not points:
        return
    municipality = points[0].municipality
    promise_together(
        municipality=municipality,
        kind=TELL_OWNER,
        to={"who": who(municipality, points[0].owner_email)},
        items=[
            [ASKED if point.status == ActionStatus.PROPOSED else TOLD, point.pk, point.reply_link_version]
            for point in points
        ],
        now=now,
        due_at=due_at,
    )


def waiting_mail(action: ActionPoint, *, most_attempts: int = 0) -> tuple[str, datetime] | None:
    """Return why the owner of a point is mailed about it and when, as long as that mail did not leave.

    One that was tried more often than `most_attempts` is left out: of that nobody knows when it goes.
    """
    rows = Promise.objects.open().filter(
        municipality=action.municipality_id, kind=TELL_OWNER, attempts__lte=most_attempts
    )
    for row in rows.filter(payload__who=who(action.municipality, action.owner_email)).order_by("-pk"):
        for purpose, pk, version in row.payload["items"]:
            if (pk, version) == (action.pk, action.reply_link_version):
                return purpose, row.due_at
    return None


def collected_by(municipality: Municipality, *, kind: str, to: dict[str, Any], now: datetime) -> datetime:
    """Return when somebody may get such a mail: soon, or a day after the last one, when people work."""
    soon = now + COLLECTS_FOR
    # What was taken up and did not leave, or came back, is no mail that they had.
    mails = Promise.objects.filter(municipality=municipality, kind=kind, attempts__gt=0, bounced_at=None)
    mails = mails.exclude(payload__has_key="is_unsent")
    last = mails.filter(**{f"payload__{name}": value for name, value in to.items()}).order_by("-pk").first()
    if last is None or (last.done_at or last.due_at) + A_DAY <= soon:
        return soon
    with timezone.override(municipality.time_zone):
        a_day_after = (last.done_at or last.due_at) + A_DAY
        quiet = QuietDays(municipality, today=timezone.localdate(now))
        return a_day_after if quiet.is_mail_moment(a_day_after) else quiet.next_mail_moment(a_day_after)
