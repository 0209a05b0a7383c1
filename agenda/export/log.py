"""That the agenda was taken along stands in the log, with how much of it."""

from datetime import datetime

from audit.actors import Actor
from audit.record import record

from .chosen import Chosen


def log_export(chosen: Chosen, *, actor: Actor, now: datetime) -> None:
    """Write down that somebody takes the agenda along, with names or without."""
    action = "export agenda" if chosen.with_names else "export agenda without names"
    record(municipality=chosen.municipality, actor=actor, action=action, target=chosen.municipality, now=now)
