"""What is published stays as it is: the guard on every road by which a row can change."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from catalogue.enums import CatalogueState

Row = TypeVar("Row", bound="CatalogueRow")


class PublishedCatalogue(Exception):
    """Raised when something would change a published catalogue or anything in it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} belongs to a published catalogue and cannot change; publish a new version instead."
        )


class CatalogueRowQuerySet(models.QuerySet[Row]):
    """Refuses to change many rows at once when one of them is published."""

    def in_published(self) -> Self:
        """Keep the rows that belong to a published catalogue."""
        return self.filter(**{self.model.state_lookup(): CatalogueState.PUBLISHED})

    def refuse_published(self) -> None:
        """Raise `PublishedCatalogue` when one of these rows is published."""
        row = self.in_published().first()
        if row is not None:
            raise PublishedCatalogue(f"{self.model.__name__} {row.pk}")

    def update(self, **values: Any) -> int:
        """Update drafts; a row never moves to another catalogue, or it could slip into a published one."""
        self.refuse_published()
        parent = self.model.catalogue_path.partition("__")[0]
        if parent and (parent in values or f"{parent}_id" in values):
            raise PublishedCatalogue(f"The place of a {self.model.__name__}")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete drafts."""
        self.refuse_published()
        return super().delete()

    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Add rows to drafts."""
        rows = list(objs)
        for row in rows:
            row.refuse_published()
        return super().bulk_create(rows, *args, **kwargs)


class CatalogueRow(models.Model):
    """A row of a catalogue; it knows by which road it reaches that catalogue."""

    catalogue_path: ClassVar[str] = "catalogue"

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row of a draft."""
        self.refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row of a draft."""
        self.refuse_published()
        return super().delete(*args, **kwargs)

    @classmethod
    def state_lookup(cls) -> str:
        """Give the lookup that leads from this model to the state of its catalogue."""
        return f"{cls.catalogue_path}__state" if cls.catalogue_path else "state"

    def refuse_published(self) -> None:
        """Raise `PublishedCatalogue` when the stored row, or the catalogue it would join, is published.

        Asks the database and not the objects in memory: those may be older than the publication.
        """
        manager = type(self)._base_manager
        if (
            self.pk
            and manager.filter(**{"pk": self.pk, self.state_lookup(): CatalogueState.PUBLISHED}).exists()
        ):
            raise PublishedCatalogue(f"{type(self).__name__} {self.pk}")
        if not self.catalogue_path:
            return
        goal: Any = self
        for step in self.catalogue_path.split("__"):
            goal = getattr(goal, step)
        if type(goal)._base_manager.filter(pk=goal.pk, state=CatalogueState.PUBLISHED).exists():
            raise PublishedCatalogue(f"A new {type(self).__name__}")
