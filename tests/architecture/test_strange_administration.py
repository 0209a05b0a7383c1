"""Whatever is sent to a form of a municipality, of the platform or of one's account: an answer in words.

The doors come from the table of doors, also those that only who owns something finds and those of allauth.
"""

from collections.abc import Iterable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.platform.views import OrderExport
from tests.architecture.doors import DOORS, NOT_OURS, NOWHERE, OF_ANOTHER
from tests.architecture.session_states import undone
from tests.architecture.test_doors import PATTERNS, WANTED
from tests.architecture.test_strange_forms import (
    OTHERS,
    SHORT,
    TAKES_POST,
    URLENCODED,
    app_of,
    check_door,
    field_names,
    is_answer,
)
from tests.architecture.test_strange_forms import TRIED as OF_A_SESSION
from tests.architecture.world import World
from tests.builders import build_user, sign_in
from tests.strange import RAW, VALUES, encoded, forms_on, strange_bodies
from tests.users.signing_in import give_app
from users.models import User

TRIED = [name for name in TAKES_POST if app_of(name) in OTHERS and "in" in DOORS[name].column.values()]
OWN = [name for name in TAKES_POST if DOORS[name].column == OF_ANOTHER]
"""Doors that lead somewhere only with a number or a second step of one's own."""
OF_ALLAUTH = [name for name in NOT_OURS if not WANTED[name]]


@pytest.fixture
def owner(worlds: tuple[World, World]) -> User:
    """Somebody with an app, codes to fall back on, a passkey, and another browser that is signed in."""
    user = build_user("Noor")
    give_app(user)
    RecoveryCodes.activate(user)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    UserSession.objects.create(
        user=user, ip="203.0.113.7", session_key="elders", user_agent="", created_at=timezone.now()
    )
    return user


def own_arguments(name: str, owner: User) -> dict[str, int]:
    passkey = owner.authenticator_set.get(type=Authenticator.Type.WEBAUTHN)
    known = {"passkey": passkey.pk, "sign_in": owner.usersession_set.get(session_key="elders").pk}
    return {part: known[part] for part in WANTED[name]}


def send_strange(
    url: str, client: Client, *, names: Iterable[str], number: int, raw: int, seed: str
) -> list[int]:
    """Send strange bodies to one address, each taken back; return what was answered."""
    client.raise_request_exception = False
    page = client.get(url)
    usual = next((form.values for form in forms_on(page.text) if form.action in {"", url}), {})
    bodies = strange_bodies(usual, sorted(names), number=number, seed=f"{url} {seed}")
    sent = [(encoded(body).encode(), URLENCODED) for _said, body in bodies]
    kept, answered = client.cookies.copy(), []
    for body, kind in [*sent, *RAW[:raw]]:
        with undone():
            response = client.generic("POST", url, body, content_type=kind)
            # What broke is told here, and not by taking it back.
            transaction.set_rollback(False)
        assert response.status_code < 500, f"POST {url} {kind} {body[:200]!r}: {response.status_code}"
        # The page of an account that is closed takes nothing.
        assert is_answer(response) or response.status_code == 405, f"POST {url} {body[:200]!r}"
        answered.append(response.status_code)
        client.cookies = kept.copy()
    return answered


def test_every_door_is_tried() -> None:
    """Together with those of a session; the demo is on no installation that is real."""
    of_demo = [name for name in TAKES_POST if DOORS[name].column == NOWHERE]
    # Nobody's but the person's who kept it, and its form asks nothing: tests/agenda/test_looking.py.
    of_one_person = ["agenda:remove_filter"]
    assert {*TRIED, *OWN, *of_demo, *of_one_person, *OF_A_SESSION} == set(TAKES_POST)
    assert len(TRIED) > 30 and len(OWN) > 4 and len(OF_ALLAUTH) == len(NOT_OURS) > 5


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_nothing_strange_breaks_a_form(name: str, worlds: tuple[World, World]) -> None:
    turn = TRIED.index(name) % (2 * len(RAW))
    check_door(name, *worlds, number=SHORT, seed="short", raw=RAW[turn : turn + 1])


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_nothing_strange_breaks_a_form_of_ones_own(name: str, owner: User) -> None:
    url = reverse(name, kwargs=own_arguments(name, owner))
    names = field_names(app_of(name))
    answered = send_strange(url, sign_in(Client(), owner), names=names, number=SHORT, raw=1, seed="short")
    assert 404 not in answered, "it is not one's own"


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_ALLAUTH)
def test_nothing_strange_breaks_a_form_of_signing_in(name: str, worlds: tuple[World, World]) -> None:
    assert PATTERNS[name]
    names = ["login", "email", "code", "next", "action"]
    send_strange(reverse(name), Client(), names=names, number=2 * SHORT, raw=1, seed="short")


@pytest.mark.long
@pytest.mark.parametrize("name", [*TRIED, *OWN, *OF_ALLAUTH])
def test_nothing_strange_breaks_a_form_at_length(name: str, worlds: tuple[World, World], owner: User) -> None:
    if name in TRIED:
        check_door(name, *worlds, number=2 * len(VALUES), seed="long", raw=RAW)
        return
    is_own = name in OWN
    url = reverse(name, kwargs=own_arguments(name, owner) if is_own else {})
    client = sign_in(Client(), owner) if is_own else Client()
    names = field_names(app_of(name)) if is_own else ["login", "email", "code", "next", "action"]
    send_strange(url, client, names=names, number=2 * len(VALUES), raw=len(RAW), seed="long")


def test_a_view_that_breaks_is_noticed(worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a page of the platform that reads a number without a look at what was typed."""
    post = OrderExport.post

    def careless(view: OrderExport, request: object, **kwargs: object) -> object:
        int(view.request.POST.get("revision", "x"))
        return post(view, request, **kwargs)

    monkeypatch.setattr(OrderExport, "post", careless)
    with pytest.raises(AssertionError, match="500"):
        check_door("platform:order_export", *worlds, number=9, seed="control", raw=())
