"""How people look at the agenda, and lists from elsewhere that were read and shown."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel


class SavedFilter(TenantModel):
    """A way of looking at the agenda that one person keeps under a name; `query` is that of the address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("choices"), max_length=500)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name


class AgendaImport(TenantModel):
    """A list of action points that was read and shown, and not taken over yet; the file is not kept."""

    rows = models.JSONField(_("rows"), default=list)
    file_name = models.CharField(_("name of the file"), max_length=120)
    read_at = models.DateTimeField(_("read at"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    taken_over_at = models.DateTimeField(_("taken over at"), null=True)

    class Meta:
        verbose_name = _("import of action points")
        verbose_name_plural = _("imports of action points")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
