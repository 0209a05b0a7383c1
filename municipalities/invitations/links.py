"""The link in the mail of an invitation; computed and never stored (`common/link_tokens.py`)."""

from django.conf import settings
from django.urls import reverse

from common.link_tokens import make_token, read_token

from ..models import Invitation

PURPOSE = "u"


def invitation_token(invitation: Invitation) -> str:
    """Return the token of an invitation; a newer one withdraws it."""
    return make_token(PURPOSE, pk=invitation.pk, version=invitation.link_version)


def invitation_by_token(token: str) -> Invitation | None:
    """Return the invitation of this municipality that a token stands for, unless a newer one was sent."""
    read = read_token(token)
    if read is None or read.purpose != PURPOSE:
        return None
    row = Invitation.objects.select_related("municipality", "invited_by").filter(pk=read.pk).first()
    return row if row is not None and read.is_for(version=row.link_version) else None


def invitation_address(invitation: Invitation) -> str:
    """Return the full address for the mail; it points at `BASE_URL`, whatever host a request came by."""
    kwargs = {"gemeente": invitation.municipality.slug, "token": invitation_token(invitation)}
    return f"{settings.BASE_URL}{reverse('municipalities:invitation', kwargs=kwargs)}"
