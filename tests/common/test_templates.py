"""All templates: nothing that the content security policy forbids, and only names that exist."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from common.icons import ICONS
from common.templatetags.components import BADGE_ICONS

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if path.parts[len(TEMPLATES.parts)] != "mail"]
OWN_CSS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
# Documents made by WeasyPrint and mails carry their style in them; no browser of ours opens them.
WITH_OWN_STYLE = {
    "reports/agenda.css.html",
    "reports/person.html",
    "reports/print_kit.css.html",
    "reports/session_report.html",
    "reports/session_report.css.html",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def as_cases(paths: Iterable[Path]) -> list:
    return [pytest.param(path, id=name_of(path)) for path in paths]


@pytest.mark.parametrize("path", as_cases(path for path in PAGES if name_of(path) not in WITH_OWN_STYLE))
def test_nothing_inline(path: Path) -> None:
    source = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text())
    assert not re.search(r"\sstyle\s*=", source), "an inline style"
    assert not re.search(r"<style", source), "a style block"
    assert not re.search(r"\son[a-z]+\s*=", source), "an inline handler"
    assert not re.search(r"<script(?![^>]*\bsrc=)", source), "an inline script"
    assert not re.search(r"<(?!a\b)[^>]*\s(src|href|action)=\"(https?:)?//", source), "a file from elsewhere"


@pytest.mark.parametrize("path", as_cases(PAGES))
def test_every_template_compiles_and_names_what_exists(path: Path) -> None:
    get_template(name_of(path))
    source = path.read_text()
    for icon in re.findall(r'{% icon "([\w-]+)"', source) + re.findall(r'\bicon="([\w-]+)"', source):
        assert icon in ICONS
    for kind in re.findall(r'{% badge [^%]*kind="(\w+)"', source):
        assert kind in BADGE_ICONS


def test_every_class_of_ours_is_defined() -> None:
    defined = set(re.findall(r"\.(app-[\w-]+)", "\n".join(path.read_text() for path in OWN_CSS)))
    for path in PAGES:
        source = re.sub(r"{%.*?%}|{{.*?}}", "\0", path.read_text())
        for value in re.findall(r'\sclass="([^"]*)"', source):
            used = {name for name in value.split() if name.startswith("app-") and "\0" not in name}
            assert used <= defined, f"{name_of(path)}: {used - defined}"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("nl", 'lang="nl"'), ("en", 'lang="en"')])
def test_a_page_says_its_language_and_offers_the_way_past_the_header(
    client: Client, language: str, word: str
) -> None:
    page = client.get(reverse("account_login"), headers={"accept-language": language})
    html = page.content.decode()
    assert f"<html {word}" in html
    assert re.search(r'<a class="nl-skip-link[^>]*href="#main"', html)
    assert re.search(r'<main id="main"', html)
    assert html.count("<h1") == 1


@pytest.mark.django_db
def test_signing_in_asks_an_address_and_no_password(client: Client) -> None:
    html = client.get(reverse("account_login")).content.decode()
    assert 'type="email"' in html
    assert "password" not in re.sub(r"<p.*?</p>", "", html, flags=re.DOTALL)


@pytest.mark.django_db
def test_an_unknown_page_says_how_to_get_in(client: Client) -> None:
    page = client.get("/bestaat/dit/niet/")
    assert page.status_code == 404
    assert "/meedoen/" in page.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_gets_a_page_of_ours() -> None:
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.nl"})
    assert page.status_code == 403
    assert 'class="app-header' in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_an_error_page_needs_nothing_from_the_request(name: str) -> None:
    html = get_template(name).render()
    assert "<h1>" in html and "<form" not in html
