"""The mail of an invitation, made when it leaves: what was withdrawn meanwhile is not sent."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from users.language import mail_language

from ..enums import Role
from ..members.role_words import tasks_of
from ..models import Invitation
from ..naming import named
from .inviting import INVITE_MEMBER
from .links import invitation_address


@handler(INVITE_MEMBER)
def mail_invitation(item: Promise, now: datetime) -> None:
    """Mail the link to accept, unless it was withdrawn, accepted or expired since."""
    invitation = (
        Invitation.objects.waiting(now=now)
        .filter(pk=item.payload["id"], link_version=item.payload["link_version"])
        .select_related("municipality", "invited_by")
        .first()
    )
    if invitation is None:
        return
    with translation.override(mail_language(invitation.email)):
        host = named(invitation.municipality)
        deliver(
            item,
            to=invitation.email,
            subject=_("Invitation: work along in %(host)s") % {"host": host},
            template="mail/municipalities/invite_member",
            context={
                "invitation": invitation,
                "municipality": invitation.municipality,
                "host": host,
                "tasks": tasks_of(Role(invitation.role)),
                "until": timezone.localtime(invitation.expires_at),
                "link": invitation_address(invitation),
            },
        )
