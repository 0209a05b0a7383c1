"""The link by which somebody accepts to lead: looking changes nothing, it works once, and only here."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.facilitators import appoint_facilitator, end_appointment
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Representative
from tests.builders import NOW, build_member, build_session, build_user
from tests.group_sessions.test_stage import bring_to
from users.models import User

SAID = {"actor": Actor(role="coordinator"), "now": NOW}


@pytest.fixture
def facilitator(planned: GroupSession) -> Facilitator:
    with tenant(planned.municipality):
        return appoint_facilitator(planned, name="Noor <b>Vos</b>", email="Noor@Example.nl", **SAID)


def link(facilitator: Facilitator, *, token: str = "", gemeente: str = "") -> str:
    kwargs = {"gemeente": gemeente or facilitator.municipality.slug, "token": token or token_for(facilitator)}
    return reverse("group_sessions:facilitator_link", kwargs=kwargs)


def console(facilitator: Facilitator) -> str:
    kwargs = {"gemeente": facilitator.municipality.slug, "pk": facilitator.session_id}
    return reverse("live:console", kwargs=kwargs)


def fresh(facilitator: Facilitator) -> Facilitator:
    with tenant(facilitator.municipality):
        return Facilitator.objects.get(pk=facilitator.pk)


def test_looking_shows_who_and_what_and_changes_nothing(facilitator: Facilitator) -> None:
    scanner = Client()
    for _look in range(3):
        response = scanner.get(link(facilitator))
        assert scanner.head(link(facilitator)).status_code == 200
    content = response.content.decode()
    assert response.status_code == 200
    assert "Noor &lt;b&gt;Vos" in content and "Schulden voorkomen" in content
    assert fresh(facilitator).accepted_at is None
    assert not User.objects.filter(email="noor@example.nl").exists()
    assert "_auth_user_id" not in scanner.session


def test_accepting_makes_the_account_signs_in_and_opens_the_console(facilitator: Facilitator) -> None:
    browser = Client()
    response = browser.post(link(facilitator))
    assert (response.status_code, response.url) == (302, console(facilitator))
    user = User.objects.get(email="noor@example.nl")
    assert user.name == "Noor <b>Vos</b>" and not user.has_usable_password()
    assert fresh(facilitator).user == user
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert browser.get(console(facilitator)).status_code == 200
    with tenant(facilitator.municipality):
        assert [event.user for event in AuditEvent.objects.filter(action="accept appointment")] == [user]


def test_an_account_that_is_there_is_used_whatever_its_capitals(planned: GroupSession) -> None:
    user = build_user()
    with tenant(planned.municipality):
        facilitator = appoint_facilitator(planned, name="X", email=user.email.upper(), **SAID)
    assert fresh(facilitator).user is None, "bound at acceptance, not at a typing error"
    before = User.objects.count()
    browser = Client()
    browser.force_login(user)
    browser.post(link(facilitator))
    assert fresh(facilitator).user == user
    assert User.objects.count() == before


@pytest.mark.parametrize("is_signed_in_as_other", [False, True])
def test_a_link_does_not_sign_in_to_an_account_that_opens_more(
    planned: GroupSession, is_signed_in_as_other: bool
) -> None:
    elsewhere = Municipality.objects.create(name="Duinrand", slug="duinrand")
    member = build_member(elsewhere)
    with tenant(planned.municipality):
        facilitator = appoint_facilitator(planned, name="X", email=member.email, **SAID)
    browser = Client()
    if is_signed_in_as_other:
        browser.force_login(build_user())
    assert browser.get(link(facilitator)).context["is_known"]
    response = browser.post(link(facilitator), follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("account_login"))
    assert link(facilitator) in response.redirect_chain[0][0]
    assert "_auth_user_id" not in browser.session
    assert fresh(facilitator).accepted_at is None
    browser.force_login(member)
    assert browser.get(link(facilitator)).context["is_here"]
    assert browser.post(link(facilitator)).url == console(facilitator)


def test_a_link_works_once(facilitator: Facilitator) -> None:
    first, second = Client(), Client()
    first.post(link(facilitator))
    for response in (second.post(link(facilitator)), second.get(link(facilitator))):
        assert response.status_code == 410
        assert reverse("account_login") in response.content.decode()
    assert "_auth_user_id" not in second.session
    for response in (first.post(link(facilitator)), first.get(link(facilitator))):
        assert (response.status_code, response.url) == (302, console(facilitator))


def test_a_double_click_ends_on_the_console(facilitator: Facilitator) -> None:
    browser = Client()
    for _press in range(2):
        assert browser.post(link(facilitator)).url == console(facilitator)


@pytest.mark.parametrize("change", ["ended", "cancelled", "closed"])
def test_a_link_to_what_is_over_says_so(facilitator: Facilitator, change: str) -> None:
    with tenant(facilitator.municipality):
        session = GroupSession.objects.get(pk=facilitator.session_id)
        if change == "ended":
            end_appointment(facilitator, **SAID)
        else:
            bring_to(session, change)
    browser = Client()
    assert browser.get(link(facilitator)).status_code == 410
    assert browser.post(link(facilitator)).status_code == 410
    assert "_auth_user_id" not in browser.session
    assert fresh(facilitator).user is None


def test_who_accepted_and_was_ended_is_out(facilitator: Facilitator) -> None:
    browser = Client()
    browser.post(link(facilitator))
    with tenant(facilitator.municipality):
        end_appointment(facilitator, **SAID)
    assert browser.get(console(facilitator)).status_code == 404
    assert browser.get(link(facilitator)).status_code == 410


def test_an_account_that_was_closed_stays_closed(planned: GroupSession) -> None:
    user = build_user(is_active=False)
    with tenant(planned.municipality):
        facilitator = appoint_facilitator(planned, name="X", email=user.email, **SAID)
    browser = Client()
    assert browser.post(link(facilitator)).status_code == 410
    assert "_auth_user_id" not in browser.session


def test_wrong_links_are_told_kindly(facilitator: Facilitator) -> None:
    token = token_for(facilitator)
    with tenant(facilitator.municipality):
        party = facilitator.session.parties.first()
        other = Representative.objects.create(municipality=party.municipality, party=party, name="X")
        strange = [token_for(party), token_for(other), token_for(facilitator.session)]
        Facilitator.objects.filter(pk=facilitator.pk).update(link_version=2)
    wrong = [
        token,  # withdrawn by a newer one
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        token.upper(),
        "g999999-" + "a" * 26,
        "g999999999999999999999-" + "a" * 26,
        "x",
        "<script>",
        "٣" * 30,
        *strange,
    ]
    browser = Client()
    for one in wrong:
        for ask in (browser.get, browser.post):
            response = ask(link(facilitator, token=one))
            assert response.status_code == 404, one
            assert reverse("home") in response.content.decode()
    assert fresh(facilitator).accepted_at is None


def test_a_link_means_nothing_in_another_municipality(facilitator: Facilitator) -> None:
    other = Municipality.objects.create(name="Duinrand", slug="duinrand")
    with tenant(other):
        build_session(other)
    assert Client().get(link(facilitator, gemeente="duinrand")).status_code == 404
    assert Client().post(link(facilitator, gemeente="duinrand")).status_code == 404
    assert Client().get(link(facilitator, gemeente="nergens")).status_code == 404
    assert fresh(facilitator).accepted_at is None


def test_who_is_signed_in_as_another_is_told_and_goes_on_as_the_invited(
    facilitator: Facilitator, municipality: Municipality
) -> None:
    member = build_member(municipality)
    browser = Client()
    browser.force_login(member)
    assert member.email in browser.get(link(facilitator)).content.decode()
    browser.post(link(facilitator))
    assert browser.session["_auth_user_id"] == str(User.objects.get(email="noor@example.nl").pk)
