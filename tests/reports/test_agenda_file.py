"""What the file for a computer holds is described name by name, and nothing else is."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from agenda.enums import ActionChange, ActionStatus, OwnersWord
from agenda.export.as_json import json_pieces
from agenda.export.chosen import choose
from agenda.looking.filter import Choice
from agenda.models import ActionLink
from agenda.points.proposing import propose_action
from sessions.models import GroupSession
from tests.builders import FACILITATOR, TODAY, answering

TEXT = (Path(settings.BASE_DIR) / "docs" / "agenda-file.md").read_text()


def names_in(told: Any) -> Iterator[str]:
    """Yield every name in a file, at any depth."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield name
            yield from names_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from names_in(value)


@pytest.fixture
def told(session: GroupSession) -> dict[str, Any]:
    answering(session)
    point = propose_action(
        session,
        what="Eén nummer",
        today=TODAY,
        now=timezone.now(),
        owner_organisation=session.parties.first().organisation,
        deadline=TODAY + timedelta(days=30),
        actor=FACILITATOR,
        author="R. Smit",
    )
    known = {"municipality": session.municipality, "action_point": point}
    ActionLink.objects.create(address="https://example.org/", label="Brief", **known)
    said: dict[str, Any] = {"choice": Choice(), "with_names": True, "today": TODAY, "now": timezone.now()}
    return json.loads(b"".join(json_pieces(choose(municipality=session.municipality, **said))))


def test_every_name_in_the_file_is_described(told: dict[str, Any]) -> None:
    described = set(re.findall(r"`([a-z_]+)`", TEXT))
    assert set(names_in(told)) <= described
    assert {one.value for one in (*ActionStatus, *ActionChange, *OwnersWord)} <= described


def test_every_name_that_is_described_stands_in_the_file(told: dict[str, Any]) -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", TEXT, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert len(described) > 30 and described <= set(names_in(told))
