"""What is published cannot change, by whichever road one tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.db import transaction

from catalogue.enums import Audience, CatalogueState
from catalogue.models import Advice, AdviceTheme, Catalogue, PublishedCatalogue, Statement, Term, Theme
from catalogue.publishing import publish_catalogue

MODELS = [Catalogue, Theme, Statement, Term, Advice, AdviceTheme]
# A field of each model that could be overwritten.
FIELD = {
    Catalogue: "title",
    Theme: "title",
    Statement: "text",
    Term: "definition",
    Advice: "summary",
    AdviceTheme: "id",
}


def everything() -> str:
    """All that is stored, as one text."""
    return serializers.serialize("json", [row for model in MODELS for row in model.objects.order_by("pk")])


def save(model: Any) -> None:
    row = model.objects.first()
    setattr(row, FIELD[model], 9999)
    row.save()


def save_one_field(model: Any) -> None:
    model.objects.first().save(update_fields=[] if model is AdviceTheme else [FIELD[model]])


def delete(model: Any) -> None:
    model.objects.first().delete()


def update_many(model: Any) -> None:
    model.objects.filter(pk__gt=0).update(**{FIELD[model]: 9999})


def update_by_base_manager(model: Any) -> None:
    model._base_manager.update(**{FIELD[model]: 9999})


def delete_many(model: Any) -> None:
    model.objects.all().delete()


def bulk_update(model: Any) -> None:
    field = "theme_id" if model is AdviceTheme else FIELD[model]
    rows = list(model.objects.all()[:2])
    for row in rows:
        setattr(row, field, Theme.objects.last().pk)
    model.objects.bulk_update(rows, [field.removesuffix("_id")])


def update_or_create(model: Any) -> None:
    row = model.objects.first()
    model.objects.update_or_create(pk=row.pk, defaults={FIELD[model]: 9999})


ROADS = [
    save,
    save_one_field,
    delete,
    update_many,
    update_by_base_manager,
    delete_many,
    bulk_update,
    update_or_create,
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("road", ROADS)
def test_a_stored_row_cannot_change(catalogue: Catalogue, model: Any, road: Callable[[Any], None]) -> None:
    before = everything()
    with pytest.raises(PublishedCatalogue, match="new version"), transaction.atomic():
        road(model)
    assert everything() == before


def new_theme(catalogue: Catalogue) -> Theme:
    return Theme(catalogue=catalogue, position=5, slug="extra", title="Extra", introduction="Extra")


def new_statement(catalogue: Catalogue) -> Statement:
    return Statement(theme=catalogue.themes.get(position=4), number=16, text="Extra")


def new_term(catalogue: Catalogue) -> Term:
    return Term(statement=Statement.objects.of(catalogue).get(number=3), word="Extra", definition="Extra")


def new_advice(catalogue: Catalogue) -> Advice:
    return Advice(catalogue=catalogue, audience=Audience.MANAGER, number=6, title="Extra", text="Extra")


def new_advice_theme(catalogue: Catalogue) -> AdviceTheme:
    piece = catalogue.advice.for_managers().get(number=5)
    return AdviceTheme(advice=piece, theme=catalogue.themes.get(position=1))


NEW_ROWS = [new_theme, new_statement, new_term, new_advice, new_advice_theme]


@pytest.mark.parametrize("new", NEW_ROWS)
@pytest.mark.parametrize("road", ["save", "bulk_create"])
def test_nothing_can_be_added(catalogue: Catalogue, new: Callable[[Catalogue], Any], road: str) -> None:
    before, row = everything(), new(catalogue)
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        row.save() if road == "save" else type(row).objects.bulk_create(iter([row]))
    assert everything() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda piece, theme: piece.themes.add(theme),
        lambda piece, theme: piece.themes.set([theme]),
        lambda piece, theme: piece.themes.remove(piece.themes.first()),
        lambda piece, theme: piece.themes.clear(),
        lambda piece, theme: theme.advice.add(piece),
        lambda piece, theme: piece.catalogue.themes.create(position=6, slug="zes"),
        lambda piece, theme: piece.catalogue.themes.update(position=6),
    ],
)
def test_related_rows_cannot_change(catalogue: Catalogue, change: Callable[[Any, Any], None]) -> None:
    before = everything()
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        change(catalogue.advice.for_managers().last(), catalogue.themes.get(position=1))
    assert everything() == before


def draft() -> Catalogue:
    return Catalogue.objects.create(
        slug="proef",
        version=1,
        title="Proef",
        title_en="Trial",
        source="Eigen",
        min_label="nee",
        min_label_en="no",
        max_label="ja",
        max_label_en="yes",
    )


def test_a_draft_can_change_and_go(empty: None) -> None:
    catalogue = draft()
    theme = catalogue.themes.create(position=1, slug="een", title="Een")
    theme.title = "Twee"
    theme.save()
    catalogue.themes.update(title="Drie")
    assert catalogue.themes.get().title == "Drie"
    Theme.objects.all().delete()
    catalogue.delete()
    assert not Catalogue.objects.exists()


def test_a_row_of_a_draft_cannot_slip_into_a_published_set(catalogue: Catalogue) -> None:
    theme = draft().themes.create(position=7, slug="zeven", title="Zeven")
    before = everything()
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        Theme.objects.filter(pk=theme.pk).update(catalogue=catalogue)
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        Theme.objects.filter(pk=theme.pk).update(catalogue_id=catalogue.pk)
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        catalogue.themes.add(theme)
    theme.catalogue = catalogue
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        theme.save()
    assert everything() == before


def test_an_object_from_before_the_publication_does_not_open_it_again(catalogue: Catalogue) -> None:
    old = Catalogue.objects.get(pk=catalogue.pk)
    old.state = CatalogueState.DRAFT
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        old.save()
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        old.themes.create(position=6, slug="zes")
    statement = Statement.objects.of(catalogue).first()
    assert statement is not None
    statement.theme.catalogue.state = CatalogueState.DRAFT
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        statement.save()


def test_publishing_twice_is_refused(catalogue: Catalogue, now: Any) -> None:
    with pytest.raises(PublishedCatalogue), transaction.atomic():
        publish_catalogue(catalogue, now=now)
