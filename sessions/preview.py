"""What the invitation of a participant will say, shown before anything is sent."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .mail import told
from .models import GroupSession


@dataclass(frozen=True)
class Letter:
    """A mail as it will be read, in its own language: its subject, and its words for a page (safe HTML)."""

    subject: str
    text: str


def preview_of(session: GroupSession, *, party: str) -> Letter:
    """Return the invitation to an invented person of this party; it holds no link."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Invitation: %(title)s") % {"title": session.title}
        context = {
            **told(session),
            "subject": subject,
            "person": {"name": _("name of the participant")},
            "party": {"name": party},
        }
        context["frame"] = "group_sessions/parts/letter.html"
        text = render_to_string("mail/group_sessions/invite_participant.html", context)
    return Letter(subject=subject, text=text)
