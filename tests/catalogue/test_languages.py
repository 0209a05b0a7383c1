"""English is complete beside the Dutch, and a page gets each text in its own language."""

import re

import pytest
from django.db import models
from django.template import Context, Template
from django.utils import translation

from catalogue.models import Advice, Catalogue, PartyKind, Statement, Term, Theme
from catalogue.party_kinds import PARTY_KINDS, load_party_kinds
from catalogue.reading import read_file
from catalogue.wording import Segment, segments

MAY_BE_EMPTY = {
    Catalogue: {"corrections"},
    Theme: {"source"},
    Statement: {
        "min_label",
        "min_label_en",
        "max_label",
        "max_label_en",
        "editorial_note",
        "editorial_note_en",
    },
}


def texts(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
    ]


@pytest.mark.parametrize("model", [Catalogue, Theme, Statement, Term, Advice, PartyKind])
def test_no_text_is_empty_and_every_english_text_differs(
    catalogue: Catalogue, model: type[models.Model]
) -> None:
    load_party_kinds(content=read_file(path=PARTY_KINDS))
    rows = list(model._default_manager.all())
    assert rows
    for row in rows:
        for name in texts(model):
            assert name in MAY_BE_EMPTY.get(model, set()) or getattr(row, name), f"{row!r} {name}"
            if name.endswith("_en"):
                dutch, english = getattr(row, name.removesuffix("_en")), getattr(row, name)
                assert bool(dutch) == bool(english), f"{row!r} {name}"
                if isinstance(row, (Statement, Theme)) and name in ("text_en", "introduction_en"):
                    assert dutch != english, f"{row!r} {name}"


def test_every_statement_has_two_open_questions_in_both_languages(catalogue: Catalogue) -> None:
    for statement in Statement.objects.of(catalogue):
        for language in ("nl", "en"):
            questions = statement.questions_in(language)
            assert len(set(questions)) == 2, statement
            for question in questions:
                assert re.fullmatch(r"[A-Z][^.?]+\?", question), question
                assert len(question.split()) <= 16, question


def test_questions_of_different_statements_differ(catalogue: Catalogue) -> None:
    every = [question for one in Statement.objects.of(catalogue) for question in one.questions]
    assert len(every) == len(set(every)) == 32


def test_summaries_are_one_sentence(catalogue: Catalogue) -> None:
    for piece in catalogue.advice.all():
        for language in ("nl", "en"):
            summary = piece.summary_in(language)
            assert re.fullmatch(r"[A-Z][^.?!]+\.", summary), summary
            assert len(summary.split()) <= 22, summary


def test_a_row_gives_its_text_in_the_language_asked_for(catalogue: Catalogue) -> None:
    statement = Statement.objects.of(catalogue).get(number=5)
    assert statement.text_in("nl").startswith("Mijn organisatie biedt hulp")
    assert statement.text_in("en").startswith("My organisation offers help")
    assert statement.text_in("en-gb") == statement.text_in("en")
    assert statement.text_in("fy") == statement.text_in("nl")
    assert "*" not in statement.text_in("nl") + statement.text_in("en")
    assert statement.min_label_in("en") == "does not apply at all"
    assert statement.theme.title_in("en") == "Communication strategies"


def test_segments_keep_the_text_whole_in_both_languages(catalogue: Catalogue) -> None:
    for statement in Statement.objects.of(catalogue).complete():
        for language in ("nl", "en"):
            pieces = statement.segments(language)
            assert "".join(piece.text for piece in pieces) == statement.text_in(language)
            assert len([piece for piece in pieces if piece.term]) == len(statement.terms.all())
            assert all(piece.definition for piece in pieces if piece.term)


def test_the_same_word_means_something_else_in_12_13_and_14(catalogue: Catalogue) -> None:
    definitions = {
        piece.definition
        for number in (12, 13, 14)
        for piece in Statement.objects.of(catalogue).get(number=number).segments("nl")
        if piece.term
    }
    assert len(definitions) == 3


def test_a_marked_word_without_definition_stays_readable() -> None:
    assert segments("Dit is **raar** hoor.", terms=[], language="nl") == [
        Segment("Dit is "),
        Segment("raar"),
        Segment(" hoor."),
    ]


def test_showing_the_whole_set_takes_two_queries(
    catalogue: Catalogue, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(2):
        for statement in Statement.objects.of(catalogue).complete():
            assert statement.segments("nl")
            assert statement.min_label_in("nl")


def shown(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load wording %}" + source).render(Context(context)).strip()


def test_a_template_shows_the_language_of_the_page(catalogue: Catalogue) -> None:
    statement = Statement.objects.of(catalogue).get(number=4)
    source = '{{ one.theme|wording:"title" }} – {{ one|wording:"max_label" }}'
    assert shown(source, "nl", one=statement) == "Communicatiestrategieën – helemaal van toepassing"
    assert shown(source, "en", one=statement) == "Communication strategies – applies completely"


def test_a_template_marks_hard_words(catalogue: Catalogue) -> None:
    statement = Statement.objects.of(catalogue).get(number=4)
    source = (
        "{% for piece in one|segments %}"
        '{% if piece.term %}<dfn title="{{ piece.definition }}">{{ piece.text }}</dfn>'
        "{% else %}{{ piece.text }}{% endif %}{% endfor %}"
    )
    assert shown(source, "nl", one=statement).startswith(
        'Mijn organisatie is <dfn title="bijvoorbeeld doordat financiën een onderwerp is'
    )
    assert ">active</dfn> in making financial problems" in shown(source, "en", one=statement)


def test_only_a_page_in_english_says_that_the_text_is_unofficial() -> None:
    source = '{% include "catalogue/unofficial.html" %}'
    assert shown(source, "nl") == ""
    assert "Unofficial English reading" in shown(source, "en")
