"""Deliver one promised mail."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .looks import inline_logo, look_for
from .models import Promise


def message_id(item: Promise) -> str:
    """Return the Message-ID of a promise: the same at each attempt, so that a second copy can be dropped."""
    told = f"{item.municipality_id}|{item.key}|{item.created_at.isoformat()}"
    digest = hashlib.sha256(told.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


def deliver(item: Promise, *, to: str, subject: str, template: str, context: dict[str, Any]) -> None:
    """Send the mail of a promise in the language that is active, as text and as HTML.

    `template` names two files without their ending, `.txt` and `.html`. Raises what the mail server raises,
    so that the promise stays open and is tried again.
    """
    subject = " ".join(subject.split())
    look = look_for(item.municipality)
    context = {**context, "subject": subject, "look": look}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        to=[to],
        headers={"Message-ID": message_id(item), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    if look.logo:
        # Related, so that a mail program shows the logo in its place and not as a file that came along.
        mail.mixed_subtype = "related"  # type: ignore[attr-defined]
        mail.attach(inline_logo(look))
    mail.send()
