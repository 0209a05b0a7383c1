"""What leaves the log goes by its age, with its municipality, or by a right of a person; never otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actors import SYSTEM, Actor
from audit.append_only import FUNCTIONS, KEPT_AT_LEAST_DAYS, make_functions, unguarded
from audit.forgetting import NotAsked, TooYoung, forget_log, remove_log
from audit.models import AuditEvent, LogSeal
from audit.record import record
from audit.sealing import head_of_log, seal_log, verify_log
from common.retention import category_named, months_before
from common.row_security import let_in
from common.tenancy import tenant
from municipalities.models import Municipality
from tests.builders import build_municipality, build_user
from tests.servers import WORKER_ROLE

NOW = timezone.now()
OLD = NOW - timedelta(days=800)
TERM = NOW - timedelta(days=730)


@contextmanager
def at_work() -> Iterator[None]:
    """Be the role that works: on PostgreSQL it is not who owns the tables, as the tests are."""
    if connection.vendor != "postgresql":
        yield
        return
    let_in(connection, role=WORKER_ROLE)
    make_functions(connection, worker=WORKER_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {WORKER_ROLE}")
        yield
        cursor.execute("RESET ROLE")


def log(municipality: Municipality, *days: int) -> list[AuditEvent]:
    """Log an event so many days ago each, and seal them."""
    events = [
        record(
            municipality=municipality,
            actor=SYSTEM,
            action="plan session",
            target=municipality,
            now=NOW - timedelta(days=ago),
        )
        for ago in days
    ]
    seal_log(municipality=municipality, now=NOW)
    return events


def found(at: datetime = NOW) -> list[tuple[int, str]]:
    return [(one.event_id, one.what) for one in verify_log(now=at)]


def test_the_database_itself_refuses_to_change_or_remove(inside: Municipality) -> None:
    log(inside, 800)
    with at_work():
        for model in (AuditEvent, LogSeal):
            rows = QuerySet(model)
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(municipality=inside)
            with pytest.raises(DatabaseError), transaction.atomic():
                rows._raw_delete(using="default")
        log(inside, 0)
    assert found() == []


def test_without_the_guard_the_database_would_do_it(inside: Municipality) -> None:
    """The control: what refuses is the guard."""
    (event,) = log(inside, 800)
    with unguarded():
        assert AuditEvent.objects.filter(pk=event.pk)._raw_delete(using="default") == 1
    assert found() == [(event.pk, "the event is gone")]


def test_the_guard_comes_back_when_a_removal_fails(inside: Municipality) -> None:
    log(inside, 800)
    with pytest.raises(ZeroDivisionError), unguarded():
        raise ZeroDivisionError
    with at_work(), pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all()._raw_delete(using="default")


def test_what_is_old_goes_and_the_chain_still_holds(inside: Municipality) -> None:
    events = log(inside, 900, 800, 10)
    head = head_of_log()
    with at_work():
        assert forget_log(inside, TERM, NOW) == 2
        assert forget_log(inside, TERM, NOW) == 0
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["plan session", "forget log"]
    assert AuditEvent.objects.last().target_id == events[1].pk
    assert head_of_log() == head
    assert found() == []
    seal_log(municipality=inside, now=NOW)
    assert found() == []


def test_what_went_without_being_told_is_named(inside: Municipality) -> None:
    events = log(inside, 900, 800, 10, 5)
    forget_log(inside, TERM, NOW)
    seal_log(municipality=inside, now=NOW)
    with unguarded():
        AuditEvent.objects.filter(pk=events[2].pk)._raw_delete(using="default")
    assert found() == [(events[2].pk, "the event is gone")]


def test_what_was_picked_out_is_named_whatever_was_told(inside: Municipality) -> None:
    """A row that says that events were forgotten does not cover one that went from between others."""
    events = log(inside, 30, 20, 10)
    record(municipality=inside, actor=SYSTEM, action="forget log", target=events[2], now=NOW)
    with unguarded():
        AuditEvent.objects.filter(pk=events[1].pk)._raw_delete(using="default")
    assert found() == [(events[1].pk, "the event is gone")]


def test_only_the_beginning_goes_and_only_what_is_sealed(inside: Municipality) -> None:
    log(inside, 900, 10, 850)
    late = record(municipality=inside, actor=SYSTEM, action="plan session", target=inside, now=OLD)
    assert forget_log(inside, TERM, NOW) == 1
    assert AuditEvent.objects.filter(pk=late.pk).exists()
    assert found() == [(late.pk, "the event was slipped in, or the clock stands still")]


def test_the_last_year_stays(inside: Municipality) -> None:
    log(inside, 300)
    with pytest.raises(TooYoung):
        forget_log(inside, NOW - timedelta(days=200), NOW)
    assert AuditEvent.objects.count() == 1


def test_the_database_keeps_as_long_as_the_code() -> None:
    assert f"interval '{KEPT_AT_LEAST_DAYS} days'" in "".join(FUNCTIONS.values())


@pytest.mark.postgresql
def test_the_last_year_stays_whatever_the_code_asks(inside: Municipality) -> None:
    (event,) = log(inside, 300)
    with (
        at_work(),
        pytest.raises(DatabaseError, match="stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT forget_log(%s, %s, %s)", [inside.pk, event.pk, NOW])


def test_sealing_meanwhile_does_no_harm(inside: Municipality) -> None:
    log(inside, 900)
    record(municipality=inside, actor=SYSTEM, action="plan session", target=inside, now=NOW)
    forget_log(inside, TERM, NOW)
    assert seal_log(municipality=inside, now=NOW) == 2
    assert found() == []


def test_a_log_goes_as_a_whole_only_with_its_municipality(db: None) -> None:
    here, there = build_municipality(), build_municipality("Dorpstede")
    for one in (here, there):
        with tenant(one):
            log(one, 900, 1)
    with tenant(here):
        with at_work(), pytest.raises(NotAsked):
            remove_log(here)
        Municipality.objects.filter(pk=here.pk).update(removal_asked_at=NOW)
        with at_work():
            assert remove_log(here) == 2
        assert not AuditEvent.objects.exists() and not LogSeal.objects.exists()
    with tenant(there):
        assert AuditEvent.objects.count() == 2


@pytest.mark.postgresql
def test_the_functions_reach_no_further_than_the_municipality_they_are_called_in(db: None) -> None:
    here, there = build_municipality(), build_municipality("Dorpstede")
    with tenant(there):
        (event,) = log(there, 900)
    Municipality.objects.update(removal_asked_at=NOW)
    with tenant(here), at_work(), connection.cursor() as cursor:
        cursor.execute("SELECT forget_log(%s, %s, %s)", [there.pk, event.pk, TERM])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT remove_log(%s)", [there.pk])
        assert cursor.fetchone() == (0,)
    with tenant(there):
        assert AuditEvent.objects.count() == 1


@pytest.mark.postgresql
def test_nobody_else_may_call_the_functions(inside: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname IN ('forget_log', 'remove_log') "
            "AND (NOT prosecdef OR proacl IS NULL OR array_to_string(proacl, ' ') ~ '(^| )=X')"
        )
        assert cursor.fetchall() == []


def test_an_account_may_go_from_an_event_and_nothing_else_of_it(inside: Municipality) -> None:
    user = build_user()
    actor = Actor(role="reader", user=user)
    record(municipality=inside, actor=actor, action="read report", target=inside, now=NOW)
    seal_log(municipality=inside, now=NOW)
    with at_work():
        assert QuerySet(AuditEvent).update(user=None) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            QuerySet(AuditEvent).update(user=None, role="x")
    assert AuditEvent.objects.get().user is None
    assert found() == []


def test_the_log_has_a_term_of_its_own(inside: Municipality) -> None:
    log(inside, 1900, 400, 10)
    kept, today = category_named("log"), timezone.localdate(NOW)
    before = months_before(today, kept.default_months)
    assert kept.count(inside, before) == {"audit.auditevent": 1}
    assert kept.forget(inside, months_before(today, kept.least), NOW) == {"audit.auditevent": 2}
    assert not kept.allows(11)
    assert found() == []
