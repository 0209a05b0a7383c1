"""A board that should have decided by now: each coordinator is told of it once, in one mail a week at most.

A board meets when it meets, so the organisation itself is not mailed: the coordinator calls.
"""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Municipality
from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.addresses import full_address
from users.language import mail_language

from ..enums import ConsentAnswer
from ..models import Consent
from ..reminding.addressing import coordinators_of
from ..reminding.quiet import when_mail_may_go

BOARD_IS_DUE = "board is due"
A_WEEK = timedelta(days=7)


def due_answers(municipality: Municipality, *, today: date) -> QuerySet[Consent]:
    """Return what a board was to answer before today, to a version that is still asked about."""
    return Consent.objects.filter(
        municipality=municipality,
        answer=ConsentAnswer.BOARD_FIRST,
        expected_on__lt=today,
        version__adopted_at=None,
        version__withdrawn_at=None,
    )


def tell_of_boards(municipality: Municipality, *, today: date, now: datetime) -> None:
    """Promise each coordinator a mail about what they did not hear of yet; another day is news again."""
    due = [[one.pk, _day(one)] for one in due_answers(municipality, today=today).order_by("pk")]
    if not due:
        return
    for person in coordinators_of(municipality, today=today):
        mails = Promise.objects.filter(municipality=municipality, kind=BOARD_IS_DUE, payload__user=person.pk)
        if mails.filter(created_at__gt=now - A_WEEK).exists():
            continue
        told = [one for payload in mails.values_list("payload", flat=True) for one in payload["answers"]]
        if new := [one for one in due if one not in told]:
            promise(
                municipality=municipality,
                kind=BOARD_IS_DUE,
                key=f"{BOARD_IS_DUE} {person.pk} on {today}",
                payload={"user": person.pk, "answers": new},
                now=now,
            )


@handler(BOARD_IS_DUE)
def tell_board_is_due(item: Promise, now: datetime) -> None:
    """Mail a coordinator of which boards the day has passed; what was answered since is left out."""
    when_mail_may_go(item, now)
    municipality, today = item.municipality, timezone.localdate(now)
    people = coordinators_of(municipality, today=today)
    person = next((one for one in people if one.pk == item.payload["user"]), None)
    rows = due_answers(municipality, today=today).select_related("organisation", "version__session")
    due = [
        one for one in rows.order_by("expected_on", "pk") if [one.pk, _day(one)] in item.payload["answers"]
    ]
    if person is None or not due:
        return
    with translation.override(mail_language(person.email)):
        said = ngettext("A board would have answered by now", "Boards would have answered by now", len(due))
        deliver(
            item,
            to=person.email,
            subject=said,
            template="mail/agenda/boards",
            context={
                "municipality": municipality,
                "host": named(municipality),
                "name": person.name or _("coordinator"),
                "lines": [{"consent": one, "link": _page_of(one, municipality)} for one in due],
            },
        )


def _day(consent: Consent) -> str:
    return consent.expected_on.isoformat() if consent.expected_on else ""


def _page_of(consent: Consent, municipality: Municipality) -> str:
    return full_address(reverse("agenda:agreement", args=[municipality.slug, consent.version.session_id]))
