"""The print kit of a session: the coordinator orders it, the worker makes it, the end takes it away."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from outbox.promises import promise
from sessions.links import token_for
from sessions.models import GroupSession, Party
from sessions.planning import ALIVE, locked_session

from .enums import KitPart, ReportState
from .models import PrintKit

MAKE = "print kit"
WITHDRAWN = ("renew name card", "renew name cards")
OF_THE_TABLE = {KitPart.NAME_CARDS, KitPart.ANSWER_CARDS}


def order_kit(session: GroupSession, *, parts: Collection[str], actor: Actor, now: datetime) -> PrintKit:
    """Promise a PDF with these parts, as the session is when the worker makes it; an earlier file goes.

    The same asked twice while it is being made is asked once. Raises `ValidationError`, and `StepRefused`
    once the session is over.
    """
    chosen = [part.value for part in KitPart if part.value in parts]
    if not chosen:
        raise ValidationError(_("Choose at least one part."))
    with transaction.atomic():
        locked = locked_session(session)
        if OF_THE_TABLE & set(chosen) and not locked.parties.exists():
            raise ValidationError(_("The table is still empty. Choose the parties first."))
        kit = PrintKit.objects.filter(session=locked).first()
        if kit is not None and kit.state != ReportState.READY and kit.parts == chosen:
            return kit
        if kit is None:
            kit = PrintKit(municipality=locked.municipality, session=locked)
        _remove_file_after_commit(kit)
        kit.parts, kit.state, kit.requested_at = chosen, ReportState.PROMISED, now
        kit.file, kit.ready_at, kit.pages = "", None, 0
        kit.save()
        record(municipality=locked.municipality, actor=actor, action="order print kit", target=kit, now=now)
        promise(
            municipality=locked.municipality,
            kind=MAKE,
            key=f"{MAKE} {kit.pk} {now.isoformat()}",
            payload={"session": locked.pk, "asked": now.isoformat()},
            now=now,
        )
    return kit


def forget_kit(session: GroupSession) -> bool:
    """Remove the kit of a session that is over, or whose cards or code were withdrawn.

    Returns whether it went.
    """
    with transaction.atomic():
        kit = PrintKit.objects.select_for_update(no_key=True).filter(session=session).first()
        if kit is None or (kit.state != ReportState.READY and session.state in ALIVE):
            return False  # one that is being made is made of how the session is then
        if session.state in ALIVE and kit.ways_in == ways_in_of(session):
            return False
        _remove_file_after_commit(kit)
        kit.delete()
    return True


def _remove_file_after_commit(kit: PrintKit) -> None:
    storage, name = kit.file.storage, kit.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def ways_in_of(session: GroupSession) -> str:
    """Return a fingerprint of all name cards and the join code as they work now."""
    cards = [token_for(party) for party in session.parties.order_by("pk")]
    return _fingerprint([session.join_code, cards])


def plan_of(session: GroupSession) -> str:
    """Return a fingerprint of what else a kit says: the plan, the names at the table, the order of themes."""
    return _fingerprint(
        [
            session.title,
            session.location,
            session.starts_at.isoformat(),
            session.duration_minutes,
            list(session.parties.values_list("name", "position")),
            list(session.themes.order_by("position").values_list("theme", flat=True)),
        ]
    )


def _fingerprint(said: object) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def cards_withdrawn_at(session: GroupSession) -> datetime | None:
    """Return when name cards of a session were last withdrawn, so that older ones do not work."""
    of_session = AuditEvent.objects.filter(
        action=WITHDRAWN[1], target_type=GroupSession._meta.label_lower, target_id=session.pk
    )
    of_parties = AuditEvent.objects.filter(
        action=WITHDRAWN[0],
        target_type=Party._meta.label_lower,
        target_id__in=session.parties.values_list("pk", flat=True),
    )
    moments = [rows.order_by("-at").values_list("at", flat=True).first() for rows in (of_session, of_parties)]
    return max((moment for moment in moments if moment is not None), default=None)
