"""The mail about a first sign-in with the account of a municipality: who did not do that, can say so."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from users.language import mail_language
from users.models import User

from ..naming import named
from .settings import provider_of
from .signing_in import OWN_SIGN_IN_BOUND


@handler(OWN_SIGN_IN_BOUND)
def mail_about_bond(item: Promise, now: datetime) -> None:
    """Tell somebody that their address is linked to an account of their municipality from now on."""
    user = User.objects.filter(pk=item.payload["user"], is_active=True, erased_at=None).first()
    provider = provider_of(item.municipality)
    if user is None or provider is None:
        return
    with translation.override(mail_language(user.email)):
        host = named(item.municipality)
        deliver(
            item,
            to=user.email,
            subject=_("You signed in with your account of %(host)s") % {"host": host},
            template="mail/municipalities/own_sign_in",
            context={
                "user": user,
                "provider": provider,
                "municipality": item.municipality,
                "host": host,
                "at": timezone.localtime(item.created_at),
            },
        )
