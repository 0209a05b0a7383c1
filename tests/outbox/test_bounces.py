"""A mail that did not arrive is told: refused at once, or hours later by a message of a mail server."""

import io
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart

import pytest
from django.core.management import call_command
from pytest_django import Settings

from common.tenancy import tenant
from municipalities.invitations.states import State, progress_of
from municipalities.models import Invitation, Municipality
from outbox import bounces
from outbox.bounces import Reading, read_bounce
from outbox.mail import message_id
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from tests.builders import NOW, build_municipality, invite
from tests.mail_sink import Sink, mail_sink


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with mail_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def invitation(municipality: Municipality) -> Invitation:
    with tenant(municipality):
        return invite(municipality, "nergens@example.org", now=NOW)


def promised(municipality: Municipality) -> Promise:
    with tenant(municipality):
        return Promise.objects.get()


def state(invitation: Invitation, now: datetime = NOW) -> State:
    with tenant(invitation.municipality):
        return progress_of([invitation], now=now)[invitation.pk].state


def deliver(municipality: Municipality, now: datetime = NOW) -> bool:
    return fulfil(promise_id=promised(municipality).pk, now=now)


def notification(
    row: Promise, *, action: str = "failed", status: str = "5.1.1", returned: str = "message/rfc822"
) -> EmailMessage:
    """Return what the mail server of a receiver sends back, as RFC 3464 has it."""
    report = EmailMessage()
    report["From"], report["To"], report["Subject"] = (
        "MAILER-DAEMON@mx.example.org",
        "wij@example.org",
        "Failed",
    )
    report.set_content("I could not deliver your mail.\n")
    report.make_mixed()
    report.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    told = MIMEPart()
    told["Content-Type"] = "message/delivery-status"
    about = f"Final-Recipient: rfc822; nergens@example.org\nAction: {action}\nStatus: {status}\n"
    told.set_payload([message_from_bytes(b"Reporting-MTA: dns; mx\n"), message_from_bytes(about.encode())])
    report.attach(told)
    headers = f"Message-ID: {message_id(row)}\nSubject: Uitnodiging\n\n"
    original = MIMEPart()
    original["Content-Type"] = returned
    is_mail = returned == "message/rfc822"
    original.set_payload([message_from_bytes(headers.encode())] if is_mail else headers)
    report.attach(original)
    return report


def test_what_a_server_takes_in_is_sent(invitation: Invitation, sink: Sink) -> None:
    assert deliver(invitation.municipality)
    assert state(invitation) is State.SENT
    [mail] = [message_from_bytes(raw) for raw in sink.mails]
    assert mail["Message-ID"] == message_id(promised(invitation.municipality))


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <nergens@example.org>: User unknown",
        "550 No such user here",
        "550 5.4.4 Unable to route",
        "552 5.2.2 Mailbox full",
    ],
)
def test_a_receiver_refused_for_good_is_told_at_once_and_not_tried_again(
    invitation: Invitation, sink: Sink, said: str
) -> None:
    sink.recipient = said
    assert not deliver(invitation.municipality)
    assert state(invitation) is State.BOUNCED
    sink.recipient = "250 Ok"
    for hours in range(1, 90, 11):
        assert due_promises(now=NOW + timedelta(hours=hours)) == []
        assert not deliver(invitation.municipality, NOW + timedelta(hours=hours))
    assert sink.asked == 1 and sink.mails == []


@pytest.mark.parametrize(
    "said", ["450 4.2.0 Greylisted", "554 5.7.1 Relay access denied", "554 No", "550 5.7.26 Unauthenticated"]
)
def test_what_is_about_us_or_passes_is_tried_again(invitation: Invitation, sink: Sink, said: str) -> None:
    """A mistake in our own settings must not mark every address as wrong."""
    sink.recipient = said
    assert not deliver(invitation.municipality)
    assert state(invitation) is State.SENDING
    sink.recipient = "250 Ok"
    assert deliver(invitation.municipality, NOW + timedelta(hours=1))
    assert len(sink.mails) == 1


def test_a_refusal_after_the_text_counts_too(invitation: Invitation, sink: Sink) -> None:
    sink.data = "550 5.1.1 No such user"
    assert not deliver(invitation.municipality)
    assert state(invitation) is State.BOUNCED


def test_without_the_look_at_refusals_a_wrong_address_is_tried_for_days(
    invitation: Invitation, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr("outbox.promises.refused_for_good", lambda error: False)
    sink.recipient = "550 5.1.1 User unknown"
    assert not deliver(invitation.municipality)
    assert state(invitation) is not State.BOUNCED
    assert due_promises(now=NOW + timedelta(hours=1)) != []


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_message_of_a_server_marks_the_mail_it_is_about(
    invitation: Invitation, sink: Sink, returned: str
) -> None:
    deliver(invitation.municipality)
    raw = notification(promised(invitation.municipality), returned=returned).as_bytes()
    later = NOW + timedelta(hours=3)
    assert read_bounce(raw, now=later) is Reading.MARKED
    assert read_bounce(raw, now=later + timedelta(hours=1)) is Reading.KNOWN
    assert state(invitation) is State.BOUNCED
    assert promised(invitation.municipality).bounced_at == later


def test_the_other_municipality_keeps_what_it_has(invitation: Invitation, sink: Sink) -> None:
    other = build_municipality("Duinrand")
    with tenant(other):
        theirs = invite(other, "nergens@example.org", now=NOW)
    for promise_id in due_promises(now=NOW):
        fulfil(promise_id=promise_id, now=NOW)
    read_bounce(notification(promised(other)).as_bytes(), now=NOW)
    assert (state(invitation), state(theirs)) == (State.SENT, State.BOUNCED)


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.7"), ("delivered", "2.0.0"), ("failed", "4.2.2")]
)
def test_what_says_no_failure_marks_nothing(
    invitation: Invitation, sink: Sink, action: str, status: str
) -> None:
    deliver(invitation.municipality)
    raw = notification(promised(invitation.municipality), action=action, status=status).as_bytes()
    assert read_bounce(raw, now=NOW) is Reading.NO_BOUNCE
    assert state(invitation) is State.SENT


def test_a_made_up_message_marks_nothing(invitation: Invitation, sink: Sink) -> None:
    deliver(invitation.municipality)
    row = promised(invitation.municipality)
    raw = notification(row).as_bytes()
    guessed = f"<{row.pk}.{'0' * 32}@".encode()
    forged = raw.replace(message_id(row).split("@")[0].encode() + b"@", guessed)
    assert forged != raw
    assert read_bounce(forged, now=NOW) is Reading.UNKNOWN
    assert state(invitation) is State.SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: Afwezig\n\nIk ben er maandag weer.\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nonzin",
        b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\nAction: failed\n",
        b"Content-Type: multipart/mixed; boundary=a\n" * 5000,
    ],
)
def test_any_mail_is_read_without_a_fault(raw: bytes) -> None:
    assert read_bounce(raw, now=NOW) in {Reading.NO_BOUNCE, Reading.UNKNOWN}


def test_the_command_reads_one_mail_and_says_what_it_was(
    invitation: Invitation, sink: Sink, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver(invitation.municipality)
    raw = notification(promised(invitation.municipality)).as_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("read_bounce")
    assert bounces.Reading.MARKED.value in capsys.readouterr().out
    assert state(invitation) is State.BOUNCED
