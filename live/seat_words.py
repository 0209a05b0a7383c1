"""What the templates of the phone say about answers: one's own, those of the table, and what was agreed."""

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agenda.models import ActionPoint
from questionnaire.dot_plot import picture_as_table, render_dot_plot
from questionnaire.enums import Moment, RevealedKind
from questionnaire.lettering import readable
from questionnaire.models import RevealedAnswer
from questionnaire.picture import Row, StatementPicture
from questionnaire.revealed import SILENT, revealed_theme
from sessions.models import GroupSession, Party, SessionTheme
from sessions.names import names_on_screen

from .seat_lines import Line

ROOM_FOR_NAMES = 60
"""Letters of names at the top of a phone: two lines on a small one."""


def who_joins(people: tuple[str, ...]) -> str:
    """Return who sits there for a party, as a sentence: two by name, and more of them where there is room."""
    if len(people) < 2:
        return _("%(one)s joins") % {"one": people[0]} if people else ""
    room = [at for at in range(2, len(people) + 1) if sum(map(len, people[:at])) <= ROOM_FOR_NAMES]
    named = people[: max([2, *room])]
    if more := len(people) - len(named):
        words = ngettext("%(names)s and %(more)d other join", "%(names)s and %(more)d others join", more)
        return words % {"names": ", ".join(named), "more": more}
    first, last = ", ".join(named[:-1]), named[-1]
    return _("%(one)s and %(other)s join") % {"one": first, "other": last}


def saved_words(at: str, by: str, reader: str) -> str:
    """Return the words for an answer that is stored; it names a colleague who gave it."""
    if by and by != reader:
        return _("Saved at %(time)s by %(who)s") % {"time": at, "who": by}
    return _("Saved at %(time)s") % {"time": at}


def statement_context(line: Line, reader: str) -> dict[str, Any]:
    """Return what the page of one statement shows; the statement itself is always the Dutch text."""
    statement, language = line.statement, get_language() or "nl"
    return {
        "segments": statement.segments("nl"),
        "heading_id": f"statement-{statement.number}",
        "choice": line.choice,
        "note": line.answer.note if line.answer else "",
        "saved_words": saved_words(line.saved_at, line.answer.given_by, reader) if line.answer else "",
        "min_label": statement.min_label_in(language),
        "max_label": statement.max_label_in(language),
    }


def revealed_to(party: Party, theme: SessionTheme) -> dict[str, Any]:
    """Return each statement of a revealed theme: its picture, also as a table, and the party's own line.

    While the names wait until after the talk, the picture has none; a party knows its own line all the same.
    """
    names_hidden = not names_on_screen(theme.session, theme)
    found = revealed_theme(theme, names_hidden=names_hidden)
    own = {
        (line.statement_id, line.reveal.moment): line
        for line in RevealedAnswer.objects.filter(reveal__session_theme=theme, party=party)
        .select_related("reveal", "party")
        .order_by("pk")
    }
    shown = []
    for one in found.in_order_of_number() if found else []:
        before = own.get((one.statement.pk, Moment.BEFORE_TALK))
        after = own.get((one.statement.pk, Moment.AFTER_TALK))
        picture = _with_mine(one.picture, before, after)
        shown.append(
            {
                "statement": one.statement,
                "picture": picture,
                "notes": one.notes,
                # Who walked in after the reveal has no line in it.
                "own": _in_words(before) or RevealedKind.UNANSWERED.label,
                "own_after": _in_words(after),
                "svg": render_dot_plot(picture, size="phone"),
                "table": picture_as_table(picture),
            }
        )
    return {"revealed": shown, "names_hidden": names_hidden}


def _with_mine(
    picture: StatementPicture, before: RevealedAnswer | None, after: RevealedAnswer | None
) -> StatementPicture:
    """Return the picture with the reader's row named so; without names, of equal answers any is theirs."""
    for place, row in enumerate(picture.rows):
        if _is_mine(row, before, after, names_hidden=picture.names_hidden):
            mine = _("You") if picture.names_hidden else _("%(party)s (you)") % {"party": row.name}
            rows = [*picture.rows]
            rows[place] = replace(row, name=mine)
            return replace(picture, rows=tuple(rows))
    return picture


def _is_mine(
    row: Row, before: RevealedAnswer | None, after: RevealedAnswer | None, *, names_hidden: bool
) -> bool:
    """Return whether a row is that of a party with these lines; who walked in has none of before the talk."""
    line = before or after
    if line is None or (before is None and line.kind in SILENT):
        return False
    if not names_hidden and row.name != readable(line.party.name):
        return False
    kind, value = (before.kind, before.value) if before else (RevealedKind.UNANSWERED, None)
    is_kind = row.kind == kind or {row.kind, kind} <= SILENT
    later = (after.kind, after.value) if after else (None, None)
    return is_kind and row.value == value and (row.after_kind, row.after_value) == later


def _in_words(line: RevealedAnswer | None) -> str:
    if line is None:
        return ""
    return str(line.value) if line.kind == RevealedKind.VALUE else str(line.get_kind_display())


def agreed(session: GroupSession) -> list[ActionPoint]:
    """Return what the table agreed, the most important first."""
    points = ActionPoint.objects.filter(session=session).select_related("owner_organisation")
    return list(points.open().order_by("-is_priority", "pk"))
