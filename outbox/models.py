from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

TROUBLE_AFTER = 8
"""Attempts, made in some twenty minutes; from then on people are told, and it is tried each hour."""
MAX_ATTEMPTS = 80
"""Some three days: a mail server may be away for a weekend. Work that kills its worker ends here too."""


class PromiseQuerySet(TenantQuerySet):
    """Promises by what is still to be done about them."""

    def open(self) -> "PromiseQuerySet":
        return self.filter(done_at=None, bounced_at=None, attempts__lt=MAX_ATTEMPTS)

    def due(self, *, now: datetime) -> "PromiseQuerySet":
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)

    def given_up(self) -> "PromiseQuerySet":
        return self.filter(done_at=None, attempts__gte=MAX_ATTEMPTS)


class Promise(TenantModel):
    """Something promised (a mail, a report), written with its cause and fulfilled until it is done."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    # Said by the mail server of the receiver, at once or hours later.
    bounced_at = models.DateTimeField(null=True)

    objects = tenant_manager(PromiseQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="promise_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="promise_open")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_in_trouble(self) -> bool:
        return self.done_at is None and self.bounced_at is None and self.attempts >= TROUBLE_AFTER

    def wait_after_failure(self) -> timedelta:
        """Return how long to wait before the next attempt: 10 s, doubling, an hour at most."""
        doublings = min(max(self.attempts - 1, 0), TROUBLE_AFTER + 1)
        return min(timedelta(seconds=10 * 2**doublings), timedelta(hours=1))
