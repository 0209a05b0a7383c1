"""Advice from practice that goes with the themes."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.enums import Audience
from catalogue.models.catalogue import Catalogue, Theme
from catalogue.models.published import CatalogueRow, CatalogueRowQuerySet
from catalogue.wording import in_language


class AdviceQuerySet(CatalogueRowQuerySet["Advice"]):
    """Advice by audience."""

    def for_practitioners(self) -> Self:
        """Keep what is meant for those who speak with residents."""
        return self.filter(audience=Audience.PRACTITIONER)

    def for_managers(self) -> Self:
        """Keep what is meant for managers and administrators."""
        return self.filter(audience=Audience.MANAGER)


class Advice(CatalogueRow):
    """One piece of advice; its text is verbatim Dutch, its summary is ours and in both languages."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="advice")
    audience = models.CharField(_("audience"), max_length=20, choices=Audience)
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Counted per audience."))
    heading = models.CharField(_("heading"), max_length=120)
    heading_en = models.CharField(_("heading in English"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200)
    summary = models.TextField(_("summary"))
    summary_en = models.TextField(_("summary in English"))
    themes = models.ManyToManyField(
        Theme, through="AdviceTheme", related_name="advice", verbose_name=_("themes")
    )

    objects = AdviceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        # "practitioner" goes before "manager", as in the source.
        ordering = ("catalogue", "-audience", "number")
        constraints = (
            models.UniqueConstraint(fields=("catalogue", "audience", "number"), name="advice_number_once"),
        )

    def __str__(self) -> str:
        return self.title

    def heading_in(self, language: str) -> str:
        """Give the heading in a language."""
        return in_language(self, "heading", language)

    def title_in(self, language: str) -> str:
        """Give the title in a language."""
        return in_language(self, "title", language)

    def summary_in(self, language: str) -> str:
        """Give our one-sentence summary in a language."""
        return in_language(self, "summary", language)


class AdviceTheme(CatalogueRow):
    """Which advice goes with which theme; a model of its own, so that the guard stands here too."""

    catalogue_path: ClassVar[str] = "advice__catalogue"

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    objects = CatalogueRowQuerySet["AdviceTheme"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("theme of an advice")
        verbose_name_plural = _("themes of advice")
        constraints = (models.UniqueConstraint(fields=("advice", "theme"), name="advice_theme_once"),)

    def __str__(self) -> str:
        return f"{self.advice_id} · {self.theme_id}"
