"""Nothing is stored that the page about privacy does not tell: every table, and every field by its name."""

import ast
import dataclasses
import re
from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation

from common import stored
from common.retention import category_named
from common.stored import Stored, Term, Whose, all_stored, declare, stored_as, undeclared
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from municipalities.privacy.cookies import COOKIES, JOIN_GUESSES, ON_THE_DEVICE
from municipalities.privacy.page import months_in_words
from municipalities.privacy.retaining import set_term
from tests.builders import ADMINISTRATOR, NOW, build_member

ROOT = Path(settings.BASE_DIR)
KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie")


def plain(text: str) -> str:
    return unescape(text).casefold().replace("’", "'")


def shown() -> list[Stored]:
    return [one for one in all_stored() if one.whose is not Whose.NOBODY]


def test_every_table_is_declared() -> None:
    assert undeclared() == []
    for app in ("sessions", "account", "mfa", "usersessions", "socialaccount"):
        assert any(one.model.startswith(f"{app}.") for one in all_stored()), app


def test_the_control_a_table_without_a_declaration_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {key: one for key, one in stored._stored.items() if key != "group_sessions.representative"}
    monkeypatch.setattr(stored, "_stored", left)
    assert undeclared() == ["group_sessions.Representative"]


def test_every_declaration_is_of_a_table_and_of_its_own_app() -> None:
    for one in all_stored():
        assert apps.get_model(one.model)
    with pytest.raises(ValueError, match="twice"):
        declare(dataclasses.replace(stored_as("users.user"), called="nog een keer"))


def test_every_table_with_a_term_has_a_category_of_it() -> None:
    later = {"log"}
    named = {one.term for one in all_stored() if not isinstance(one.term, Term)}
    for name in named - later:
        assert category_named(name)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_field_stands_on_the_page_by_its_name(
    language: str, client: Client, municipality: Municipality
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    text = " ".join(client.get(f"/{municipality.slug}/privacy/").content.decode().split())
    with translation.override(language):
        for one in shown():
            assert plain(one.name) in plain(text), one.model
            assert plain(", ".join(one.columns)) in plain(text), one.model


def test_a_field_of_ours_without_a_name_in_plain_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {name: word for name, word in stored.FIELD_WORDS.items() if name != "joined_at"}
    monkeypatch.setattr(stored, "FIELD_WORDS", left)
    with pytest.raises(KeyError):
        _ = stored_as("group_sessions.representative").columns


def test_the_page_tells_the_terms_of_its_municipality_and_whom_to_ask(
    client: Client, municipality: Municipality
) -> None:
    page = f"/{municipality.slug}/privacy/"
    before = client.get(page).content.decode()
    officer = build_member(municipality, Role.PROTECTION_OFFICER)
    with tenant(municipality):
        set_term(municipality=municipality, category="participants", months=7, actor=ADMINISTRATOR, now=NOW)
    after = client.get(page).content.decode()
    assert ("7 maanden" in before, "7 maanden" in after) == (False, True)
    assert (f"mailto:{officer.email}" in before, f"mailto:{officer.email}" in after) == (False, True)
    general = client.get("/privacy/").content.decode()
    assert officer.email not in general
    assert "7 maanden" not in general


def test_the_footer_leads_to_the_page(client: Client, municipality: Municipality) -> None:
    assert 'href="/privacy/"' in client.get("/").content.decode()
    page = f"/{municipality.slug}/privacy/"
    assert f'href="{page}"' in client.get(page).content.decode()


def test_a_term_is_said_as_people_say_it() -> None:
    with translation.override("nl"):
        said = [months_in_words(months) for months in (0, 1, 7, 12, 24)]
    assert said == ["tot de volgende nacht", "1 maand", "7 maanden", "1 jaar", "2 jaar"]


def test_the_cookies_that_are_set_are_those_that_are_told() -> None:
    """Whatever sets a cookie names it by a setting, or is here."""
    from live.guessing import COOKIE

    told = {cookie.name for cookie in COOKIES}
    assert told == {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        "messages",
        COOKIE,
    }
    assert COOKIE == JOIN_GUESSES
    setters = set()
    for app in apps.get_app_configs():
        if Path(app.path).parent == ROOT:
            for path in Path(app.path).rglob("*.py"):
                nodes = ast.walk(ast.parse(path.read_text()))
                names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
                if names & {"set_cookie", "set_signed_cookie"}:
                    setters.add(str(path.relative_to(ROOT)))
    assert setters == {"live/guessing.py"}


def test_what_stays_on_a_device_is_told() -> None:
    told = {one.name for one in ON_THE_DEVICE}
    assert told == {"wacht.…", "geen-verbinding-…", "pressed-at"}
    keepers = {path.name for path in (ROOT / "static" / "js").glob("*.js") if KEEPS.search(path.read_text())}
    # The page without a connection only looks whether anything waits.
    assert keepers == {"phone_waiting.js", "offline.js", "waiting_screen.js"}
