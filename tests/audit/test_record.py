"""The log can be read and added to, nothing else."""

import pytest

from audit.actors import SYSTEM
from audit.models import AppendOnly, AuditEvent
from audit.record import record
from municipalities.models import Municipality
from tests.builders import NOW


def test_a_row_can_only_be_added(inside: Municipality) -> None:
    row = record(municipality=inside, actor=SYSTEM, action="try", target=inside, now=NOW, reason="x" * 999)
    assert (row.target_type, row.target_id, len(row.reason)) == (
        "municipalities.municipality",
        inside.pk,
        300,
    )
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        row.delete()
    with pytest.raises(AppendOnly):
        AuditEvent.objects.update(action="something else")
    with pytest.raises(AppendOnly):
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.get().action == "try"
