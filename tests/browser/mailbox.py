"""Reads the mails that processes of the product wrote into a folder, as a receiver would."""

import email
import re
from email import policy
from email.message import EmailMessage
from pathlib import Path

from tests.vroegsignalering.processes import wait_until

BETWEEN = b"-" * 79
ARRIVES_WITHIN = 30.0
"""Seconds; a mail about an invitation waits for a worker that may still be starting."""


class Mailbox:
    """All mails in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def wait_for(self, address: str, words: str) -> str:
        """Return the text of the newest mail to an address that holds these words, once it is there."""
        found: list[str] = []

        def arrived() -> bool:
            found[:] = [text for to, text in self._mails() if to == address and words in text]
            return bool(found)

        assert wait_until(arrived, seconds=ARRIVES_WITHIN), f"no mail to {address} with: {words}"
        return found[-1]

    def link(self, address: str, path: str) -> str:
        """Return the link whose path holds this part, from the newest mail to an address that has one."""
        match = re.search(rf"https?://\S*{re.escape(path)}\S*", self.wait_for(address, path))
        assert match
        return match[0]

    def code(self, address: str) -> str:
        """Return the code to sign in with: it stands on a line of its own."""
        text = self.wait_for(address, "Vul deze code in")
        match = re.search(r"^\s+([A-Z0-9-]{6,})\s*$", text, re.MULTILINE)
        assert match, text
        return match[1]

    def _mails(self) -> list[tuple[str, str]]:
        mails = []
        for file in sorted(self.folder.glob("*.log"), key=lambda file: file.stat().st_mtime):
            *whole, _being_written = file.read_bytes().split(BETWEEN)
            for raw in whole:
                mail = email.message_from_bytes(raw.strip(), policy=policy.default)
                assert isinstance(mail, EmailMessage)
                body = mail.get_body(("plain",))
                mails.append((str(mail["To"]), body.get_content() if body else ""))
        return mails
