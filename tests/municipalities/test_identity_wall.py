"""A sign-in with the account of one municipality opens that municipality, and nothing else."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import IdentityProvider, Municipality, StaffMember
from municipalities.own_account import wall as own_sign_in_wall
from municipalities.own_account.settings import Wanted, change_provider, switch_provider
from tests.builders import NOW, TODAY, build_municipality, build_session, sign_in
from tests.municipalities.own_account import come_in, is_about, is_in, member, sessions_of, set_up
from tests.provider import Provider
from tests.users.signing_in import app_code, give_app
from users.models import User

EMAIL = "sanne@waterveen.example"


@pytest.fixture
def elsewhere(municipality: Municipality) -> Municipality:
    """Another municipality, in which the same person works too."""
    other = build_municipality("Zandoord")
    member(other, Role.ADMINISTRATOR)
    return other


@pytest.fixture
def confined(
    municipality: Municipality, elsewhere: Municipality, provider: Provider, client: Client
) -> Client:
    """A browser that came in through the provider of the first; whoever runs that can claim this address."""
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    come_in(client, municipality)
    assert is_in(client, municipality)
    return client


def is_sent_to_sign_in(client: Client, address: str) -> bool:
    response = client.get(address)
    return response.status_code == 302 and response["Location"].startswith("/inloggen/?next=")


def test_another_municipality_stays_closed(confined: Client, elsewhere: Municipality) -> None:
    assert is_sent_to_sign_in(confined, sessions_of(elsewhere))
    assert is_sent_to_sign_in(confined, f"/{elsewhere.slug}/beheer/")


def test_the_account_itself_stays_closed(confined: Client) -> None:
    """Else a provider could give somebody a passkey, or take their data along."""
    for name in ("account", "second_factor"):
        assert is_sent_to_sign_in(confined, reverse(name)), name


def test_the_first_page_is_that_of_the_municipality(confined: Client, municipality: Municipality) -> None:
    assert confined.get("/")["Location"] == f"/{municipality.slug}/"


def test_the_platform_stays_closed(confined: Client) -> None:
    user = User.objects.get(email=EMAIL)
    StaffMember.objects.create(user=user, from_date=TODAY, appointed_by="test")
    assert confined.get("/platform/").status_code in {302, 404}
    assert confined.get("/platform/", follow=True).request["PATH_INFO"] != "/platform/"


def test_a_session_led_elsewhere_stays_closed(confined: Client, elsewhere: Municipality) -> None:
    with tenant(elsewhere):
        session = build_session(elsewhere, facilitator=User.objects.get(email=EMAIL))
    console = reverse("live:console", kwargs={"gemeente": elsewhere.slug, "pk": session.pk})
    assert is_sent_to_sign_in(confined, console)


def test_no_page_names_where_else_somebody_works(
    confined: Client, municipality: Municipality, elsewhere: Municipality
) -> None:
    page = confined.get(sessions_of(municipality)).content.decode()
    assert elsewhere.name not in page
    assert "Uitloggen" in page


def test_the_log_of_another_municipality_says_nothing(confined: Client, elsewhere: Municipality) -> None:
    with tenant(elsewhere):
        assert not AuditEvent.objects.exists()


def test_the_sign_in_page_says_what_is_open(
    confined: Client, municipality: Municipality, elsewhere: Municipality
) -> None:
    page = confined.get(sessions_of(elsewhere), follow=True).content.decode()
    assert f"U bent alleen ingelogd voor {municipality.name}" in page


def test_signing_out_and_the_language_go_on_working(confined: Client, municipality: Municipality) -> None:
    confined.post(reverse("set_language"), {"language": "en"})
    assert "Sign out" in confined.get(sessions_of(municipality)).content.decode()
    confined.post(reverse("account_logout"))
    assert not is_in(confined, municipality)


def test_a_code_to_the_mailbox_opens_the_rest(
    confined: Client, municipality: Municipality, elsewhere: Municipality
) -> None:
    browser = confined.session
    browser["account_authentication_methods"] = [
        *browser["account_authentication_methods"],
        {"method": "code", "at": 1.0, "email": EMAIL},
    ]
    browser.save()
    assert is_in(confined, municipality)
    assert confined.get(reverse("account")).status_code == 200


def test_who_signed_in_with_a_code_first_keeps_the_rest(
    municipality: Municipality, elsewhere: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    sign_in(client, member(municipality))
    is_about(provider, EMAIL)
    come_in(client, municipality)
    assert is_in(client, municipality)
    assert client.get(reverse("account")).status_code == 200


def abandon_a_sign_in(client: Client, provider: Provider, municipality: Municipality) -> None:
    """Ask for a code for another person and leave it: allauth then empties its records of this browser."""
    User.objects.create_user(email="dief@elders.example")
    client.post(reverse("account_login"), {"login": "dief@elders.example"})
    client.post(reverse("account_confirm_login_code"), {"action": "cancel"})
    browser = client.session
    browser.pop("account_authentication_methods", None)
    browser.pop("account_authentication_methods_user", None)
    browser.save()


def come_in_over_another_person(client: Client, provider: Provider, municipality: Municipality) -> None:
    """Come in where somebody else is signed in with a code."""
    client.logout()
    other = User.objects.create_user(email="dief@elders.example")
    sign_in(client, other)
    come_in(client, municipality)


@pytest.mark.parametrize("trick", [abandon_a_sign_in, come_in_over_another_person])
def test_no_detour_makes_it_more(
    confined: Client,
    municipality: Municipality,
    elsewhere: Municipality,
    provider: Provider,
    trick: Callable[[Client, Provider, Municipality], None],
) -> None:
    trick(confined, provider, municipality)
    assert is_in(confined, municipality)
    assert is_sent_to_sign_in(confined, sessions_of(elsewhere))
    assert is_sent_to_sign_in(confined, reverse("account"))


def test_two_providers_open_two_municipalities(
    confined: Client, municipality: Municipality, elsewhere: Municipality, provider: Provider
) -> None:
    set_up(elsewhere, provider, gives_second_factor=True)
    come_in(confined, elsewhere)
    assert is_in(confined, municipality)
    assert is_in(confined, elsewhere)
    assert is_sent_to_sign_in(confined, reverse("account"))


def test_without_the_wall_everything_opens(
    confined: Client, elsewhere: Municipality, settings: Settings
) -> None:
    """The control: it is this middleware alone that keeps a provider inside its municipality."""
    wall = f"{own_sign_in_wall.__name__}.OwnSignInWall"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != wall]
    fresh = Client()
    fresh.cookies = confined.cookies
    assert not is_sent_to_sign_in(fresh, reverse("account"))


def test_what_is_not_in_use_lets_nobody_go_on(confined: Client, municipality: Municipality) -> None:
    with tenant(municipality):
        IdentityProvider.objects.update(in_use=False)
    assert is_sent_to_sign_in(confined, sessions_of(municipality))


def switch_off(provider: IdentityProvider) -> None:
    switch_provider(provider, on=False, actor=Actor(role="administrator"), now=NOW)


def choose_another(provider: IdentityProvider) -> None:
    chosen = {
        name: getattr(provider, name) for name in ("label", "issuer", "tenant_id", "gives_second_factor")
    }
    wanted = Wanted(client_id="another", secret="", domains=("waterveen.example",), **chosen)
    change_provider(
        provider.municipality, wanted=wanted, actor=Actor(role="administrator"), now=NOW, today=TODAY
    )


@pytest.mark.parametrize("act", [switch_off, choose_another])
def test_switching_it_off_or_choosing_another_ends_every_sign_in_with_it(
    confined: Client, municipality: Municipality, act: Callable[[IdentityProvider], None]
) -> None:
    by_mail, key = Client(), confined.session.session_key
    sign_in(by_mail, User.objects.get(email=EMAIL))
    with tenant(municipality):
        act(IdentityProvider.objects.get())
    assert not Session.objects.filter(session_key=key).exists()
    assert is_sent_to_sign_in(confined, sessions_of(municipality))
    assert is_in(by_mail, municipality)


def test_who_switches_it_off_signs_out_with_it(confined: Client, municipality: Municipality) -> None:
    member(municipality, Role.ADMINISTRATOR)
    with tenant(municipality):
        IdentityProvider.objects.update(gives_second_factor=True)
    off = reverse("municipalities:identity_off", kwargs={"gemeente": municipality.slug})
    assert confined.get(off).status_code == 200
    answer = confined.post(off, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/inloggen/")
    assert "Niemand kan" in answer.content.decode()


@pytest.mark.parametrize(
    ("promised", "claims", "opens"),
    [
        (False, {}, False),
        (True, {}, True),
        (False, {"amr": ["pwd", "mfa"]}, True),
        (False, {"amr": ["pwd"]}, False),
        (False, {"acr": "https://refeds.org/profile/mfa"}, True),
        (False, {"amr": "mfa"}, True),
        (False, {"amr": {"mfa": True}}, False),
    ],
)
def test_a_second_step_at_the_provider_counts_here(
    municipality: Municipality,
    provider: Provider,
    client: Client,
    promised: bool,
    claims: dict[str, object],
    opens: bool,
) -> None:
    set_up(municipality, provider, gives_second_factor=promised)
    member(municipality, Role.ADMINISTRATOR)
    is_about(provider, EMAIL, **claims)
    come_in(client, municipality)
    response = client.get(reverse("municipalities:identity", kwargs={"gemeente": municipality.slug}))
    assert (response.status_code == 200) is opens
    if not opens:
        assert response["Location"].startswith(reverse("second_factor"))


def test_who_has_an_app_gives_its_code_too_and_is_as_confined_as_before(
    municipality: Municipality, elsewhere: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    give_app(member(municipality))
    is_about(provider, EMAIL)
    asked = come_in(client, municipality)["Location"]
    assert asked.startswith(reverse("mfa_authenticate"))
    assert not is_in(client, municipality)
    assert client.post(asked, {"code": app_code()})["Location"] == f"/{municipality.slug}/"
    assert is_in(client, municipality)
    assert is_sent_to_sign_in(client, sessions_of(elsewhere))
    with tenant(elsewhere):
        assert "sign in" not in AuditEvent.objects.values_list("action", flat=True)


def test_a_domain_that_two_municipalities_name_opens_each_by_itself(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    """A shared service of several towns is allowed; it gains nothing elsewhere."""
    other = build_municipality("Zandoord")
    for one in (municipality, other):
        set_up(one, provider)
    member(other)
    is_about(provider, EMAIL)
    assert come_in(client, municipality).status_code == 403
    come_in(client, other)
    assert is_in(client, other)
    assert client.get(sessions_of(municipality)).status_code == 302
