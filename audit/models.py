from typing import Any

from django.conf import settings
from django.db import models

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager


class AppendOnly(Exception):
    """A row of the log was about to be changed or removed."""


class AppendOnlyQuerySet(TenantQuerySet):
    """The log can be read and added to, nothing else."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("The log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("The log is append-only.")


class AppendOnlyModel(TenantModel):
    """A row that is written once."""

    objects = tenant_manager(AppendOnlyQuerySet)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise AppendOnly("The log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("The log is append-only.")


class AuditEvent(AppendOnlyModel):
    """Who did what to what, and when; never an answer, never free text but the reason that was asked for."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=40)
    actor_reference = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["municipality", "target_type", "target_id"]),
            models.Index(fields=["municipality", "at", "id"], name="audit_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.role} {self.action} {self.target_type} {self.target_id}"


class LogSeal(AppendOnlyModel):
    """One link of the chain over the log: the event, and a keyed hash of it and of the link before.

    A table of its own, because an event is never written twice and the chain has one order: that of sealing.
    """

    number = models.PositiveBigIntegerField()
    event_id = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="log_seal_number_once"),
            models.UniqueConstraint(fields=["municipality", "event_id"], name="log_event_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.event_id}"
