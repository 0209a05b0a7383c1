"""What the made-up parties of a rehearsal answer: pictures as a real table gives them, the same each time."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalogue.models import Statement
from outbox.models import Promise
from outbox.registry import handler
from sessions.answering_alone import FICTITIOUS_ANSWERS, parties_that_answer
from sessions.enums import ThemeState
from sessions.models import Party, Representative, SessionTheme

from .answers import give_answer
from .enums import AnswerKind, Moment
from .refusals import AnswerRefused, StaleAnswer

AGREED = (0.7, 0.7, 0.6, 0.8, 0.7, 0.8, 0.7, 0.6)
ONE_APART = (0.7, 0.8, 0.7, 0.1, 0.7, 0.8, 0.6, 0.7)
TWO_GROUPS = (0.2, 0.9, 0.3, 0.8, 0.2, 0.9, 0.2, 0.8)
SPREAD = (0.4, 0.6, 0.5, 0.9, 0.2, 0.7, 0.6, 0.3)
SHAPES = (TWO_GROUPS, AGREED, ONE_APART, SPREAD)
"""Answers as parts of the scale, by the place at the table; each statement has the next shape."""
NOTES = (
    _("This differs from one colleague to another."),
    _("We have begun with this, and it is not finished."),
    _("We know too little of each other here."),
)


@handler(FICTITIOUS_ANSWERS)
def answer_as_made_up_parties(item: Promise, now: datetime) -> None:
    """Let a part of the made-up parties answer a theme, unless it was shown or removed meanwhile."""
    said = item.payload
    theme = (
        SessionTheme.objects.select_related("session")
        .filter(pk=said["theme"], session=said["session"], session__is_rehearsal=True)
        .first()
    )
    if theme is None or not theme.is_answering:
        return
    moment = Moment.AFTER_TALK if theme.state == ThemeState.REOPENED else Moment.BEFORE_TALK
    statements = list(Statement.objects.filter(theme=theme.theme_id).select_related("theme__catalogue"))
    with translation.override(settings.LANGUAGE_CODE):
        for party in parties_that_answer(theme.session):
            if party.position % said["turns"] == said["turn"]:
                _answer(party, statements, moment=moment, now=now)


def _answer(party: Party, statements: list[Statement], *, moment: Moment, now: datetime) -> None:
    person = Representative.objects.present().filter(party=party, joined_by="").first()
    for statement in statements:
        kind, value, note = answer_of(
            place=party.position, statement=statement, after_talk=moment == Moment.AFTER_TALK
        )
        try:
            give_answer(
                party=party,
                statement=statement,
                kind=kind,
                value=value,
                note=note,
                expected_version=0,
                representative=person,
                meant_for=moment,
                now=now,
            )
        except StaleAnswer:
            continue  # somebody typed one in from paper: it stays
        except AnswerRefused:
            return  # the theme was shown or the session was interrupted at this very moment


def answer_of(
    *, place: int, statement: Statement, after_talk: bool = False
) -> tuple[AnswerKind, int | None, str]:
    """Return what the party at a place says of a statement; after the talk one step nearer to each other."""
    if statement.allows_not_applicable and place == 2:
        return AnswerKind.NOT_APPLICABLE, None, ""
    if (place * 7 + statement.number) % 13 == 0 and statement.number:
        return AnswerKind.DONT_KNOW, None, ""
    scale = statement.theme.catalogue
    shape = SHAPES[statement.number % len(SHAPES)] if statement.number else SPREAD
    value = round(scale.scale_min + shape[place % len(shape)] * (scale.scale_max - scale.scale_min))
    middle = (scale.scale_min + scale.scale_max) / 2
    if after_talk and value < middle:
        value += 1
    has_note = (place + statement.number) % 5 == 0
    note = str(NOTES[(place + statement.number) // 5 % len(NOTES)]) if has_note else ""
    return AnswerKind.VALUE, value, note
