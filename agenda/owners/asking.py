"""Ask owners for their yes by mail: one mail per person when a session closes, one when there is a new owner.

From then on their answer is waited for, also of who has no address and is asked otherwise.

A promise names action points and no address; who became owner or answered meanwhile is asked accordingly.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.enums import SessionState
from sessions.models import GroupSession
from users.language import mail_language

from ..enums import ActionStatus
from ..models import ActionPoint
from .reply_link import reply_address

ASK_ALL = "ask owners"
ASK_ONE = "ask owner"
TELL_NEW_OWNER = "tell new owner"
TELL_NAMED_OWNER = "tell named owner"
AFTER = {SessionState.CLOSED, SessionState.ARCHIVED}


def owned_by_mail(session: GroupSession) -> dict[str, list[ActionPoint]]:
    """Return the action points of a session whose owner has an address, by that address."""
    points = ActionPoint.objects.filter(session=session).exclude(owner_email="")
    found: dict[str, list[ActionPoint]] = {}
    for point in points.exclude(owner_organisation=None).select_related("municipality", "session"):
        found.setdefault(point.owner_email.lower(), []).append(point)
    return found


def _waits(point: ActionPoint) -> bool:
    return point.status == ActionStatus.PROPOSED


@handler(ASK_ALL)
def ask_owners(item: Promise, now: datetime) -> None:
    """Promise one mail to each owner of a session that closed; a rehearsal mails nobody."""
    session = GroupSession.objects.select_related("municipality").get(pk=item.payload["session"])
    if session.is_rehearsal:
        return
    unasked = ActionPoint.objects.filter(session=session, status=ActionStatus.PROPOSED, asked_at=None)
    unasked.exclude(owner_organisation=None).update(asked_at=item.created_at)
    for points in owned_by_mail(session).values():
        if any(map(_waits, points)):
            # Under the first one, answered or not: asking everybody again finds the same promise.
            _promise_mail(points[0], together=True, now=now)


def waits_at_its_table(action: ActionPoint) -> bool:
    """Return whether its table still sits: people answer there, and the rest is asked when it closes."""
    return action.session is not None and action.session.state not in AFTER


def ask_new_owner(action: ActionPoint, *, now: datetime) -> None:
    """Wait for the yes of the new owner and promise a mail; at the table people say it on the spot.

    Call it before the action point is saved.
    """
    if waits_at_its_table(action):
        return
    session, action.asked_at = action.session, now
    if action.owner_email and not (session and session.is_rehearsal):
        _promise_mail(action, together=False, now=now)


def _promise_mail(point: ActionPoint, *, together: bool, now: datetime) -> None:
    promise(
        municipality=point.municipality,
        kind=ASK_ONE,
        key=f"{ASK_ONE} {point.pk} link {point.reply_link_version}",
        payload={
            "session": point.session_id,
            "action": point.pk,
            "link_version": point.reply_link_version,
            "together": together,
        },
        now=now,
    )


@handler(ASK_ONE)
def ask_owner(item: Promise, now: datetime) -> None:
    """Mail an owner what waits for their answer, unless there is another owner or an answer since."""
    for address, owned in _owned_with(item).items():
        this = [
            point
            for point in owned
            if _link_of(point) == (item.payload["action"], item.payload["link_version"])
        ]
        if this:
            asked = owned if item.payload["together"] else this
            _mail(item, address, [one for one in asked if _waits(one)])
            return
    if item.payload["together"]:
        # The point this mail stood under went to somebody else: its first owner may have more.
        ask_owners(item, now)


def _owned_with(item: Promise) -> dict[str, list[ActionPoint]]:
    """Return the points of the session of a promise by address; one from a list has no session."""
    if item.payload["session"] is not None:
        return owned_by_mail(GroupSession.objects.get(pk=item.payload["session"]))
    points = ActionPoint.objects.filter(pk=item.payload["action"]).exclude(owner_email="")
    return {point.owner_email.lower(): [point] for point in points.select_related("municipality")}


def _link_of(point: ActionPoint) -> tuple[int, int]:
    return point.pk, point.reply_link_version


def _mail(item: Promise, address: str, points: Sequence[ActionPoint]) -> None:
    if not points:
        return
    session, municipality = points[0].session, points[0].municipality
    with translation.override(mail_language(address)):
        deliver(
            item,
            to=address,
            subject=ngettext(
                "Will you take on this action point? %(title)s",
                "Will you take on these action points? %(title)s",
                len(points),
            )
            % {"title": session.title if session else municipality.name},
            template="mail/agenda/ask_owner",
            context={
                "session": session,
                "municipality": municipality,
                "host": named(municipality),
                "name": points[0].owner_name or _("owner"),
                "lines": _lines(points, item),
            },
        )


def _lines(points: Sequence[ActionPoint], item: Promise) -> list[tuple[ActionPoint, str]]:
    sent_on = timezone.localdate(item.created_at)
    return [(point, reply_address(point, sent_on=sent_on)) for point in points]
