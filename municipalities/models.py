from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

from .enums import Corners, Font, MunicipalityKind, Role
from .permissions import ROLE_PERMISSIONS, Permission
from .slugs import not_reserved


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Municipalities with what their pages need."""

    def dressed(self) -> "MunicipalityQuerySet":
        """Bring the house style along in the same query, without the drawings of its logo."""
        return self.select_related("house_style__logo").defer(
            "house_style__logo__content", "house_style__logo__picture"
        )


class Municipality(models.Model):
    """The tenant: a municipality, or a region that works for several."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("address"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9-]+$", _("Use small letters, digits and hyphens.")),
            not_reserved,
        ],
    )
    cbs_code = models.CharField(_("CBS code"), max_length=6, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=MunicipalityKind.choices, default=MunicipalityKind.MUNICIPALITY
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(TenantQuerySet):
    """Memberships by the day they hold on."""

    def current(self, *, today: date) -> "MembershipQuerySet":
        return self.filter(from_date__lte=today).filter(Q(until_date=None) | Q(until_date__gte=today))


class Membership(TenantModel):
    """A person in a role in a municipality, from one day until (and including) another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"), null=True, blank=True)

    objects = tenant_manager(MembershipQuerySet)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user", "role", "from_date"], name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def permissions(self) -> frozenset[Permission]:
        return ROLE_PERMISSIONS[Role(self.role)]


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
