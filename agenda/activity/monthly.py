"""The mail that tells managers each month what moved in the agenda: one each, early in the month."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.addresses import full_address
from users.language import mail_language
from users.models import User

from ..looking.overview import counts_of, with_all
from ..models import ActionPoint
from ..reminding.quiet import when_mail_may_go
from .for_the_board import Period, report_of
from .heartbeat import needing_somebody

MONTH = "agenda month"
LATEST = 10
"""Day of the month: what could not be told by then is told with the next month."""
MOST_NAMED = 5


def promise_months(municipality: Municipality, *, now: datetime) -> None:
    """Promise each manager one mail about the month before; run any number of times, it stays one."""
    today = timezone.localdate(now)
    if today.day > LATEST or not counts_of(municipality, on=today)["all"]:
        return
    for person in managers_of(municipality, today=today.replace(day=1)):
        promise(
            municipality=municipality,
            kind=MONTH,
            key=f"{MONTH} {today:%Y-%m} for {person.pk}",
            payload={"user": person.pk, "month": today.replace(day=1).isoformat()},
            now=now,
        )


def managers_of(municipality: Municipality, *, today: date) -> list[User]:
    """Return who manages a municipality on a day, each once."""
    held = Membership.objects.filter(municipality=municipality, role=Role.MANAGER).current(today=today)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def month_before(first: date) -> Period:
    """Return the month that ended before this one began."""
    last = first - timedelta(days=1)
    return Period(last.replace(day=1), last)


@handler(MONTH)
def tell_month(item: Promise, now: datetime) -> None:
    """Mail a manager what a month brought; who manages no more gets nothing."""
    when_mail_may_go(item, now)
    municipality, today = item.municipality, timezone.localdate(now)
    person = next(
        (one for one in managers_of(municipality, today=today) if one.pk == item.payload["user"]), None
    )
    if person is None:
        return
    period = month_before(date.fromisoformat(item.payload["month"]))
    with translation.override(mail_language(person.email)):
        month = date_format(period.first, "F Y")
        deliver(
            item,
            to=person.email,
            subject=_("Improvement agenda: what moved in %(month)s") % {"month": month},
            template="mail/agenda/month",
            context={
                "municipality": municipality,
                "host": named(municipality),
                "name": person.name or _("manager"),
                "month": month,
                "report": report_of(municipality, period, today=today),
                "agreed": _agreed_in(municipality, period),
                "needing": _needing(municipality, today=today),
                "link": full_address(reverse("agenda:activity", args=[municipality.slug])),
            },
        )


def _agreed_in(municipality: Municipality, period: Period) -> int:
    points = ActionPoint.objects.filter(municipality=municipality, merged_into=None).counting()
    since, until = period.moments
    return points.filter(created_at__gte=since, created_at__lt=until).count()


def _needing(municipality: Municipality, *, today: date) -> list[ActionPoint]:
    keys = needing_somebody(municipality, today=today)[:MOST_NAMED]
    return with_all(municipality, keys)
