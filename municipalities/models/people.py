"""Who works in a municipality, who was asked to, and who runs the platform."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

from ..enums import Role
from ..permissions import ROLE_PERMISSIONS, Permission


class MembershipQuerySet(TenantQuerySet):
    """Memberships by the day they hold on."""

    def current(self, *, today: date) -> "MembershipQuerySet":
        # In one step: this is asked at every request, and each step copies what was asked so far.
        return self.filter(_lasts(today), ended_at=None, from_date__lte=today)

    def lasting(self, *, today: date) -> "MembershipQuerySet":
        """Those that hold today or will."""
        return self.filter(_lasts(today), ended_at=None)


def _lasts(today: date) -> Q:
    return Q(until_date=None) | Q(until_date__gte=today)


class Membership(TenantModel):
    """A person in a role in a municipality, from one day until (and including) another.

    `ended_at` is when somebody ended it sooner: from that moment it gives nothing, and it stays as history.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = tenant_manager(MembershipQuerySet)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user", "role", "from_date"],
                condition=Q(ended_at=None),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def permissions(self) -> frozenset[Permission]:
        return ROLE_PERMISSIONS[Role(self.role)]


class InvitationQuerySet(TenantQuerySet):
    """Invitations by whether they can still be accepted."""

    def waiting(self, *, now: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(TenantModel):
    """Somebody is asked to take a role; bound to one address, and to be accepted once.

    Its link is computed from `link_version` and never stored: raising it withdraws every earlier link.
    Whether the mail was sent or bounced stands with its promise in the outbox.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    until_date = models.DateField(_("until"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = tenant_manager(InvitationQuerySet)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"


class StaffQuerySet(models.QuerySet["StaffMember"]):
    """Staff by the day they hold on."""

    def current(self, *, today: date) -> "StaffQuerySet":
        return self.filter(from_date__lte=today).filter(Q(until_date=None) | Q(until_date__gte=today))


class StaffMember(models.Model):
    """A person who runs the platform: makes municipalities, and sees nothing of what is in them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff")
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.CharField(max_length=60)
    ended_by = models.CharField(max_length=60, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform staff")
        verbose_name_plural = _("platform staff")
        constraints = [models.UniqueConstraint(fields=["user", "from_date"], name="staff_once")]

    def __str__(self) -> str:
        return str(self.user)
