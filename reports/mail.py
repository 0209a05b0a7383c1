"""The mail that says the report is there; with a personal link for who has no account."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from sessions.addresses import full_address
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Representative
from users.language import mail_language
from users.models import User

from .making import TELL


@dataclass(frozen=True)
class Reader:
    """Somebody who gets the report, and the address where they find it."""

    name: str
    email: str
    link: str


@handler(TELL)
def tell(item: Promise, now: datetime) -> None:
    """Mail one person that the report is ready, unless they were removed since."""
    session = GroupSession.objects.select_related("municipality").get(pk=item.payload["session"])
    reader = _reader(session, item.payload["kind"], item.payload["id"])
    if reader is None:
        return
    with translation.override(mail_language(reader.email)):
        deliver(
            item,
            to=reader.email,
            subject=_("The report is ready: %(title)s") % {"title": session.title},
            template="mail/reports/report_ready",
            context={
                "session": session,
                "municipality": session.municipality,
                "host": named(session.municipality),
                "person": reader,
                "link": reader.link,
                "home": full_address("/"),
            },
        )


def _reader(session: GroupSession, kind: str, pk: int) -> Reader | None:
    slug = session.municipality.slug
    page = full_address(reverse("reports:session_report", kwargs={"gemeente": slug, "pk": session.pk}))
    if kind == "representative":
        person = Representative.objects.invitable().filter(pk=pk).first()
        if person is None:
            return None
        link = reverse("reports:report_link", kwargs={"gemeente": slug, "token": token_for(person)})
        return Reader(person.name, person.email, full_address(link))
    if kind == "facilitator":
        facilitator = Facilitator.objects.appointed().filter(pk=pk).first()
        return Reader(facilitator.name, facilitator.email, page) if facilitator else None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return Reader(user.name, user.email, page) if user else None
