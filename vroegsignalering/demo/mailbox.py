"""Every mail the demo sent, read back from the files of Django's file backend."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

BETWEEN_MAILS = re.compile(rb"^-{79}\n", re.MULTILINE)
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
AFTER_AN_ADDRESS = ".,;:!?)"


@dataclass(frozen=True)
class Mail:
    """One mail; `key` is the name of its file and its place in it."""

    key: str
    subject: str
    to: str
    sender: str
    at: datetime
    text: str
    html: str = ""

    def paragraphs(self) -> list[list[list[tuple[str, str]]]]:
        """Return the text as paragraphs of lines of pieces: words, and the address they lead to or ''."""
        blocks = re.split(r"\n\s*\n", self.text.strip())
        return [[pieces(line) for line in block.split("\n")] for block in blocks]


def pieces(line: str) -> list[tuple[str, str]]:
    """Cut a line into text and links; only what leads to this website becomes a link."""
    found, end = [], 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(AFTER_AN_ADDRESS)
        path = own_path(address)
        if path:
            found += [(line[end : match.start()], ""), (address, path)]
            end = match.start() + len(address)
    return [piece for piece in [*found, (line[end:], "")] if piece[0]]


def own_path(address: str) -> str:
    """Return the path of an address on this website, or '' for any other address."""
    own, other = urlsplit(settings.BASE_URL), urlsplit(address)
    if (own.scheme, own.netloc) != (other.scheme, other.netloc) or other.path.startswith("//"):
        return ""
    return f"{other.path or '/'}{'?' + other.query if other.query else ''}"


def mail_files() -> list[Path]:
    """Return the files of all mails, newest first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR_DIR / "mail")
    files = [(path.stat().st_mtime_ns, path.name, path) for path in folder.glob("*.log")]
    return [path for _mtime, _name, path in sorted(files, reverse=True)]


def mail_places() -> list[tuple[Path, int]]:
    """Return where each mail stands, newest first: its file and its place in it, without reading it.

    A file holds what was sent in one second, mostly one mail.
    """
    return [(path, number) for path in mail_files() for number in reversed(range(len(_parts(path))))]


def mail_at(place: tuple[Path, int]) -> Mail:
    """Return the mail that stands there."""
    path, number = place
    return _mail(path, number, _parts(path)[number])


def mails_to(address: str) -> list[Mail]:
    """Return the mails whose receiver holds this text, newest first."""
    mails = map(mail_at, mail_places())
    return [mail for mail in mails if address.lower() in mail.to.lower()]


def mail_with(key: str) -> Mail | None:
    """Return the mail with this key, or nothing."""
    places = {f"{path.stem}-{number}": (path, number) for path, number in mail_places()}
    return mail_at(places[key]) if key in places else None


def _parts(path: Path) -> list[bytes]:
    return [part for part in BETWEEN_MAILS.split(path.read_bytes()) if part.strip()]


def _with_pictures(message: EmailMessage, html: str) -> str:
    """Put the pictures that came with a mail in their places, as a mail program does."""
    for part in message.walk():
        name, content = part["Content-ID"], part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            held = base64.b64encode(content).decode()
            html = html.replace(f"cid:{name.strip('<>')}", f"data:{part.get_content_type()};base64,{held}")
    return html


def _mail(path: Path, number: int, raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body, html = message.get_body(("plain",)), message.get_body(("html",))
    sent = message["Date"].datetime if message["Date"] else None
    if sent is not None and sent.tzinfo is None:  # '-0000': Django writes the time in UTC
        sent = sent.replace(tzinfo=UTC)
    return Mail(
        key=f"{path.stem}-{number}",
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        at=sent or datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
        text=body.get_content() if body is not None else "",
        html=_with_pictures(message, html.get_content()) if html is not None else "",
    )
