"""The fields for private notes: one for the theme the table is at, one for the whole session."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.wording import OFFICIAL_LANGUAGE
from sessions.models import NOTE_LENGTH, Facilitator, FacilitatorNote, GroupSession, SessionTheme
from sessions.notes import notes_of

from .console_steps import console_url


@dataclass(frozen=True, kw_only=True)
class NoteShown:
    """One note as its field shows it; `theirs` is what another device wrote, where the two clash."""

    url: str
    key: str
    label: str
    text: str
    version: int
    saved_at: datetime | None = None
    error: str = ""
    theirs: str | None = None
    limit: int = NOTE_LENGTH

    @property
    def is_clash(self) -> bool:
        return self.theirs is not None


def shown(
    theme: SessionTheme | None,
    note: FacilitatorNote | None,
    session: GroupSession,
    *,
    error: str = "",
    theirs: str | None = None,
) -> NoteShown:
    """Return the field for one note; what was refused is not shown as saved."""
    return NoteShown(
        url=(
            console_url(session, "console_note")
            if theme is None
            else console_url(session, "console_theme_note", theme=theme.pk)
        ),
        key="session" if theme is None else str(theme.pk),
        label=_label(theme),
        text=note.text if note else "",
        version=note.version if note else 0,
        saved_at=note.changed_at if note and not error and theirs is None else None,
        error=error,
        theirs=theirs,
    )


def notes_on_console(facilitator: Facilitator, session: GroupSession) -> list[NoteShown]:
    """Return the fields the console shows now."""
    notes = notes_of(facilitator)
    theme = session.current if not session.in_wrap_up and session.closed_at is None else None
    fields = [shown(None, notes.get(None), session)]
    return [shown(theme, notes.get(theme.pk), session), *fields] if theme else fields


def _label(theme: SessionTheme | None) -> str:
    if theme is None:
        return _("Note on the whole session")
    title = theme.theme.short_title_in(get_language() or OFFICIAL_LANGUAGE)
    return _("Note on: %(theme)s") % {"theme": title}
