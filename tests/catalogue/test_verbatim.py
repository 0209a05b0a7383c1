"""The Dutch texts are those of the sources, word for word."""

from catalogue.enums import Audience, Scope
from catalogue.models import Advice, Catalogue, Statement

from . import sources


def test_the_sources_are_read_whole() -> None:
    themes = sources.brochure()
    assert [len(theme.statements) for theme in themes] == [3, 4, 4, 4]
    assert sum(len(one.definitions) for theme in themes for one in theme.statements) == 9
    assert [(piece.audience, piece.number) for piece in sources.advice()] == [
        *[("practitioner", number) for number in range(1, 5)],
        *[("manager", number) for number in range(1, 6)],
    ]


def test_themes_have_the_title_and_introduction_of_the_brochure(catalogue: Catalogue) -> None:
    themes = list(catalogue.themes.themes())
    assert [theme.position for theme in themes] == [1, 2, 3, 4]
    assert [(theme.title.upper(), theme.introduction) for theme in themes] == [
        (theme.title, theme.introduction) for theme in sources.brochure()
    ]


def test_statements_are_those_of_the_brochure_in_order(catalogue: Catalogue) -> None:
    loaded = [
        [(statement.number, statement.text) for statement in theme.statements.all()]
        for theme in catalogue.themes.themes()
    ]
    printed = [
        [(statement.number, statement.text) for statement in theme.statements] for theme in sources.brochure()
    ]
    assert loaded == printed


def test_hard_words_and_definitions_are_those_of_the_brochure(catalogue: Catalogue) -> None:
    loaded = {
        statement.number: {term.word: term.definition for term in statement.terms.all()}
        for statement in Statement.objects.of(catalogue).numbered()
    }
    printed = {
        statement.number: statement.definitions
        for theme in sources.brochure()
        for statement in theme.statements
    }
    assert loaded == printed


def test_every_bold_word_is_a_hard_word(catalogue: Catalogue) -> None:
    printed = {one.number: one.bold for theme in sources.brochure() for one in theme.statements}
    for statement in Statement.objects.of(catalogue).numbered():
        found = [piece.text for piece in statement.segments("nl") if piece.term]
        assert found == printed[statement.number], statement


def test_advice_is_that_of_the_source(catalogue: Catalogue) -> None:
    loaded = [
        (piece.audience, piece.heading.upper(), piece.number, piece.title, piece.text)
        for piece in catalogue.advice.all()
    ]
    printed = [
        (piece.audience, piece.heading, piece.number, piece.title, piece.text) for piece in sources.advice()
    ]
    assert loaded == printed


def test_the_sources_are_named(catalogue: Catalogue) -> None:
    assert catalogue.source == "Schouders Eronder & Ecorys, 2020"
    assert {piece.source for piece in Advice.objects.all()} == {
        "A+O fonds Gemeenten, Advies vanuit de praktijk"
    }


def test_scope_and_not_applicable(catalogue: Catalogue) -> None:
    statements = Statement.objects.of(catalogue).numbered()
    assert [one.number for one in statements.filter(scope=Scope.TABLE)] == [11, 15]
    assert statements.filter(scope=Scope.OWN).count() == 13
    assert [one.number for one in Statement.objects.filter(allows_not_applicable=True)] == [5]
    for statement in statements:
        assert statement.text.startswith(("Alle partijen", "De medewerkers van alle")) == (
            statement.scope == Scope.TABLE
        )


def test_the_scale_runs_from_0_to_10_with_labels(catalogue: Catalogue) -> None:
    assert list(catalogue.grades) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert catalogue.min_label == "helemaal niet van toepassing"
    assert catalogue.max_label == "helemaal van toepassing"


def test_the_overall_grade_is_not_one_of_the_fifteen(catalogue: Catalogue) -> None:
    overall = catalogue.themes.overall().get()
    statement = overall.statements.get()
    assert (overall.position, statement.number, statement.scope) == (0, 0, Scope.TABLE)
    assert (statement.min_label_in("nl"), statement.max_label_in("nl")) == ("heel slecht", "perfect")
    assert "2018–2020" in overall.source
    assert "niet bij de vijftien stellingen" in overall.source
    assert Statement.objects.of(catalogue).count() == 16
    assert [one.number for one in Statement.objects.of(catalogue).numbered()] == list(range(1, 16))


def test_statement_10_says_that_the_law_changed(catalogue: Catalogue) -> None:
    noted = Statement.objects.of(catalogue).exclude(editorial_note="")
    assert [one.number for one in noted] == [10]
    assert "2021" in noted[0].editorial_note
    assert "jurist" in noted[0].editorial_note


def test_advice_reaches_every_theme_and_both_audiences(catalogue: Catalogue) -> None:
    assert catalogue.advice.for_practitioners().count() == 4
    assert catalogue.advice.for_managers().count() == 5
    assert [piece.audience for piece in catalogue.advice.all()][:1] == [Audience.PRACTITIONER]
    for piece in catalogue.advice.all():
        assert {theme.catalogue_id for theme in piece.themes.all()} == {catalogue.pk}, piece
    for theme in catalogue.themes.themes():
        assert theme.advice.exists(), theme
