"""The account system of a municipality itself, by which its people may sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from .municipality import Municipality


class IdentityProvider(TenantModel):
    """The OpenID Connect provider of a municipality: at most one, and only for addresses of its domains."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="identity_provider", editable=False
    )
    label = models.CharField(_("name on the button"), max_length=60)
    issuer = models.URLField(_("address of the provider"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=200)
    secret = models.TextField(editable=False)
    domains = models.JSONField(_("e-mail domains"), default=list)
    tenant_id = models.CharField(_("tenant id"), max_length=100, blank=True)
    gives_second_factor = models.BooleanField(_("asks for a second step itself"), default=False)
    in_use = models.BooleanField(_("in use"), default=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("own sign-in")
        verbose_name_plural = _("own sign-ins")

    def __str__(self) -> str:
        return self.label
