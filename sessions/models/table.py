"""Who sits at the table of one session, and who leads it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

from ..enums import JoinedBy, Reply
from .group_session import GroupSession
from .organisation import NAME_LENGTH, Organisation


class Party(TenantModel):
    """An organisation at the table of one session."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    name = models.CharField(_("name at the table"), max_length=NAME_LENGTH)
    position = models.PositiveSmallIntegerField(default=0)
    absent_since = models.DateTimeField(null=True, editable=False)
    seat_card_version = models.PositiveSmallIntegerField(default=1, editable=False)
    called_at = models.DateTimeField(_("called at"), null=True, editable=False)
    mandate_known_at = models.DateTimeField(_("mandate known since"), null=True, editable=False)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "session", "organisation"], name="party_once_a_session"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_absent(self) -> bool:
        return self.absent_since is not None


class RepresentativeQuerySet(TenantQuerySet):
    """People at the table."""

    def present(self) -> "RepresentativeQuerySet":
        """Keep who has a seat; who let know not to come after all has none while that stands."""
        return self.filter(removed_at=None).exclude(joined_at=None).exclude(reply=Reply.DECLINED)

    def invitable(self) -> "RepresentativeQuerySet":
        return self.filter(removed_at=None).exclude(email="")


class Representative(TenantModel):
    """A person who answers for a party; needs no account, and is nothing outside this session."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="representatives")
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    function = models.CharField(_("role in the organisation"), max_length=NAME_LENGTH, blank=True)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(null=True, editable=False)
    joined_by = models.CharField(max_length=20, choices=JoinedBy.choices, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    reply = models.CharField(_("reply"), max_length=20, choices=Reply.choices, blank=True, editable=False)
    replied_at = models.DateTimeField(_("replied at"), null=True, editable=False)
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    instead_of = models.ForeignKey(
        "self",
        verbose_name=_("comes instead of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="substitutes",
        editable=False,
    )

    objects = tenant_manager(RepresentativeQuerySet)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.email


class FacilitatorQuerySet(TenantQuerySet):
    """Appointments that hold."""

    def appointed(self) -> "FacilitatorQuerySet":
        return self.filter(ended_at=None)


class Facilitator(TenantModel):
    """The person appointed to lead one session; often from outside the municipality."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="facilitators")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="appointments",
        editable=False,
    )
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = tenant_manager(FacilitatorQuerySet)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "municipality", "session", Lower("email"), condition=Q(ended_at=None), name="facilitator_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
