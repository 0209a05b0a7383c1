"""How a municipality looks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from ..enums import Corners, Font
from .municipality import Municipality


class Logo(TenantModel):
    """A logo as it is served: cleaned or drawn anew, and never what somebody uploaded; rows do not change.

    In the database and not in a file, because it is small and belongs to the style that is saved with it.
    """

    fingerprint = models.CharField(max_length=32)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()
    # The same in pixels: mail programs show no SVG.
    picture = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "fingerprint"], name="logo_once_per_municipality")
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.fingerprint}"

    @property
    def ending(self) -> str:
        return "svg" if self.media_type == "image/svg+xml" else "png"


class HouseStyle(TenantModel):
    """How a municipality looks; without one, or out of use, it wears the neutral style of the platform."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="house_style", editable=False
    )
    in_use = models.BooleanField(default=True)
    brand_colour = models.CharField(_("brand colour"), max_length=7)
    corners = models.CharField(_("corners"), max_length=10, choices=Corners.choices, default=Corners.MEDIUM)
    font = models.CharField(_("font"), max_length=40, choices=Font.choices, default=Font.SOURCE_SANS)
    refinements = models.JSONField(_("design tokens"), default=dict, blank=True)
    logo = models.ForeignKey(
        Logo, verbose_name=_("logo"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    previous = models.JSONField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("house style")
        verbose_name_plural = _("house styles")

    def __str__(self) -> str:
        return f"{self.municipality} · {self.brand_colour}"
