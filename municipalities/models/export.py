"""Everything of a municipality in one file, to take along."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel


def unguessable_path(export: "MunicipalityExport", filename: str) -> str:
    """Return where the file lies: never served by address, and not to be guessed either."""
    return f"exports/{export.municipality_id}/{uuid.uuid4().hex}.zip"


class MunicipalityExport(TenantModel):
    """One order of everything: made by the worker, and gone on the day it expires."""

    ordered_at = models.DateTimeField(editable=False)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    made_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    file = models.FileField(upload_to=unguessable_path, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("export of the municipality")
        verbose_name_plural = _("exports of the municipality")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.ordered_at:%Y-%m-%d}"

    @property
    def is_ready(self) -> bool:
        """Return whether the file is there: made, and not expired."""
        return bool(self.file)
