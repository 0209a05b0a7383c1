from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

from .enums import MunicipalityKind, Role
from .permissions import ROLE_PERMISSIONS, Permission
from .slugs import not_reserved


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
