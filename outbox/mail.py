"""Deliver one promised mail."""

import hashlib
from collections.abc import Sequence
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .looks import inline_logo, look_for
from .models import Promise

if TYPE_CHECKING:
    from municipalities.models import Municipality


def message_id(item: Promise) -> str:
    """Return the Message-ID of a promise: the same at each attempt, so that a second copy can be dropped.

    It begins with the number of its row, by which a message that it did not arrive is brought home.
    """
    told = f"{item.municipality_id}|{item.key}|{item.created_at.isoformat()}"
    digest = hashlib.sha256(told.encode()).hexdigest()[:32]
    return f"<{item.pk}.{digest}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


def sender_for(municipality: "Municipality") -> str:
    """Return whom a mail comes from: "Waterveen via Digitale gesprekshulp", at the address of the platform.

    Never at an address of the municipality: its mail server did not send it, so it would be taken for forged.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    own = on_one_line(municipality.mail_sender)
    return formataddr((f"{own} via {name}" if name else own, address)) if own else settings.DEFAULT_FROM_EMAIL


def on_one_line(text: str) -> str:
    """Return a text that can't end a header and begin another."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


class Letter(EmailMultiAlternatives):
    """A mail with a logo and with files: what is related shows in its place, what is mixed came along."""

    mixed_subtype = "mixed"
    logo: MIMEBase | None = None

    def message(self, **how: Any) -> Any:
        """Return the mail with text, page and logo together as its first part, and the files after it."""
        whole: Any = super().message(**how)
        if self.logo is not None:
            page, *files = whole.get_payload()
            whole.set_payload([MIMEMultipart("related", None, [page, self.logo]), *files])
        return whole


def deliver(
    item: Promise,
    *,
    to: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    from_platform: bool = False,
    files: Sequence[MIMEBase] = (),
) -> None:
    """Send the mail of a promise in the language that is active, as text and as HTML.

    `template` names two files without their ending, `.txt` and `.html`; `files` come along. `from_platform`
    is for what the platform itself says to a municipality. No mail about a rehearsal ever leaves: nothing is
    sent, and the promise is kept with that. Raises what the mail server raises, so that the
    promise stays open and is tried again.
    """
    if getattr(context.get("session"), "is_rehearsal", False):
        return
    subject = " ".join(subject.split())
    look = look_for(item.municipality)
    context = {**context, "subject": subject, "look": look}
    answers = on_one_line(item.municipality.mail_reply_to)
    mail = Letter(
        subject=subject,
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=None if from_platform else sender_for(item.municipality),
        to=[to],
        reply_to=[answers] if answers and not from_platform else None,
        headers={"Message-ID": message_id(item), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    for file in files:
        mail.attach(file)
    if look.logo and files:
        mail.logo = inline_logo(look)
    elif look.logo:
        mail.mixed_subtype = "related"
        mail.attach(inline_logo(look))
    mail.send()
