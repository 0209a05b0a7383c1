"""The chain over the log names each row that was tampered with."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actors import SYSTEM, Actor
from audit.append_only import unguarded
from audit.models import AuditEvent, LogSeal
from audit.record import record
from audit.sealing import head_of_log, seal_log, to_seal, verify_log
from audit.tasks import seal_logs
from common.tenancy import tenant
from municipalities.models import Municipality
from tests.builders import build_municipality, build_user

NOW = timezone.now()
LATER = NOW + timedelta(hours=1)


def log(municipality: Municipality, *actions: str) -> list[AuditEvent]:
    return [
        record(municipality=municipality, actor=SYSTEM, action=action, target=municipality, now=NOW)
        for action in actions
    ]


@pytest.fixture
def events(inside: Municipality) -> list[AuditEvent]:
    """Four events, sealed."""
    events = log(inside, "one", "two", "three", "four")
    assert seal_log(municipality=inside, now=NOW) == 4
    return events


def tampered() -> list[int]:
    return [tampering.event_id for tampering in verify_log(now=LATER)]


def overwrite(rows: object, **fields: object) -> None:
    """Change rows as somebody with the database in hands would."""
    with unguarded():
        super(type(rows), rows).update(**fields)  # type: ignore[misc]


def take_away(rows: QuerySet) -> None:
    """Remove rows as somebody with the database in hands would."""
    with unguarded():
        rows._raw_delete(using="default")


def test_a_log_as_it_was_written_is_whole(events: list[AuditEvent]) -> None:
    assert tampered() == []


def test_sealing_again_adds_nothing_and_goes_on_later(events: list[AuditEvent], inside: Municipality) -> None:
    head = head_of_log()
    assert seal_log(municipality=inside, now=LATER) == 0
    assert head_of_log() == head
    log(inside, "five")
    assert seal_log(municipality=inside, now=LATER) == 1
    assert head_of_log().startswith("5 ")
    assert tampered() == []


@pytest.mark.parametrize(
    "fields", [{"action": "x"}, {"role": "x"}, {"reason": "x"}, {"at": LATER}, {"target_id": 0}]
)
def test_a_changed_row_is_named(events: list[AuditEvent], fields: dict[str, object]) -> None:
    overwrite(AuditEvent.objects.filter(pk=events[1].pk), **fields)
    assert tampered() == [events[1].pk]


def test_a_changed_link_is_named(events: list[AuditEvent]) -> None:
    overwrite(LogSeal.objects.filter(event_id=events[1].pk), hash="f" * 64)
    assert events[1].pk in tampered()


def test_a_removed_row_is_named(events: list[AuditEvent]) -> None:
    take_away(AuditEvent.objects.filter(pk=events[2].pk))
    assert tampered() == [events[2].pk]


def test_a_row_that_was_removed_with_its_link_is_noticed(events: list[AuditEvent]) -> None:
    take_away(AuditEvent.objects.filter(pk=events[2].pk))
    take_away(LogSeal.objects.filter(event_id=events[2].pk))
    assert tampered() == [events[3].pk]


def test_what_was_cut_off_at_the_end_shows_in_the_head(events: list[AuditEvent]) -> None:
    head = head_of_log()
    take_away(AuditEvent.objects.filter(pk=events[3].pk))
    take_away(LogSeal.objects.filter(event_id=events[3].pk))
    assert head_of_log() != head


def test_a_row_without_a_link_is_named_when_the_clock_had_its_time(
    events: list[AuditEvent], inside: Municipality
) -> None:
    (late,) = log(inside, "slipped in")
    assert list(verify_log(now=NOW + timedelta(minutes=1))) == []
    assert tampered() == [late.pk]


def test_an_account_that_goes_breaks_no_link(events: list[AuditEvent]) -> None:
    overwrite(AuditEvent.objects.all(), user=None)
    assert tampered() == []


def test_an_account_that_is_replaced_is_named(inside: Municipality) -> None:
    me, other = build_user(), build_user()
    event = record(municipality=inside, actor=Actor("reader", me), action="one", target=inside, now=NOW)
    seal_log(municipality=inside, now=NOW)
    assert tampered() == []
    overwrite(AuditEvent.objects.filter(pk=event.pk), user=other)
    assert tampered() == [event.pk]


def test_the_newest_rows_can_be_checked_alone(events: list[AuditEvent]) -> None:
    overwrite(AuditEvent.objects.filter(pk=events[0].pk), action="x")
    assert list(verify_log(now=LATER, newest=3)) == []
    assert [one.event_id for one in verify_log(now=LATER, newest=4)] == [events[0].pk]


def test_each_municipality_has_its_own_chain(db: None) -> None:
    here, there = build_municipality(), build_municipality("Dorpstede")
    for one in (here, there):
        with tenant(one):
            log(one, "one", "two")
    assert to_seal() == [here, there]
    seal_logs()
    assert to_seal() == []
    for one in (here, there):
        with tenant(one):
            assert head_of_log().startswith("2 ")


def test_the_command_names_what_is_wrong(municipality: Municipality) -> None:
    with tenant(municipality):
        (event,) = log(municipality, "one")
        seal_log(municipality=municipality, now=NOW)
        head = head_of_log()
    said = StringIO()
    call_command("audit_verify", stdout=said)
    assert said.getvalue() == f"{municipality.slug}: {head}\n"
    with tenant(municipality):
        overwrite(AuditEvent.objects.filter(pk=event.pk), action="x")
    with pytest.raises(CommandError, match="1 rows"):
        call_command("audit_verify", stdout=said)
    assert f"event {event.pk}: the event or its link was changed" in said.getvalue()


def test_a_place_in_the_chain_is_given_once(events: list[AuditEvent], inside: Municipality) -> None:
    """What makes two clocks at once harmless."""
    (event,) = log(inside, "five")
    with pytest.raises(IntegrityError), transaction.atomic():
        LogSeal.objects.create(municipality=inside, number=4, event_id=event.pk, sealed_at=NOW, hash="f" * 64)
