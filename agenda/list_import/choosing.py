"""Choose who is meant by the names in a list that the address book does not know."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from municipalities.locks import hold_municipality
from sessions.folding import fold

from ..models import AgendaImport
from .columns import Column


def choose_organisations(
    kept: AgendaImport, *, choices: Mapping[str, int | str], actor: Actor, now: datetime
) -> int:
    """Write down for each name who it is: the key of an organisation, or `NEW`; return how many rows changed.

    A list that was taken over meanwhile is left alone.
    """
    wanted = {fold(name): choice for name, choice in choices.items()}
    changed = 0
    with transaction.atomic():
        hold_municipality(kept.municipality)
        kept.refresh_from_db()
        for row in kept.rows:
            names = [row["values"].get(Column.OWNER.value, ""), *row["values"].get(Column.HELPERS.value, [])]
            of_this_row = {fold(name): wanted[fold(name)] for name in names if fold(name) in wanted}
            if of_this_row:
                row["chosen"] = {**row.get("chosen", {}), **of_this_row}
                changed += 1
        if changed:
            kept.save(update_fields=["rows"])
            record(
                municipality=kept.municipality,
                actor=actor,
                action="choose organisations of a list",
                target=kept,
                now=now,
            )
    return changed
