"""Whom a mail comes from: the municipality by name, the platform by address, and no header more."""

from datetime import datetime
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from municipalities.platform.mail import tell_administrators
from outbox import registry
from outbox.mail import deliver, sender_for
from outbox.models import Promise
from outbox.promises import due_promises, fulfil, promise
from tests.builders import NOW, build_member


@registry.handler("test: letter")
def letter(row: Promise, now: datetime) -> None:
    context = {
        "municipality": row.municipality,
        "person": "Sanne",
        "news": {"lines": [timezone.localtime(NOW)]},
    }
    deliver(row, to="sanne@example.nl", subject="Dag", template="mail/platform/news", context=context)


def sent(municipality: Municipality, **fields: str) -> mail.EmailMessage:
    Municipality.objects.filter(pk=municipality.pk).update(**fields)
    with tenant(municipality):
        row = promise(municipality=municipality, kind="test: letter", key="x", payload={}, now=NOW)
    assert fulfil(promise_id=row.pk, now=NOW)
    return mail.outbox[-1]


ADDRESS = settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">")


def test_without_a_name_the_platform_writes(municipality: Municipality) -> None:
    message = sent(municipality)
    assert message.from_email == settings.DEFAULT_FROM_EMAIL and message.reply_to == []


@pytest.mark.parametrize(
    "name",
    [
        "Gemeente Waterveen",
        "Súdwest-Fryslân",
        'De "Brug", team',
        "a@b.example",
        "Waterveen via Waterveen",
        "東京",
    ],
)
def test_the_name_of_the_municipality_stands_before_the_address_of_the_platform(
    municipality: Municipality, name: str
) -> None:
    message = sent(municipality, mail_sender=name, mail_reply_to="schulden@waterveen.example")
    read = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    (sender,) = read["From"].addresses
    assert sender.addr_spec == ADDRESS
    assert sender.display_name == f"{name} via Digitale gesprekshulp"
    assert str(read["Reply-To"]) == "schulden@waterveen.example"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00", "\x85"])
def test_no_header_can_be_slipped_in(municipality: Municipality, end: str) -> None:
    """Also when it came into the database past every form."""
    if end == "\x00" and not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        end = "\x01"  # PostgreSQL stores no NUL
    message = sent(
        municipality,
        mail_sender=f"Waterveen{end}Bcc: x@example.org{end}{end}<b>",
        mail_reply_to=f"a@example.nl{end}Bcc: x@example.org",
    )
    read = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert read["Bcc"] is None
    assert message.recipients() == ["sanne@example.nl"]
    (sender,) = read["From"].addresses
    assert sender.addr_spec == ADDRESS


def test_what_the_platform_says_itself_comes_from_the_platform(municipality: Municipality) -> None:
    build_member(municipality, Role.ADMINISTRATOR)
    Municipality.objects.filter(pk=municipality.pk).update(
        mail_sender="Waterveen", mail_reply_to="a@waterveen.example"
    )
    municipality.refresh_from_db()
    assert "Waterveen" in sender_for(municipality)
    with tenant(municipality):
        tell_administrators(municipality, news="suspended", once="1", now=NOW)
    for pk in due_promises(now=NOW):
        fulfil(promise_id=pk, now=NOW)
    (message,) = mail.outbox
    assert message.from_email == settings.DEFAULT_FROM_EMAIL and message.reply_to == []


def test_times_in_a_mail_are_those_of_the_municipality(municipality: Municipality) -> None:
    assert "14.00" in str(sent(municipality).body)
    with tenant(municipality):
        Promise.objects.all().delete()
    assert "9.00" in str(sent(municipality, time_zone="America/Curacao").body)
