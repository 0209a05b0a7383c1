"""How long things are kept here, where it differs, and what must be kept for now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager


class RetentionTerm(TenantModel):
    """How many months this municipality keeps one category of data; without a row the usual term holds."""

    category = models.CharField(_("category"), max_length=40)
    months = models.PositiveSmallIntegerField(_("months"))

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "category"], name="one_term_per_category")
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.months}"


class LegalHoldQuerySet(TenantQuerySet):
    """Holds by whether they still bind."""

    def binding(self) -> "LegalHoldQuerySet":
        return self.filter(lifted_at=None)


class LegalHold(TenantModel):
    """Nothing of a category (or, without one, nothing at all) is removed until this is lifted."""

    category = models.CharField(_("category"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    placed_at = models.DateTimeField(editable=False)
    lifted_at = models.DateTimeField(null=True, editable=False)

    objects = tenant_manager(LegalHoldQuerySet)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason
