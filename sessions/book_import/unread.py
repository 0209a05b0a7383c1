"""What of a file was not read, told to whoever sent it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.resident_data import find_resident_data

MOST_NAMED = 5
NAME_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class Unread:
    """What was left where it stood; what somebody hid is not meant for others.

    Of the columns that are not ours the heads, as they stand in the file; an empty one has none.
    """

    unknown_columns: Sequence[str] = ()
    other_sheets: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0

    def in_words(self) -> Iterator[str]:
        """Yield a sentence for each thing that was left out."""
        if self.unknown_columns:
            text = ngettext(
                "We did not read the column %(names)s: it is not in our example file.",
                "We did not read the columns %(names)s: they are not in our example file.",
                len(self.unknown_columns),
            )
            yield text % {"names": _names(self.unknown_columns)}
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


def _names(heads: Sequence[str]) -> str:
    """Return the heads as a person reads them: not all of many, and nothing that points at a resident."""
    said = [f"“{_short(head)}”" if head else _("(without a name)") for head in heads[:MOST_NAMED]]
    if (more := len(heads) - MOST_NAMED) > 0:
        said.append(ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more})
    return ", ".join(said)


def _short(head: str) -> str:
    if find_resident_data(head):
        return "…"
    return head if len(head) <= NAME_LENGTH else f"{head[:NAME_LENGTH]}…"
