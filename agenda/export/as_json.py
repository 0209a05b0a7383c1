"""The agenda as a file for a computer: JSON with the history of each action point, sent while it is made.

Keys are English and do not change; labels are in the language of the reader.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from ..enums import ActionChange
from ..models import ActionEvent, ActionPoint
from ..points.history import in_words
from .chosen import Chosen, in_chunks

FORMAT = "digitale-gesprekshulp/verbeteragenda"
VERSION = 1
"""Raised when a name in the file changes its meaning; a name that is added does not raise it."""
NAMELESS = frozenset(
    {
        ActionChange.ACCEPTED,
        ActionChange.DEADLINE,
        ActionChange.OWNER_LEFT,
        ActionChange.OWNER_STOPPED,
        ActionChange.STATUS,
        ActionChange.WORDING,
        ActionChange.STATEMENTS,
        ActionChange.PRIORITY,
        ActionChange.NO_PRIORITY,
    }
)
"""Changes whose words hold no name of a person; of others everybody is only told what kind it was."""


def json_pieces(chosen: Chosen) -> Iterator[bytes]:
    """Yield the file: first what it is, and then one line for each action point."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "municipality": chosen.municipality.name,
        "address": chosen.municipality.slug,
        "made_at": chosen.made_at,
        "snapshot": chosen.mark,
        "with_names": chosen.with_names,
        "number": len(chosen.keys),
    }
    yield (_written(head)[:-1] + ', "action_points": [').encode()
    is_first = True
    for points in in_chunks(chosen, with_history=True):
        with override(chosen.language):
            lines = [_written(_told(point, chosen)) for point in points]
        yield ("\n" if is_first else ",\n").encode() + ",\n".join(lines).encode()
        is_first = False
    yield b"\n]}\n"


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)


def _told(point: ActionPoint, chosen: Chosen) -> dict[str, Any]:
    """Return all that is told of one action point."""
    owner = {
        "organisation": point.owner_organisation.name if point.owner_organisation else None,
        "role": point.owner_role,
        "has_it_now": point.has_owner,
    }
    people = {"name": point.owner_name, "email": point.owner_email}
    session = point.session
    return {
        "id": point.pk,
        "revision": point.revision,
        "what": point.what,
        "resident_effect": point.resident_effect,
        "owner": {**owner, **(people if chosen.with_names else {})},
        "helpers": sorted(helper.name for helper in point.helpers.all()),
        "deadline": point.deadline,
        "first_deadline": point.first_deadline,  # type: ignore[attr-defined]
        "postponed": point.postponed,
        "status": {"key": point.status, "label": point.get_status_display()},
        "in_the_word_of_the_owner": {"key": point.owners_word, "label": point.get_owners_word_display()},
        "is_overdue": point.is_overdue(on=chosen.today),
        "is_priority": point.is_priority,
        "next_step": point.next_step,
        "decided_by": point.decided_by,
        "decision_on": point.decision_on,
        "theme": point.theme.title_in(chosen.language) if point.theme else None,
        "statements": [statement.number for statement in point.statements.all()],
        "session": {"id": session.pk, "title": session.title} if session else None,
        "agreed_at": point.created_at,
        "changed_at": point.changed_at,
        "links": [{"address": link.address, "label": link.label} for link in point.links.all()],
        "merged": [{"id": one.pk, "what": one.what} for one in point.merged_here],  # type: ignore[attr-defined]
        "history": [_event(event, chosen) for event in point.events.all()],
    }


def _event(event: ActionEvent, chosen: Chosen) -> dict[str, Any]:
    """Return one line of history; without names only what can't hold one."""
    told: dict[str, Any] = {"at": event.at, "change": event.change}
    if chosen.with_names:
        return {**told, "words": in_words(event), "text": event.text, "author": event.author}
    is_nameless = event.change in NAMELESS
    return {**told, "words": in_words(event) if is_nameless else event.get_change_display()}
