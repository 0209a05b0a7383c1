"""Tell the coordinators that no answer to an agenda is waited for any more, so that they can adopt it."""

from collections import Counter
from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.actors import Actor
from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.addresses import full_address
from users.language import mail_language

from ..enums import ConsentAnswer
from ..models import AgendaVersion
from ..reminding.addressing import coordinators_of
from ..reminding.quiet import when_mail_may_go

TELL_ANSWERED = "agenda answered"


def promise_word(version: AgendaVersion, *, actor: Actor, now: datetime) -> None:
    """Promise each coordinator a mail once all organisations answered, and once no board has to decide.

    Whoever writes down the last answer sees it on the page.
    """
    said = _said(version)
    if said[""]:
        return
    how = "by all" if said[ConsentAnswer.BOARD_FIRST] else "after the boards"
    for person in coordinators_of(version.municipality, today=timezone.localdate(now)):
        if person != actor.user:
            promise(
                municipality=version.municipality,
                kind=TELL_ANSWERED,
                key=f"{TELL_ANSWERED} {how}: {version.pk} to {person.pk}",
                payload={"version": version.pk, "user": person.pk},
                now=now,
            )


@handler(TELL_ANSWERED)
def tell_answered(item: Promise, now: datetime) -> None:
    """Mail a coordinator what the organisations said, unless it was adopted or taken back since."""
    when_mail_may_go(item, now)
    municipality, today = item.municipality, timezone.localdate(now)
    versions = AgendaVersion.objects.filter(adopted_at=None, withdrawn_at=None).select_related("session")
    version = versions.filter(pk=item.payload["version"]).first()
    people = coordinators_of(municipality, today=today)
    person = next((one for one in people if one.pk == item.payload["user"]), None)
    if version is None or person is None:
        return
    said = _said(version)
    path = reverse("agenda:agreement", args=[municipality.slug, version.session_id])
    with translation.override(mail_language(person.email)):
        deliver(
            item,
            to=person.email,
            subject=_("Every organisation has answered: %(title)s") % {"title": version.session.title},
            template="mail/agenda/answered",
            context={
                "session": version.session,
                "municipality": municipality,
                "host": named(municipality),
                "name": person.name or _("coordinator"),
                **{str(answer): said[answer] for answer in ConsentAnswer},
                "link": full_address(path),
            },
        )


def _said(version: AgendaVersion) -> Counter[str]:
    """Return how many organisations gave each answer; the empty one is that of who said nothing yet."""
    return Counter(version.consents.order_by().values_list("answer", flat=True))
