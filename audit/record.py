"""Write the log."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from .actors import Actor
from .models import AuditEvent

if TYPE_CHECKING:
    from municipalities.models import Municipality


def record(
    *,
    municipality: "Municipality",
    actor: Actor,
    action: str,
    target: models.Model,
    now: datetime,
    reason: str = "",
) -> AuditEvent:
    """Add one row to the log, in the transaction of the change it tells of."""
    return AuditEvent.objects.create(
        municipality=municipality,
        at=now,
        user=actor.user,
        role=actor.role,
        actor_reference=actor.reference or (f"user {actor.user.pk}" if actor.user else ""),
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        reason=reason[:300],
    )
