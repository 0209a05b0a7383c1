"""What of a file was not read, told to whoever sent it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Unread:
    """How much was left where it stood; what somebody hid is not meant for others."""

    unknown_columns: int = 0
    other_sheets: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0

    def in_words(self) -> Iterator[str]:
        """Yield a sentence for each thing that was left out."""
        if number := self.unknown_columns:
            text = ngettext(
                "We did not read %(number)s column: it is not in our example file.",
                "We did not read %(number)s columns: they are not in our example file.",
                number,
            )
            yield text % {"number": number}
        if self.other_sheets:
            yield _("We read the first visible sheet only, and not the others.")
        if number := self.hidden_rows:
            text = ngettext(
                "We did not read %(number)s hidden row. Show it in Excel, save, and send the file again.",
                "We did not read %(number)s hidden rows. Show them in Excel, save, and send the file again.",
                number,
            )
            yield text % {"number": number}
        if number := self.hidden_columns:
            text = ngettext(
                "We did not read %(number)s hidden column. Show it in Excel if it belongs to the list.",
                "We did not read %(number)s hidden columns. Show them in Excel if they belong to the list.",
                number,
            )
            yield text % {"number": number}
