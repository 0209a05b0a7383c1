"""Publishing a version: the last moment at which it can be found wanting."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from catalogue.correcting import problems_of_correction
from catalogue.enums import CatalogueState
from catalogue.models import Advice, Catalogue, PublishedCatalogue, Statement, Theme
from catalogue.wording import marked_words


class IncompleteCatalogue(Exception):
    """Raised when a catalogue is not fit to be published; the message lists everything that is wrong."""


def publish_catalogue(catalogue: Catalogue, *, now: datetime) -> Catalogue:
    """Make a draft final.

    Raises `IncompleteCatalogue` when something is missing, `PublishedCatalogue` when it was final already.
    """
    with transaction.atomic():
        draft = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
        if draft.is_published:
            raise PublishedCatalogue(str(draft))
        problems = [
            *_problems_of_themes(draft),
            *_problems_of_statements(draft),
            *_problems_of_advice(draft),
            *problems_of_correction(draft),
        ]
        if problems:
            raise IncompleteCatalogue(f"{draft}: " + "; ".join(problems))
        draft.state = CatalogueState.PUBLISHED
        draft.published_at = now
        draft.save()
    return draft


def _problems_of_themes(catalogue: Catalogue) -> Iterator[str]:
    """Themes count 1, 2, 3 and each has statements."""
    positions = list(catalogue.themes.themes().order_by("position").values_list("position", flat=True))
    if not positions or positions != list(range(1, len(positions) + 1)):
        yield f"the themes should count from 1 without a gap, not {positions}"
    for theme in Theme.objects.filter(catalogue=catalogue, statements=None):
        yield f"theme {theme.slug} has no statements"


def _problems_of_statements(catalogue: Catalogue) -> Iterator[str]:
    """Statements count through the themes, and every hard word has exactly its definition."""
    statements = list(Statement.objects.of(catalogue).complete().order_by("theme__position", "number"))
    numbers = [statement.number for statement in statements if not statement.theme.is_overall]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"the statements should count from 1 through the themes, not {numbers}"
    overall = [statement.number for statement in statements if statement.theme.is_overall]
    if overall not in ([], [0]):
        yield f"the overall grade should be one statement with number 0, not {overall}"
    for statement in statements:
        yield from (f"statement {statement.number}: {problem}" for problem in _problems_of(statement))


def _problems_of(statement: Statement) -> Iterator[str]:
    """Look at one statement in both languages."""
    for language, text in (("nl", statement.text), ("en", statement.text_en)):
        marked = sorted(word.casefold() for word in marked_words(text))
        defined = sorted(term.word_in(language).casefold() for term in statement.terms.all())
        if marked != defined:
            yield f"marked words ({language}) {marked} differ from defined words {defined}"
        questions = statement.questions_in(language)
        if not isinstance(questions, list) or not all(isinstance(one, str) and one for one in questions):
            yield f"the questions ({language}) should be a list of sentences"
    if len(statement.questions) != len(statement.questions_en):
        yield "there should be as many questions in English as in Dutch"
    labels = (statement.min_label, statement.min_label_en, statement.max_label, statement.max_label_en)
    if any(labels) and not all(labels):
        yield "labels of its own should be given for both ends, in both languages"


def _problems_of_advice(catalogue: Catalogue) -> Iterator[str]:
    """Advice is shown with a theme, so it needs at least one."""
    for advice in Advice.objects.filter(catalogue=catalogue, themes=None):
        yield f"advice “{advice.title}” belongs to no theme"
