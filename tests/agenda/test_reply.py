"""An owner answers from a mail: who is mailed, what the page does, and until when the link works."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.owners.asking import ASK_ALL, COLLECTS_FOR, TELL_OWNER
from agenda.owners.reply_link import (
    WORKS_FOR,
    Reply,
    action_of_reply,
    reply_token,
)
from agenda.points.accepting import accept_action
from agenda.points.assigning import assign_owner
from agenda.points.proposing import propose_action
from audit.models import AuditEvent
from outbox.models import Promise
from outbox.promises import fulfil
from sessions import stage
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_municipality,
    build_organisation,
    outside,
    take,
)

BY = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
REASON = "Hier is eerst een besluit van de directie voor nodig."


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    answering(session)
    return session


def propose(session: GroupSession, what: str, email: str = "jan@corporatie.example") -> ActionPoint:
    return propose_action(
        session,
        what=what,
        today=TODAY,
        owner_organisation=session.parties.first().organisation,
        owner_name="Jan",
        owner_email=email,
        deadline=date(2027, 3, 1),
        **BY,
    )


def close(session: GroupSession) -> list[EmailMultiAlternatives]:
    """Close a session and do what was promised of it; return the mails to owners."""
    take(stage.close_session, session, follow_up_on=None)
    return work(session)


def work(session: GroupSession) -> list[EmailMultiAlternatives]:
    mail.outbox.clear()
    for kind in (ASK_ALL, TELL_OWNER):
        for row in Promise.objects.filter(kind=kind, done_at=None):
            with outside():
                assert fulfil(promise_id=row.pk, now=NOW + COLLECTS_FOR)
    return list(mail.outbox)


def page(point: ActionPoint, *, sent_on: date | None = None) -> str:
    point.refresh_from_db()
    token = reply_token(point, sent_on=sent_on or timezone.localdate())
    return reverse("agenda:reply", args=[point.municipality.slug, token])


def ask(address: str):  # type: ignore[no-untyped-def]
    with outside():
        return Client().get(address)


def reply(address: str, **fields: object):  # type: ignore[no-untyped-def]
    with outside():
        return Client().post(address, {"revision": 1, **fields})


def test_each_owner_gets_one_mail_with_all_their_points(running: GroupSession) -> None:
    first = propose(running, "Eén nummer op elke brief")
    propose(running, "Samen bellen", email="JAN@corporatie.example")
    propose(running, "Iets anders", email="fatima@school.example")
    propose(running, "Zonder adres", email="")
    said_yes = propose(running, "Al beloofd")
    accept_action(said_yes, expected_revision=1, **BY)
    letters = close(running)
    assert sorted(one.to[0].lower() for one in letters) == ["fatima@school.example", "jan@corporatie.example"]
    to_jan = next(one for one in letters if one.to[0].lower().startswith("jan"))
    assert "Eén nummer op elke brief" in to_jan.body
    assert "Samen bellen" in to_jan.body
    assert "Iets anders" not in to_jan.body and "Al beloofd" not in to_jan.body
    assert page(first, sent_on=timezone.localdate(NOW)) in to_jan.body
    assert work(running) == []
    assert "example" not in str(list(Promise.objects.values_list("key", "payload")))


def test_a_rehearsal_mails_nobody(running: GroupSession) -> None:
    GroupSession.objects.filter(pk=running.pk).update(is_rehearsal=True)
    propose(running, "Oefenen")
    assert close(running) == []


def test_looking_changes_nothing_and_yes_is_one_press(running: GroupSession) -> None:
    point = propose(running, "Eén nummer op elke brief")
    close(running)
    events = AuditEvent.objects.count()
    for _scanner in range(3):
        shown = ask(page(point))
        assert shown.status_code == 200
        assert shown["Referrer-Policy"] == "same-origin"
    point.refresh_from_db()
    assert (point.status, AuditEvent.objects.count()) == (ActionStatus.PROPOSED, events)
    for _click in range(2):
        assert reply(page(point), answer="yes").status_code == 303
    point.refresh_from_db()
    assert point.status == ActionStatus.ACCEPTED
    last = AuditEvent.objects.order_by("-pk").first()
    assert (last.action, last.role) == ("accept action", "owner")
    assert AuditEvent.objects.count() == events + 1


def test_giving_back_needs_a_reason_and_keeps_what_was_typed(running: GroupSession) -> None:
    point = propose(running, "Eén nummer op elke brief")
    close(running)
    assert reply(page(point), answer="back", reason=" ").status_code == 422
    refused = reply(page(point), answer="back", reason="Bel 06-12345678")
    assert refused.status_code == 422
    assert "06-12345678" in refused.content.decode()
    point.refresh_from_db()
    assert point.status == ActionStatus.PROPOSED
    assert reply(page(point), answer="back", reason=REASON).status_code == 303
    point.refresh_from_db()
    assert point.status == ActionStatus.HANDED_BACK
    assert point.events.last().text == REASON


@pytest.mark.parametrize("fields", [{}, {"answer": "nee"}, {"answer": "yes", "revision": "9" * 40}])
def test_what_is_no_answer_changes_nothing(running: GroupSession, fields: dict[str, str]) -> None:
    point = propose(running, "Eén nummer op elke brief")
    assert reply(page(point), **fields).status_code == 422
    point.refresh_from_db()
    assert point.status == ActionStatus.PROPOSED


def test_the_link_works_for_sixty_days(running: GroupSession) -> None:
    point = propose(running, "Eén nummer op elke brief")
    token = reply_token(point, sent_on=TODAY)
    assert action_of_reply(token, today=TODAY + WORKS_FOR) == point
    assert action_of_reply(token, today=TODAY + WORKS_FOR + timedelta(days=1)) is Reply.EXPIRED
    old = page(point, sent_on=timezone.localdate() - WORKS_FOR - timedelta(days=1))
    assert ask(old).status_code == 410
    assert reply(old, answer="yes").status_code == 410


def test_another_owner_withdraws_the_link_and_is_asked_by_mail(running: GroupSession) -> None:
    point, other = propose(running, "Eén nummer op elke brief"), propose(running, "Samen bellen")
    close(running)
    old, stays = page(point), page(other)
    assign_owner(
        point,
        owner_organisation=build_organisation(running.municipality),
        owner_name="Fatima",
        owner_email="fatima@school.example",
        expected_revision=1,
        **BY,
    )
    assert ask(old).status_code == 404
    assert reply(old, answer="yes").status_code == 404
    assert ask(stays).status_code == 200
    (letter,) = work(running)
    assert letter.to == ["fatima@school.example"]
    assert page(point, sent_on=timezone.localdate(NOW)) in letter.body
    assert "Samen bellen" not in letter.body


def test_who_lost_the_first_of_two_points_is_still_asked_for_the_other(running: GroupSession) -> None:
    point = propose(running, "Eén nummer op elke brief")
    propose(running, "Samen bellen")
    take(stage.close_session, running, follow_up_on=None)
    for row in Promise.objects.filter(kind=ASK_ALL):
        with outside():
            fulfil(promise_id=row.pk, now=NOW)
    assign_owner(point, owner_organisation=None, owner_name="", expected_revision=1, **BY)
    (letter,) = work(running)
    assert "Samen bellen" in letter.body
    assert "Eén nummer" not in letter.body


def test_a_forged_or_foreign_token_opens_nothing(running: GroupSession) -> None:
    point, other = propose(running, "Eén nummer op elke brief"), propose(running, "Samen bellen")
    good = reply_token(point, sent_on=TODAY)
    later = good.replace(good.split("-")[1], str(int(good.split("-")[1]) + 900))
    for token in (
        "x",
        later,
        good[:-1],
        good.upper(),
        good.replace(f"a{point.pk}-", f"a{other.pk}-"),
        "a1-1-" + "a" * 26,
        "a" + "9" * 18 + "-740000-" + "a" * 26,
    ):
        assert action_of_reply(token, today=TODAY) is Reply.WRONG, token
    there = reverse("agenda:reply", args=[build_municipality("Elders").slug, good])
    assert ask(there).status_code == 404
    assert reply(there, answer="yes").status_code == 404
    point.refresh_from_db()
    assert point.status == ActionStatus.PROPOSED
