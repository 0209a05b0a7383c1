"""Private notes: of each theme and the session, never overwritten unseen, and noticed by nobody else."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from sessions.models import NOTE_LENGTH, Facilitator, FacilitatorNote, GroupSession, SessionTheme
from sessions.notes import StaleNote, keep_note, notes_of
from sessions.stepping import StepRefused
from tests.builders import NOW, appoint, build_session, build_user, theme_at


@pytest.fixture
def leader(session: GroupSession) -> Facilitator:
    return session.facilitators.get()


def write(
    leader: Facilitator, text: str, version: int = 0, theme: SessionTheme | None = None
) -> FacilitatorNote:
    return keep_note(
        leader, session=leader.session, theme=theme, text=text, expected_version=version, now=NOW
    )


def test_each_theme_and_the_session_have_a_note_of_their_own(leader: Facilitator) -> None:
    theme = theme_at(leader.session, 1)
    write(leader, "Over alles")
    write(leader, "Over thema 1", theme=theme)
    assert {pk: note.text for pk, note in notes_of(leader).items()} == {
        None: "Over alles",
        theme.pk: "Over thema 1",
    }


def test_writing_on_counts_the_versions(leader: Facilitator) -> None:
    assert [write(leader, f"tekst {version}", version).version for version in range(3)] == [1, 2, 3]
    assert FacilitatorNote.objects.count() == 1
    assert write(leader, "tekst 2", 0).version == 3  # the same text is no change


def test_a_clash_gives_both_texts_and_changes_nothing(leader: Facilitator) -> None:
    write(leader, "op de laptop")
    with pytest.raises(StaleNote) as clash:
        write(leader, "op de tablet", 0)
    assert clash.value.theirs.text == "op de laptop"
    assert notes_of(leader)[None].text == "op de laptop"
    assert write(leader, "op de tablet", clash.value.theirs.version).text == "op de tablet"


def test_an_emptied_note_is_empty(leader: Facilitator) -> None:
    write(leader, "weg")
    assert write(leader, "  ", 1).text == ""


@pytest.mark.parametrize("text", ["x" * (NOTE_LENGTH + 1), "BSN 111222333"])
def test_what_can_not_be_kept_is_refused(leader: Facilitator, text: str) -> None:
    with pytest.raises(ValidationError):
        write(leader, text)
    assert notes_of(leader) == {}


def test_two_facilitators_have_notes_of_their_own(leader: Facilitator) -> None:
    other = appoint(leader.session, build_user("A. Bos"))
    write(leader, "van mij")
    assert notes_of(other) == {}
    assert write(other, "ook van mij").version == 1


def test_a_note_is_about_a_theme_of_its_own_session(leader: Facilitator) -> None:
    elsewhere = theme_at(build_session(leader.municipality), 1)
    with pytest.raises(StepRefused):
        write(leader, "elders", theme=elsewhere)


def test_nobody_can_tell_that_something_was_written(leader: Facilitator) -> None:
    revision, logged = leader.session.revision, AuditEvent.objects.count()
    write(leader, "stil")
    leader.session.refresh_from_db()
    assert leader.session.revision == revision
    assert AuditEvent.objects.count() == logged
