"""The made-up parties of a rehearsal: they answer by themselves, a few at a time, after a theme was opened.

Such a party has somebody at the table who joined by no way at all. Where a real person took a seat as well,
to try it on a phone, that person answers.
"""

from datetime import datetime, timedelta

from outbox.promises import promise

from .models import GroupSession, Party, Representative, SessionTheme

FICTITIOUS_ANSWERS = "fictitious answers"
AFTER = (timedelta(0), timedelta(seconds=6), timedelta(seconds=12), timedelta(seconds=18))
"""When a quarter of the parties answers, counted from when the theme was opened: never all at once."""


def parties_that_answer(rehearsal: GroupSession) -> list[Party]:
    """Return the made-up parties that nobody answers for, in the order of the table."""
    seated = Representative.objects.present().filter(party__session=rehearsal)
    made_up = seated.filter(joined_by="").values("party")
    real = seated.exclude(joined_by="").values("party")
    rows = Party.objects.filter(session=rehearsal, pk__in=made_up, absent_since=None).exclude(pk__in=real)
    return list(rows.select_related("municipality", "session").order_by("position", "pk"))


def let_parties_answer(rehearsal: GroupSession, *, theme: SessionTheme, now: datetime) -> None:
    """Promise the answers of the made-up parties; call it in the step that opens a theme for answers."""
    if not rehearsal.is_rehearsal or not parties_that_answer(rehearsal):
        return
    for turn, after in enumerate(AFTER):
        promise(
            municipality=rehearsal.municipality,
            kind=FICTITIOUS_ANSWERS,
            # The revision that this step will have: a theme that is opened again is answered again.
            key=f"{FICTITIOUS_ANSWERS} {theme.pk} {rehearsal.revision + 1} {turn}",
            payload={"session": rehearsal.pk, "theme": theme.pk, "turn": turn, "turns": len(AFTER)},
            now=now,
            due_at=now + after,
        )
