"""Private notes of a facilitator: read by nobody else, in no log, no export and no report.

Writing one counts as no change of the session, so that nobody can tell that something was written.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.own_words import refuse_resident_data

from .models import NOTE_LENGTH, Facilitator, FacilitatorNote, GroupSession, SessionTheme
from .stepping import theme_of


class StaleNote(Exception):
    """The same person wrote something else on another device; `theirs` is what stands now."""

    def __init__(self, theirs: FacilitatorNote) -> None:
        super().__init__("written elsewhere")
        self.theirs = theirs


def notes_of(facilitator: Facilitator) -> dict[int | None, FacilitatorNote]:
    """Return the notes of a facilitator by theme, for their eyes only. None is the whole session."""
    return {note.session_theme_id: note for note in facilitator.notes.all()}


def keep_note(
    facilitator: Facilitator,
    *,
    session: GroupSession,
    theme: SessionTheme | None,
    text: str,
    expected_version: int,
    now: datetime,
) -> FacilitatorNote:
    """Keep what a facilitator wrote; `expected_version` is the version they saw, 0 for none.

    Raises `ValidationError` for what can't be kept and `StaleNote` when another device wrote meanwhile.
    """
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > NOTE_LENGTH:
        words = _("This note has %(count)d characters; at most %(limit)d fit. Make it shorter.")
        raise ValidationError(words % {"count": len(text), "limit": NOTE_LENGTH})
    refuse_resident_data(text)
    row = theme_of(session, theme) if theme is not None else None
    with transaction.atomic():
        # One at a time, also the first note, where no row is there to lock.
        Facilitator.objects.select_for_update(no_key=True).get(pk=facilitator.pk, session=session)
        note = FacilitatorNote.objects.filter(facilitator=facilitator, session_theme=row).first()
        if note is None:
            note = FacilitatorNote(
                municipality=facilitator.municipality, facilitator=facilitator, session_theme=row, version=0
            )
        if note.text == text:
            return note
        if note.version != expected_version:
            raise StaleNote(note)
        note.text, note.version, note.changed_at = text, note.version + 1, now
        note.save()
    return note
