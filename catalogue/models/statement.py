"""Statements and the hard words in them."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.enums import Scope
from catalogue.models.catalogue import Catalogue, Theme
from catalogue.models.published import CatalogueRow, CatalogueRowQuerySet
from catalogue.wording import Segment, in_language, plain, segments


class StatementQuerySet(CatalogueRowQuerySet["Statement"]):
    """Statements by place."""

    def numbered(self) -> Self:
        """Keep the statements of the set itself: without the overall grade, which has number 0."""
        return self.filter(number__gte=1)

    def of(self, catalogue: Catalogue) -> Self:
        """Keep the statements of one version."""
        return self.filter(theme__catalogue=catalogue)

    def complete(self) -> Self:
        """Bring along all that a page needs to show a statement: theme, scale and hard words."""
        return self.select_related("theme__catalogue").prefetch_related("terms")


class Statement(CatalogueRow):
    """One statement a party gives a figure to; `**…**` in its text marks a hard word."""

    catalogue_path: ClassVar[str] = "theme__catalogue"

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField(_("number"))
    short_title = models.CharField(_("short title"), max_length=60)
    short_title_en = models.CharField(_("short title in English"), max_length=60)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("unofficial English reading"))
    scope = models.CharField(_("about"), max_length=10, choices=Scope, default=Scope.OWN)
    allows_not_applicable = models.BooleanField(_("allows “not applicable”"), default=False)
    min_label = models.CharField(_("label of the lowest figure"), max_length=80, blank=True)
    min_label_en = models.CharField(_("label of the lowest figure in English"), max_length=80, blank=True)
    max_label = models.CharField(_("label of the highest figure"), max_length=80, blank=True)
    max_label_en = models.CharField(_("label of the highest figure in English"), max_length=80, blank=True)
    questions = models.JSONField(
        _("questions for the table"), default=list, help_text=_("Open questions that start the talk.")
    )
    questions_en = models.JSONField(_("questions for the table in English"), default=list)
    editorial_note = models.TextField(_("editorial note"), blank=True)
    editorial_note_en = models.TextField(_("editorial note in English"), blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("theme__catalogue", "number")
        constraints = (models.UniqueConstraint(fields=("theme", "number"), name="statement_number_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.short_title}"

    @property
    def is_about_whole_table(self) -> bool:
        """Tell whether a party answers this about all parties together."""
        return self.scope == Scope.TABLE

    def text_in(self, language: str) -> str:
        """Give the text in a language, without the marks around hard words."""
        return plain(in_language(self, "text", language))

    def segments(self, language: str) -> list[Segment]:
        """Split the text in a language into plain pieces and hard words with their definition."""
        return segments(in_language(self, "text", language), terms=self.terms.all(), language=language)

    def short_title_in(self, language: str) -> str:
        """Give the title for a small place in a language."""
        return in_language(self, "short_title", language)

    def questions_in(self, language: str) -> list[str]:
        """Give the open questions for the table in a language."""
        return in_language(self, "questions", language)

    def editorial_note_in(self, language: str) -> str:
        """Give our note to the text in a language; empty when there is none."""
        return in_language(self, "editorial_note", language)

    def min_label_in(self, language: str) -> str:
        """Say what the lowest figure means: for this statement, or else for the whole set."""
        return in_language(self if self.min_label else self.theme.catalogue, "min_label", language)

    def max_label_in(self, language: str) -> str:
        """Say what the highest figure means: for this statement, or else for the whole set."""
        return in_language(self if self.max_label else self.theme.catalogue, "max_label", language)


class Term(CatalogueRow):
    """A hard word of one statement; the same word may mean something else in the next one."""

    catalogue_path: ClassVar[str] = "statement__theme__catalogue"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="terms")
    word = models.CharField(_("word"), max_length=120)
    word_en = models.CharField(_("word in English"), max_length=120)
    definition = models.TextField(_("definition"))
    definition_en = models.TextField(_("definition in English"))

    objects = CatalogueRowQuerySet["Term"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("statement", "pk")
        constraints = (models.UniqueConstraint(fields=("statement", "word"), name="term_once_per_statement"),)

    def __str__(self) -> str:
        return self.word

    def word_in(self, language: str) -> str:
        """Give the word in a language."""
        return in_language(self, "word", language)

    def definition_in(self, language: str) -> str:
        """Give what the word means in a language."""
        return in_language(self, "definition", language)
