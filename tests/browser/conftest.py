"""A real browser against a real server process that works on the database of the tests.

Everything in this folder is marked `browser`. Without Chromium the tests are skipped, except in CI.
"""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.servers import free_port
from tests.vroegsignalering.processes import wait_until

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the product's own server, started once, with its static files as in production."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "DATABASE_URL": database, "PORT": str(port), "BASE_URL": url}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
    )
    command = [sys.executable, "-m", "uvicorn", "vroegsignalering.asgi:application", "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "1"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)

    def answers() -> bool:
        try:
            return urllib.request.urlopen(f"{url}/gezond/", timeout=1).status == 200
        except OSError:
            return False

    assert wait_until(answers, seconds=30), "the server did not answer"
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture
def site(server: str, transactional_db: None) -> str:
    """The address of the server, with tables that hold the catalogue and nothing else."""
    call_command("load_catalogue", verbosity=0)
    return server


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page of its own person: `open_page("/path/", viewport=PHONE)`; cookies are not shared.

    At the end the test fails when a page logged an error, broke the content security policy, threw an
    exception or asked anything of another host.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def heed(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            problems.append(message.text)

    def keep_at_home(route: Route) -> None:
        if route.request.url.startswith((site, "data:", "blob:")):
            route.fallback()
        else:
            problems.append(f"asked of another host: {route.request.url}")
            route.abort()

    def open_one(path: str = "/", *, viewport: dict[str, int] = LAPTOP, **options: object) -> Page:
        context = chromium.new_context(base_url=site, viewport=viewport, locale="nl-NL", **options)
        contexts.append(context)
        context.route("**/*", keep_at_home)
        page = context.new_page()
        page.on("console", heed)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []
