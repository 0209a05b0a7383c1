"""Ask an organisation by mail whether it agrees to an agenda: one mail per organisation and link."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.addresses import full_address
from users.language import mail_language

from ..models import Consent
from .consent_link import consent_token
from .versions import split_for

ASK = "ask consent"


def key_of(consent: Consent) -> str:
    """Return the key of a mail: a new link is a new promise, the same link never is."""
    return f"{ASK} {consent.pk} link {consent.link_version}"


def promise_question(consent: Consent, *, now: datetime) -> None:
    """Promise the mail to who answers for an organisation, if there is an address."""
    if not consent.asked_email:
        return
    payload = {"consent": consent.pk, "link_version": consent.link_version}
    promise(municipality=consent.municipality, kind=ASK, key=key_of(consent), payload=payload, now=now)


@handler(ASK)
def ask_consent(item: Promise, now: datetime) -> None:
    """Mail who answers for an organisation, unless it answered or the question was taken back since."""
    consent = (
        Consent.objects.select_related("municipality", "organisation", "version__session")
        .filter(pk=item.payload["consent"], link_version=item.payload["link_version"])
        # Whoever said that a board decides may be asked again; whoever answered since is not.
        .filter(Q(answered_at=None) | Q(answered_at__lt=item.created_at))
        .exclude(asked_email="")
        .first()
    )
    if consent is None or consent.version.withdrawn_at or consent.version.adopted_at:
        return
    session, municipality = consent.version.session, consent.municipality
    own, others = split_for(consent.version, consent.organisation)
    path = reverse("agenda:consent", args=[municipality.slug, consent_token(consent)])
    with translation.override(mail_language(consent.asked_email)):
        deliver(
            item,
            to=consent.asked_email,
            subject=_("Do you agree to the improvement agenda? %(title)s") % {"title": session.title},
            template="mail/agenda/ask_consent",
            context={
                "session": session,
                "municipality": municipality,
                "host": named(municipality),
                "name": consent.asked_name or consent.organisation.name,
                "organisation": consent.organisation.name,
                "own": own,
                "others": len(others),
                "link": full_address(path),
            },
        )


ON_ITS_WAY = gettext_lazy("mail is being sent")
SENT = gettext_lazy("mail sent")
NOT_ARRIVED = gettext_lazy("mail did not arrive")
NO_ADDRESS = gettext_lazy("no mail: ask by telephone")


def deliveries_of(consents: Collection[Consent]) -> dict[int, LazyText]:
    """Return in words how far the mail of each organisation is, in one query."""
    keys = {key_of(one): one.pk for one in consents}
    rows = {row.key: row for row in Promise.objects.filter(kind=ASK, key__in=keys)} if keys else {}
    told: dict[int, LazyText] = {}
    for one in consents:
        row = rows.get(key_of(one))
        if not one.asked_email or row is None:
            told[one.pk] = NO_ADDRESS
        elif row.bounced_at is not None or (row.done_at is None and row.is_in_trouble):
            told[one.pk] = NOT_ARRIVED
        else:
            told[one.pk] = SENT if row.done_at is not None else ON_ITS_WAY
    return told
