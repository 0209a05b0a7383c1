"""Mails that did not arrive: refused at once by a mail server, or told of hours later (RFC 3464)."""

import enum
import re
import smtplib
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message

from common.tenancy import across_municipalities, tenant

from .mail import message_id
from .models import Promise

LONGEST = 1_000_000
"""Bytes of a mail that are read; a server returns the headers of ours, or at most our whole mail."""
PERMANENT = 5
_OWN_ID = re.compile(r"<(?P<pk>[0-9]{1,18})\.[0-9a-f]{32}@[^<>\s]+>")
_ENHANCED = re.compile(r"\b5\.(?P<subject>[0-9]{1,3})\.[0-9]{1,3}\b")
OF_THE_ADDRESS = frozenset({"1", "2", "4"})
"""Subjects of RFC 3463 that are about the receiver: the address, the mailbox, the way to it.

The others (the server, the protocol, the contents, a policy) are about us or them for now: tried again.
"""


class Reading(enum.Enum):
    """What became of a mail that was read as a bounce; the value is what the command says."""

    MARKED = "marked as not arrived"
    KNOWN = "was marked as not arrived before"
    UNKNOWN = "is about no mail of ours"
    NO_BOUNCE = "is no message that a mail did not arrive"


def refused_for_good(error: Exception) -> bool:
    """Return whether a mail server refused the receiver for good, so that trying again is of no use."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return bool(error.recipients) and all(
            _is_for_good(code, text) for code, text in error.recipients.values()
        )
    if isinstance(error, smtplib.SMTPDataError):
        return _is_for_good(error.smtp_code, error.smtp_error)
    return False


def _is_for_good(code: int, text: bytes | str) -> bool:
    if code // 100 != PERMANENT:
        return False
    said = _ENHANCED.search(text.decode("ascii", "replace") if isinstance(text, bytes) else text)
    # Without a reason of its own, 554 is a server that refuses us, and the others are about the mailbox.
    return said["subject"] in OF_THE_ADDRESS if said else code in {550, 551, 552, 553}


def read_bounce(raw: bytes, *, now: datetime) -> Reading:
    """Mark the promise whose mail did not arrive, told by a delivery status notification; never raises."""
    mail = message_from_bytes(raw[:LONGEST], policy=policy.compat32)
    if not _says_failed(mail):
        return Reading.NO_BOUNCE
    found = next((row for text in _places_of_id(mail) for row in _promises_in(text)), None)
    if found is None:
        return Reading.UNKNOWN
    with tenant(found.municipality):
        marked = Promise.objects.filter(pk=found.pk, bounced_at=None).update(bounced_at=now, lease_until=None)
    return Reading.MARKED if marked else Reading.KNOWN


def _says_failed(mail: Message) -> bool:
    """Return whether a server gave up; a delay, a receipt or an answer of a person is something else."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            action, status = str(block.get("Action", "")), str(block.get("Status", ""))
            if action.strip().lower() == "failed" and status.strip().startswith(f"{PERMANENT}."):
                return True
    return False


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a status part: about the message, then about each receiver."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _places_of_id(mail: Message) -> Iterator[str]:
    """Yield where the Message-ID of our mail may stand, the surest first."""
    for part in mail.walk():
        if part is not mail:
            yield str(part.get("Message-ID", ""))
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            yield content.decode("ascii", "replace") if isinstance(content, bytes) else ""
    yield f"{mail.get('In-Reply-To', '')} {mail.get('References', '')}"


def _promises_in(text: str) -> Iterator[Promise]:
    """Yield the promises whose Message-ID stands in a text; a made-up one is not believed."""
    for match in _OWN_ID.finditer(text):
        with across_municipalities("outbox sweep"):
            row = Promise.objects.select_related("municipality").filter(pk=match["pk"]).first()
        if row is not None and message_id(row).split("@")[0] == match[0].split("@")[0]:
            yield row
