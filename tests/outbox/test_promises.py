"""Nothing promised is forgotten, and nothing is done twice."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from common.tenancy import across_municipalities, tenant
from municipalities.models import Municipality
from outbox import registry
from outbox.models import MAX_ATTEMPTS, Promise
from outbox.promises import LEASE, due_promises, fulfil, promise
from outbox.tasks import sweep
from tests.builders import NOW, build_municipality
from vroegsignalering.celery import app as celery_app

done: list[tuple[str, str]] = []


@registry.handler("test: note")
def note(row: Promise, now: datetime) -> None:
    done.append((row.municipality.name, row.payload["what"]))


@registry.handler("test: fail")
def fail(row: Promise, now: datetime) -> None:
    raise RuntimeError("a secret in the text of an error")


@registry.handler("test: killed")
def killed(row: Promise, now: datetime) -> None:
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def forget() -> None:
    done.clear()


def make(municipality: Municipality, kind: str = "test: note", key: str = "one", what: str = "a") -> Promise:
    with tenant(municipality):
        return promise(municipality=municipality, kind=kind, key=key, payload={"what": what}, now=NOW)


def test_a_promise_is_fulfilled_once(municipality: Municipality) -> None:
    row = make(municipality)
    assert fulfil(promise_id=row.pk, now=NOW)
    assert not fulfil(promise_id=row.pk, now=NOW)
    assert done == [("Waterveen", "a")]


def test_the_same_key_is_promised_once_in_each_municipality(municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    assert make(municipality) == make(municipality, what="b")
    assert make(other) != make(municipality)
    for promise_id in due_promises(now=NOW):
        fulfil(promise_id=promise_id, now=NOW)
    assert sorted(done) == [("Dorpstede", "a"), ("Waterveen", "a")]


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(municipality: Municipality) -> None:
    row = make(municipality, kind="test: fail")
    now = NOW
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert not fulfil(promise_id=row.pk, now=now)
        with tenant(municipality):
            row.refresh_from_db()
        assert (row.attempts, row.last_error) == (attempt, "RuntimeError")
        assert not fulfil(promise_id=row.pk, now=now), "not before its time"
        now += timedelta(hours=2)
    assert not fulfil(promise_id=row.pk, now=now)
    with tenant(municipality):
        assert list(Promise.objects.given_up()) == [row]


def test_a_weekend_without_a_mail_server_loses_nothing(municipality: Municipality) -> None:
    row = make(municipality, kind="test: fail")
    for minutes in range(0, 64 * 60, 10):
        for promise_id in due_promises(now=NOW + timedelta(minutes=minutes)):
            fulfil(promise_id=promise_id, now=NOW + timedelta(minutes=minutes))
    assert due_promises(now=NOW + timedelta(hours=66)) == [row.pk]


def test_the_attempt_is_counted_before_the_work(municipality: Municipality) -> None:
    """Work that kills its worker every time must not go on for ever."""
    row = make(municipality, kind="test: killed")
    with pytest.raises(KeyboardInterrupt):
        fulfil(promise_id=row.pk, now=NOW)
    with tenant(municipality):
        row.refresh_from_db()
    assert row.attempts == 1 and row.done_at is None
    assert not fulfil(promise_id=row.pk, now=NOW + LEASE / 2), "another worker may still be at it"
    with pytest.raises(KeyboardInterrupt):
        fulfil(promise_id=row.pk, now=NOW + LEASE)


def test_a_promise_goes_down_with_its_cause(municipality: Municipality) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        make(municipality)
        raise RuntimeError
    assert due_promises(now=NOW) == []


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_cause_succeeds_and_the_sweep_fulfils(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_there = {"broker_url": "redis://127.0.0.1:1/0", "broker_transport_options": {"max_retries": 1}}
    for name, value in nobody_there.items():
        monkeypatch.setitem(celery_app.conf, name, value)
    municipality = build_municipality()
    with tenant(municipality), transaction.atomic():
        now = timezone.now()
        promise(municipality=municipality, kind="test: note", key="one", payload={"what": "a"}, now=now)
    assert done == []
    sweep.run()
    assert done == [("Waterveen", "a")]
    with across_municipalities("outbox sweep"):
        assert Promise.objects.get().done_at is not None


def test_sweeps_do_not_pile_up_while_the_worker_is_busy() -> None:
    entry = next(one for one in celery_app.conf.beat_schedule.values() if one["task"] == sweep.name)
    assert entry["options"]["expires"] <= entry["schedule"]
