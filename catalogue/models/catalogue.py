"""A set of statements in one version, and its themes."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.enums import CatalogueState
from catalogue.models.published import CatalogueRow, CatalogueRowQuerySet
from catalogue.wording import in_language


class CatalogueQuerySet(CatalogueRowQuerySet["Catalogue"]):
    """Catalogues by state and version."""

    def published(self) -> Self:
        """Keep what may be used in a session."""
        return self.filter(state=CatalogueState.PUBLISHED)


class Catalogue(CatalogueRow):
    """One version of a set of statements, with its scale."""

    catalogue_path: ClassVar[str] = ""

    slug = models.SlugField(_("short name"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    source = models.TextField(_("source"))
    state = models.CharField(
        _("state"), max_length=20, choices=CatalogueState, default=CatalogueState.DRAFT, db_index=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    scale_min = models.SmallIntegerField(_("lowest figure"), default=0)
    scale_max = models.SmallIntegerField(_("highest figure"), default=10)
    min_label = models.CharField(_("label of the lowest figure"), max_length=80)
    min_label_en = models.CharField(_("label of the lowest figure in English"), max_length=80)
    max_label = models.CharField(_("label of the highest figure"), max_length=80)
    max_label_en = models.CharField(_("label of the highest figure in English"), max_length=80)
    checksum = models.CharField(
        _("checksum"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("SHA-256 of the content of the file this version was loaded from."),
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects the spelling of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    corrections = models.JSONField(_("corrected words"), default=list, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")
        ordering = ("slug", "version")
        constraints = (
            models.UniqueConstraint(fields=("slug", "version"), name="catalogue_version_once"),
            models.CheckConstraint(
                condition=models.Q(scale_min__lt=models.F("scale_max")), name="catalogue_scale_rises"
            ),
            models.CheckConstraint(
                condition=models.Q(state=CatalogueState.DRAFT) | models.Q(published_at__isnull=False),
                name="catalogue_published_has_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def is_published(self) -> bool:
        """Tell whether this version is final."""
        return self.state == CatalogueState.PUBLISHED

    @property
    def grades(self) -> range:
        """Give every figure a party can choose, lowest first; the scale has whole steps of one."""
        return range(self.scale_min, self.scale_max + 1)

    def title_in(self, language: str) -> str:
        """Give the title in a language."""
        return in_language(self, "title", language)


class ThemeQuerySet(CatalogueRowQuerySet["Theme"]):
    """Themes with and without the overall grade."""

    def themes(self) -> Self:
        """Keep the real themes: without the overall grade that comes before them."""
        return self.filter(is_overall=False)

    def overall(self) -> Self:
        """Keep the overall grade only."""
        return self.filter(is_overall=True)


class Theme(CatalogueRow):
    """A group of statements that is answered, revealed and talked about together.

    The overall grade goes through the same steps, so it is a theme too: at position 0, marked as such.
    """

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="themes")
    position = models.PositiveSmallIntegerField(_("position"))
    slug = models.SlugField(_("short name"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=40)
    short_title_en = models.CharField(_("short title in English"), max_length=40)
    introduction = models.TextField(_("introduction"))
    introduction_en = models.TextField(_("introduction in English"))
    is_overall = models.BooleanField(_("overall grade"), default=False)
    source = models.TextField(
        _("source"), blank=True, help_text=_("Only when it differs from the source of the whole set.")
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("catalogue", "position")
        constraints = (
            models.UniqueConstraint(fields=("catalogue", "position"), name="theme_position_once"),
            models.UniqueConstraint(fields=("catalogue", "slug"), name="theme_slug_once"),
            models.CheckConstraint(
                condition=models.Q(is_overall=True, position=0) | models.Q(is_overall=False, position__gt=0),
                name="theme_overall_comes_first",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def title_in(self, language: str) -> str:
        """Give the title in a language."""
        return in_language(self, "title", language)

    def short_title_in(self, language: str) -> str:
        """Give the title for a small place in a language."""
        return in_language(self, "short_title", language)

    def introduction_in(self, language: str) -> str:
        """Give the introduction in a language."""
        return in_language(self, "introduction", language)
