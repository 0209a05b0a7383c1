"""Invitations for a role: one address, once, in time; and what a page behind the link does and does not."""

import re
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.invitations import accepting as invitations
from municipalities.invitations.accepting import ForAnotherAddress, accept_invitation, open_invitation
from municipalities.invitations.inviting import (
    VALID_FOR,
    InvitationOver,
    StaleInvitation,
    renew_invitation,
    revoke_invitation,
)
from municipalities.invitations.links import invitation_by_token, invitation_token
from municipalities.invitations.states import State, progress_of
from municipalities.models import Invitation, Membership, Municipality
from outbox.models import TROUBLE_AFTER, Promise
from outbox.promises import due_promises, fulfil
from tests.builders import (
    ADMINISTRATOR,
    NOW,
    build_member,
    build_municipality,
    build_session,
    build_user,
    dress,
    invite,
    sign_in,
)
from users.models import User

EMAIL = "s.bakker@example.nl"
SAID = {"actor": ADMINISTRATOR, "now": NOW}


@pytest.fixture
def invitation(municipality: Municipality) -> Invitation:
    with tenant(municipality):
        return invite(municipality, EMAIL, Role.COORDINATOR, name="Sanne <b>Bakker</b>")


def page(invitation: Invitation, *, token: str = "", gemeente: str = "") -> str:
    kwargs = {
        "gemeente": gemeente or invitation.municipality.slug,
        "token": token or invitation_token(invitation),
    }
    return reverse("municipalities:invitation", kwargs=kwargs)


def fresh(invitation: Invitation) -> Invitation:
    with tenant(invitation.municipality):
        return Invitation.objects.get(pk=invitation.pk)


def roles(municipality: Municipality, email: str = EMAIL) -> list[str]:
    with tenant(municipality):
        return list(Membership.objects.filter(user__email=email).values_list("role", flat=True))


def send_mails() -> list[mail.EmailMessage]:
    """Let the worker send what is due now; return the mails."""
    before = len(mail.outbox)
    for promise_id in due_promises(now=timezone.now()):
        fulfil(promise_id=promise_id, now=timezone.now())
    return mail.outbox[before:]


def code_in(message: mail.EmailMessage) -> str:
    found = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def refusals(invitation: Invitation) -> list[str]:
    """Return what the log says of who pressed in vain."""
    with tenant(invitation.municipality):
        refused = AuditEvent.objects.filter(action="refuse invitation").order_by("pk")
        return list(refused.values_list("reason", flat=True))


def accept(browser: Client, invitation: Invitation):  # type: ignore[no-untyped-def]
    return browser.post(page(invitation), {"step": "accept"})


def test_looking_shows_what_will_happen_and_changes_nothing(invitation: Invitation) -> None:
    scanner = Client()
    for _look in range(3):
        content = scanner.get(page(invitation), headers={"Accept-Language": "en"}).content.decode()
        assert scanner.head(page(invitation)).status_code == 200
    assert "Sanne &lt;b&gt;Bakker" in content and "coordinator" in content.lower()
    assert "s***@e***.nl" in content and EMAIL not in content, "who got it forwarded learns no address"
    assert fresh(invitation).opened_at is None and fresh(invitation).accepted_at is None
    assert not User.objects.filter(email=EMAIL).exists()
    assert "_auth_user_id" not in scanner.session and mail.outbox == []


def test_a_new_person_gives_a_code_and_then_accepts(invitation: Invitation) -> None:
    browser = Client()
    answer = browser.post(page(invitation), {"step": "code"})
    assert answer.url.startswith(reverse("account_confirm_login_code"))
    assert fresh(invitation).opened_at is not None and fresh(invitation).accepted_at is None
    assert roles(invitation.municipality) == []
    [message] = mail.outbox
    assert message.to == [EMAIL]
    answer = browser.post(answer.url, {"code": code_in(message)})
    assert answer.url == page(invitation), "the code leads back to the question"
    assert roles(invitation.municipality) == [], "signing in is no accepting"
    assert "s.bakker@example.nl" in browser.get(answer.url).content.decode()
    answer = accept(browser, invitation)
    assert answer.url == reverse("municipalities:start", args=[invitation.municipality.slug])
    assert roles(invitation.municipality) == [Role.COORDINATOR]
    assert User.objects.get(email=EMAIL).name == "Sanne <b>Bakker</b>"
    assert browser.get(answer.url).status_code == 302
    with tenant(invitation.municipality):
        assert AuditEvent.objects.get(action="accept invitation").role == Role.COORDINATOR


def test_a_code_typed_in_another_browser_lets_nobody_in(invitation: Invitation) -> None:
    mine, other = Client(), Client()
    answer = mine.post(page(invitation), {"step": "code"})
    answer = other.post(answer.url, {"code": code_in(mail.outbox[0])})
    assert "_auth_user_id" not in other.session
    accept(other, invitation)
    assert roles(invitation.municipality) == []


def test_pressing_on_mails_an_address_three_codes_a_minute_at_most(invitation: Invitation) -> None:
    for _press in range(6):
        answer = Client().post(page(invitation), {"step": "code"})
    assert len(mail.outbox) == 3
    assert answer.url == page(invitation)


@pytest.mark.parametrize("capitals", [str.upper, str.title, str.lower])
def test_an_account_that_is_there_gets_the_role_whatever_its_capitals(
    municipality: Municipality, capitals: type
) -> None:
    user = build_user()
    with tenant(municipality):
        invitation = invite(municipality, capitals(user.email), Role.MANAGER)
    browser = sign_in(Client(), user)
    accept(browser, invitation)
    assert roles(municipality, user.email) == [Role.MANAGER]
    assert User.objects.filter(email__iexact=user.email).count() == 1


def test_a_forwarded_link_gives_another_person_nothing(invitation: Invitation) -> None:
    other = build_member(build_municipality("Duinrand"))
    browser = sign_in(Client(), other)
    content = browser.get(page(invitation), headers={"Accept-Language": "en"}).content.decode()
    assert other.email in content and "another address" in content and EMAIL not in content
    content = accept(browser, invitation).content.decode()
    assert EMAIL not in content
    assert refusals(invitation) == ["another address"]
    with tenant(invitation.municipality):
        refused = AuditEvent.objects.get(action="refuse invitation")
        assert (refused.user, refused.actor_reference) == (None, f"invitation {invitation.pk}"), (
            "who works elsewhere is not named here"
        )
    assert roles(invitation.municipality) == [] and roles(invitation.municipality, other.email) == []
    with tenant(invitation.municipality), pytest.raises(ForAnotherAddress):
        accept_invitation(token=invitation_token(invitation), user=other, now=timezone.now())
    browser.post(page(invitation), {"step": "code"})
    assert "_auth_user_id" not in browser.session, "going on means going on as the invited"
    assert mail.outbox[-1].to == [EMAIL]


def test_without_the_check_of_the_address_a_forwarded_link_would_work(
    invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    other = build_user()
    monkeypatch.setattr(invitations, "is_for", lambda invitation, user: True)
    accept(sign_in(Client(), other), invitation)
    assert roles(invitation.municipality, other.email) == [Role.COORDINATOR]


def test_a_link_is_used_once(invitation: Invitation) -> None:
    user = build_user()
    User.objects.filter(pk=user.pk).update(email=EMAIL)
    browser = sign_in(Client(), User.objects.get(pk=user.pk))
    start = reverse("municipalities:start", args=[invitation.municipality.slug])
    for _press in range(2):
        assert accept(browser, invitation).url == start
    assert browser.get(page(invitation)).url == start
    assert roles(invitation.municipality) == [Role.COORDINATOR]
    assert refusals(invitation) == [], "who accepted it may press twice"
    stranger = Client()
    for answer in (stranger.get(page(invitation)), stranger.post(page(invitation), {"step": "code"})):
        assert answer.status_code == 410
        assert reverse("account_login") in answer.content.decode()
    assert mail.outbox == []
    assert refusals(invitation) == ["accepted"]


def test_who_was_ended_does_not_come_back_by_the_old_link(invitation: Invitation) -> None:
    user = User.objects.create_user(email=EMAIL)
    browser = sign_in(Client(), user)
    accept(browser, invitation)
    with tenant(invitation.municipality):
        Membership.objects.filter(user=user).update(ended_at=NOW)
    accept(browser, invitation)
    browser.post(page(invitation), {"step": "code"})
    with tenant(invitation.municipality):
        assert not Membership.objects.current(today=timezone.localdate()).exists()


@pytest.mark.parametrize("change", ["expired", "revoked", "past its period", "account closed"])
def test_a_link_that_is_over_says_why_and_does_nothing(invitation: Invitation, change: str) -> None:
    user = User.objects.create_user(email=EMAIL, is_active=change != "account closed")
    browser = sign_in(Client(), user)
    with tenant(invitation.municipality):
        rows = Invitation.objects.filter(pk=invitation.pk)
        if change == "expired":
            rows.update(expires_at=timezone.now())
        elif change == "revoked":
            revoke_invitation(invitation, **SAID)
        elif change == "past its period":
            rows.update(until_date=timezone.localdate() - timedelta(days=1))
    assert browser.get(page(invitation)).status_code in {200, 410}
    assert refusals(invitation) == [], "looking is not refused"
    for step in ("accept", "code"):
        assert browser.post(page(invitation), {"step": step}).status_code == 410
    assert roles(invitation.municipality) == [] and mail.outbox == []
    assert len(refusals(invitation)) == 2


def test_wrong_links_are_told_kindly(invitation: Invitation) -> None:
    token = invitation_token(invitation)
    with tenant(invitation.municipality):
        renew_invitation(invitation, seen=1, **SAID)
        party = build_session(invitation.municipality).parties.get(position=0)
    from sessions.links import token_for

    wrong = [token, token[:-1] + "a", token.upper(), "u9999999-" + "a" * 26, "u" + "9" * 30 + "-" + "a" * 26]
    wrong += ["x", "<script>", "٣" * 30, token_for(party), token_for(party).replace("k", "u", 1)]
    browser = sign_in(Client(), User.objects.create_user(email=EMAIL))
    for one in wrong:
        for answer in (browser.get(page(invitation, token=one)), browser.post(page(invitation, token=one))):
            assert answer.status_code == 404, one
            assert reverse("home") in answer.content.decode()
    assert roles(invitation.municipality) == []


def test_a_link_means_nothing_in_another_municipality(invitation: Invitation) -> None:
    there = build_municipality("Duinrand")
    with tenant(there):
        theirs = invite(there, EMAIL, Role.ADMINISTRATOR)
        assert invitation_by_token(invitation_token(invitation)) is None
    browser = sign_in(Client(), User.objects.create_user(email=EMAIL))
    crossed = page(invitation, token=invitation_token(theirs))
    for answer in (browser.get(crossed), browser.post(crossed, {"step": "accept"})):
        assert answer.status_code == 404
    assert roles(invitation.municipality) == [] and roles(there) == []


def test_the_same_address_is_invited_once_for_a_role(municipality: Municipality) -> None:
    with tenant(municipality):
        first = invite(municipality, EMAIL)
        with pytest.raises(ValidationError):
            invite(municipality, EMAIL.upper())
        assert invite(municipality, EMAIL, Role.MANAGER), "another role is another invitation"
        revoke_invitation(first, actor=ADMINISTRATOR, now=timezone.now())
        assert invite(municipality, EMAIL)
        member = build_member(municipality, Role.READER)
        with pytest.raises(ValidationError):
            invite(municipality, member.email.title(), Role.READER)


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "geen adres"},
        {"email": ""},
        {"role": "koning"},
        {"until_date": NOW.date() - timedelta(days=999)},
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    municipality: Municipality, fields: dict[str, object]
) -> None:
    with tenant(municipality):
        with pytest.raises(ValidationError):
            invite(municipality, **{"email": EMAIL, **fields})
        assert not Invitation.objects.exists() and not Promise.objects.exists()


def test_the_mail_is_in_house_style_with_a_text_and_one_link(municipality: Municipality) -> None:
    with tenant(municipality):
        dress(municipality, "#7a1fa2")
        invitation = invite(municipality, EMAIL, Role.COORDINATOR, name="Sanne <b>Bakker")
    [message] = send_mails()
    html = str(message.alternatives[0][0])
    assert message.to == [EMAIL]
    assert f"https://{urlsplit(page(invitation)).path}"[8:] in message.body.replace("http://127.0.0.1", "")
    assert invitation_token(invitation) in message.body and invitation_token(invitation) in html
    assert "Sanne <b>Bakker" in message.body and "Sanne &lt;b&gt;Bakker" in html
    assert "#7a1fa2" in html and "coördinator" in message.body


def test_the_mail_speaks_the_language_of_who_has_an_account(municipality: Municipality) -> None:
    user = build_user(language="en")
    with tenant(municipality):
        invite(municipality, user.email, Role.READER)
    [message] = send_mails()
    assert "Will you become reader?" in message.body


def test_what_was_withdrawn_before_it_left_is_not_sent(invitation: Invitation) -> None:
    with tenant(invitation.municipality):
        revoke_invitation(invitation, **SAID)
    assert send_mails() == []


def test_renewing_withdraws_the_earlier_link_and_gives_two_weeks(invitation: Invitation) -> None:
    old = invitation_token(invitation)
    later = timezone.now() + timedelta(days=20)
    with tenant(invitation.municipality):
        renewed = renew_invitation(invitation, seen=1, actor=ADMINISTRATOR, now=later)
        with pytest.raises(StaleInvitation):
            renew_invitation(invitation, seen=1, actor=ADMINISTRATOR, now=later)
        assert invitation_by_token(old) is None
        assert invitation_by_token(invitation_token(renewed)) == invitation
        assert renewed.expires_at == later + VALID_FOR
        assert Promise.objects.count() == 2
        revoke_invitation(invitation, **SAID)
        assert not revoke_invitation(invitation, **SAID)
        with pytest.raises(InvitationOver):
            renew_invitation(invitation, seen=2, **SAID)


def test_a_withdrawn_key_withdraws_every_link(invitation: Invitation, settings) -> None:  # type: ignore[no-untyped-def]
    token, old = invitation_token(invitation), settings.SECRET_KEY
    with tenant(invitation.municipality):
        settings.SECRET_KEY = "another key of the same house"
        assert invitation_by_token(token) is None
        settings.SECRET_KEY_FALLBACKS = [old]
        assert invitation_by_token(token) == invitation


def test_its_state_is_told(invitation: Invitation) -> None:
    def state() -> State:
        with tenant(invitation.municipality):
            return progress_of([Invitation.objects.get()], now=timezone.now())[invitation.pk].state

    rows = Invitation.objects
    assert state() is State.SENDING
    with tenant(invitation.municipality):
        Promise.objects.update(attempts=TROUBLE_AFTER)
    assert state() is State.DELAYED
    send_mails()
    assert state() is State.SENT
    with tenant(invitation.municipality):
        Promise.objects.update(bounced_at=NOW)
    assert state() is State.BOUNCED
    with tenant(invitation.municipality):
        open_invitation(token=invitation_token(invitation), now=timezone.now())
    assert state() is State.OPENED
    with tenant(invitation.municipality):
        rows.update(expires_at=timezone.now())
    assert state() is State.EXPIRED
    with tenant(invitation.municipality):
        rows.update(revoked_at=NOW)
    assert state() is State.REVOKED
    with tenant(invitation.municipality):
        rows.update(revoked_at=None, accepted_at=NOW)
    assert state() is State.ACCEPTED


def at_once(number: int, work) -> list[object]:  # type: ignore[no-untyped-def]
    """Do something in threads at the same moment; return what each gave or raised."""
    ready, given = threading.Barrier(number), []

    def run() -> None:
        try:
            ready.wait(10)
            given.append(work())
        except Exception as error:
            given.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.mark.django_db(transaction=True)
def test_accepted_twice_at_once_is_once() -> None:
    municipality = build_municipality()
    with tenant(municipality):
        invitation = invite(municipality, EMAIL)
    user = User.objects.create_user(email=EMAIL)
    token = invitation_token(invitation)

    def work() -> object:
        with tenant(municipality):
            return accept_invitation(token=token, user=user, now=timezone.now())

    given = at_once(4, work)
    assert sum(isinstance(one, Membership) for one in given) == 1
    assert sum(isinstance(one, InvitationOver) for one in given) == 3, given
    assert roles(municipality) == [Role.READER]


@pytest.mark.django_db(transaction=True)
def test_accepted_and_revoked_at_once_is_one_of_the_two() -> None:
    municipality = build_municipality()
    with tenant(municipality):
        invitation = invite(municipality, EMAIL)
    user = User.objects.create_user(email=EMAIL)
    verbs = [
        lambda: accept_invitation(token=invitation_token(invitation), user=user, now=timezone.now()),
        lambda: revoke_invitation(invitation, **SAID),
    ]

    def work() -> object:
        with tenant(municipality):
            return verbs.pop()()

    at_once(2, work)
    row = fresh(invitation)
    assert (row.accepted_at is None) != (row.revoked_at is None)
    assert bool(roles(municipality)) == (row.accepted_at is not None)


@pytest.mark.django_db(transaction=True)
def test_one_address_opened_in_two_municipalities_at_once_is_one_account() -> None:
    houses = [build_municipality("Waterveen"), build_municipality("Duinrand")]
    waiting = []
    for municipality in houses:
        with tenant(municipality):
            waiting.append((municipality, invitation_token(invite(municipality, EMAIL))))

    def work() -> object:
        municipality, token = waiting.pop()
        with tenant(municipality):
            return open_invitation(token=token, now=timezone.now())

    assert {type(one) for one in at_once(2, work)} == {User}
    assert User.objects.filter(email=EMAIL).count() == 1


def test_the_way_back_is_only_to_this_page(invitation: Invitation) -> None:
    answer = Client().post(
        page(invitation) + "?next=https://kwaad.example/", {"step": "code", "next": "//kwaad.example"}
    )
    assert parse_qs(urlsplit(answer.url).query) == {"next": [page(invitation)]}
