"""Mails that an installation without a mail server wrote to a folder: found by what they say, and removed."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

BETWEEN_MAILS = re.compile(rb"^-{79}\n", re.MULTILINE)


def remove_mails_about(words: re.Pattern[str]) -> int:
    """Remove each file of mails in which these words stand; return how many. None where mails are sent."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return 0
    removed = 0
    for path in Path(folder).iterdir():
        if path.is_file() and any(words.search(text) for text in _texts(path.read_bytes())):
            path.unlink()
            removed += 1
    return removed


def _texts(content: bytes) -> list[str]:
    """Return the headers and readable parts of each mail in a file."""
    texts = []
    for part in filter(bytes.strip, BETWEEN_MAILS.split(content)):
        mail = message_from_bytes(part, policy=policy.default)
        texts += [str(value) for value in mail.values()]
        texts += [str(one.get_content()) for one in mail.walk() if one.get_content_maintype() == "text"]
    return texts
