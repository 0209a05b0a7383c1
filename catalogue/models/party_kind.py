"""Kinds of parties that can be asked to the table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.enums import PartyCategory
from catalogue.wording import in_language


class PartyKind(models.Model):
    """A kind of organisation, such as a housing corporation; no part of a version, so it may change."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    category = models.CharField(_("category"), max_length=20, choices=PartyCategory)
    position = models.PositiveSmallIntegerField(_("position"))
    statutory_partner = models.BooleanField(
        _("signals by law"),
        default=False,
        help_text=_("Rent, energy, drinking water and health insurance (Debt Assistance Act, 2021)."),
    )
    creditor = models.BooleanField(
        _("creditor"),
        default=False,
        help_text=_("Collects debts or may seize income, as the A+O advice names."),
    )
    often_forgotten = models.BooleanField(
        _("often forgotten"),
        default=False,
        help_text=_("The selection aid names it when it is not at the table."),
    )

    class Meta:
        verbose_name = _("party kind")
        verbose_name_plural = _("party kinds")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Give the name in a language."""
        return in_language(self, "name", language)
