"""Two schedulers at the very same moment: each row once and each mail once, because the key is unique."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from agenda.models import Reminder
from agenda.reminding import promising
from agenda.reminding.ledger import Ledger, write_ledger
from agenda.reminding.promising import REMIND_OWNER, plan_reminders
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import Promise
from tests.agenda.reminding import agreed, at, close, held
from tests.agenda.test_reminding import SOON
from tests.builders import build_municipality, build_session, national_catalogue

AT_ONCE = 4


def built() -> Municipality:
    """Return a municipality with three points of one owner, of which the date is near."""
    national_catalogue()
    municipality = build_municipality()
    with tenant(municipality):
        session = held(build_session(municipality))
        for number in range(3):
            agreed(session, f"Punt {number}")
        close(session)
    return municipality


def schedule(municipality: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run several schedulers that have all read the ledger before the first of them writes."""
    have_read = Barrier(AT_ONCE)

    def write_together(ledger: Ledger, **more: object) -> int:
        have_read.wait(timeout=20)
        return write_ledger(ledger, **more)

    monkeypatch.setattr(promising, "write_ledger", write_together)
    threads = [Thread(target=_plan, args=[municipality]) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _plan(municipality: Municipality) -> None:
    try:
        with tenant(municipality):
            plan_reminders(municipality, now=at(SOON))
    finally:
        connections.close_all()


def counted(municipality: Municipality) -> tuple[int, int, int]:
    """Return how many rows there are, how many of them were told, and how many mails were promised."""
    with tenant(municipality):
        rows = Reminder.objects.all()
        mails = Promise.objects.filter(kind=REMIND_OWNER).count()
        return rows.count(), rows.exclude(told_at=None).count(), mails


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_make_each_row_and_each_mail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    municipality = built()
    schedule(municipality, monkeypatch)
    assert counted(municipality) == (3, 3, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_key_of_the_ledger_there_would_be_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    municipality = built()
    with without_key():
        schedule(municipality, monkeypatch)
        found, _told, _mails = counted(municipality)
        with tenant(municipality):
            Reminder.objects.all().delete()
    assert found == 3 * AT_ONCE


@contextmanager
def without_key() -> Iterator[None]:
    """Take the unique key of the ledger away while the block runs."""
    (key,) = kept = Reminder._meta.constraints
    # SQLite makes the table anew, with the keys that the model names.
    Reminder._meta.constraints = []
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reminder, key)
    try:
        yield
    finally:
        Reminder._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(Reminder, key)
