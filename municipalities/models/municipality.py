"""The tenant, and how it began and ended."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from ..enums import MunicipalityKind
from ..slugs import not_reserved


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Municipalities with what their pages need."""

    def dressed(self) -> "MunicipalityQuerySet":
        """Bring along in one query what every page shows: the house style, and from when another goes on.

        Without the drawings of its logo.
        """
        goes_on = Succession.objects.filter(predecessor=models.OuterRef("pk")).order_by("on")
        return (
            self.select_related("house_style__logo")
            .defer("house_style__logo__content", "house_style__logo__picture")
            .annotate(goes_on=models.Subquery(goes_on.values("on")[:1]))
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

    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Amsterdam")
    # Mail leaves from the address of the platform, or it would be taken for forged.
    mail_sender = models.CharField(_("name of the sender of mails"), max_length=80, blank=True)
    mail_reply_to = models.EmailField(_("address for answers to mails"), blank=True)
    second_factor_roles = models.JSONField(
        _("roles that sign in with a second step"), default=list, blank=True
    )
    created_at = models.DateTimeField(null=True, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspension_reason = models.CharField(max_length=300, blank=True, editable=False)
    removal_asked_at = models.DateTimeField(null=True, editable=False)
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    removal_from = models.DateField(null=True, editable=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_gone_on(self) -> bool:
        """Return whether others go on for this one by now, where `dressed()` told it."""
        on = getattr(self, "goes_on", None)
        return on is not None and on <= timezone.localdate()

    @cached_property
    def going_on_as(self) -> list[str]:
        """Return the names of those that go on for this one by now, where `dressed()` told it."""
        if not self.has_gone_on:
            return []
        rows = self.successions.filter(on__lte=timezone.localdate()).order_by("successor__name")
        return list(rows.values_list("successor__name", flat=True))

    @property
    def is_suspended(self) -> bool:
        """Return whether everything here can be read and nothing can be changed."""
        return self.suspended_at is not None


class RegionMember(TenantModel):
    """A municipality that a region works for; it need not be on this platform itself."""

    name = models.CharField(_("name"), max_length=80)
    cbs_code = models.CharField(_("CBS code"), max_length=6)

    class Meta:
        verbose_name = _("member of the region")
        verbose_name_plural = _("members of the region")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "cbs_code"], name="region_member_once")
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One municipality goes on as another from a day on; two rows of one predecessor split it over two.

    Owned by no tenant, because it is about two of them.
    """

    predecessor = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("from"))
    carried_out_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class RemovedMunicipality(models.Model):
    """What is left of a municipality that was removed: that it was here, and the end of its log."""

    name = models.CharField(max_length=80)
    slug = models.CharField(max_length=40)
    cbs_code = models.CharField(max_length=6, blank=True)
    asked_by = models.CharField(max_length=60)
    removed_by = models.CharField(max_length=60)
    removed_at = models.DateTimeField()
    rows = models.JSONField(default=dict)
    log_head = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("removed municipality")
        verbose_name_plural = _("removed municipalities")
        ordering = ["-removed_at"]

    def __str__(self) -> str:
        return self.name
