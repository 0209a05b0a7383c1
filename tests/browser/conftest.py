"""A real browser against a real server process that works on the database of the tests.

Everything in this folder is marked `browser`. Without Chromium the tests are skipped, except in CI.
"""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker

from tests.browser.mailbox import Mailbox
from tests.browser.room import LAPTOP, Room
from tests.builders import build_municipality
from tests.servers import free_port
from tests.vroegsignalering.processes import wait_until

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 10_000
"""Milliseconds; what takes longer than this on a busy machine is stuck."""
expect.set_options(timeout=TIMEOUT)

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
def mailbox() -> Mailbox:
    """What the server and the worker mailed."""
    return Mailbox(settings.VAR_DIR / "mail")


@pytest.fixture(scope="session")
def surroundings(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, mailbox: Mailbox
) -> dict[str, str]:
    """The environment of the processes of the product: the database of the tests, and mail in a folder."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    port = str(free_port())
    return {
        **os.environ,
        "DATABASE_URL": database,
        "PORT": port,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"filemail:///{mailbox.folder}",
    }


@pytest.fixture(scope="session")
def server(surroundings: dict[str, str]) -> Iterator[str]:
    """The address of the product's own server, started once, with its static files as in production."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=settings.BASE_DIR,
        env=surroundings,
        check=True,
    )
    with serving(surroundings) as address:
        yield address


@pytest.fixture
def demo_server(server: str, surroundings: dict[str, str]) -> Iterator[str]:
    """The address of a second server on the same data, which has the pages of the demo."""
    port = str(free_port())
    address = {"PORT": port, "BASE_URL": f"http://127.0.0.1:{port}"}
    with serving({**surroundings, **address, "DEMO": "1", "DEMO_ON_SERVERS": "1"}) as address_of_demo:
        yield address_of_demo


@contextmanager
def serving(surroundings: dict[str, str]) -> Iterator[str]:
    """Run the product's own server for as long as the block takes."""
    url, port = surroundings["BASE_URL"], surroundings["PORT"]
    command = [sys.executable, "-m", "uvicorn", "vroegsignalering.asgi:application", "--port", port]
    command += ["--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "1"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=surroundings)

    def answers() -> bool:
        try:
            return urllib.request.urlopen(f"{url}/gezond/", timeout=1).status == 200
        except OSError:
            return False

    try:
        assert wait_until(answers, seconds=30), "the server did not answer"
        yield url
    finally:
        stop(process, patience=10)


def stop(process: subprocess.Popen[bytes], *, patience: float) -> None:
    """Ask a process to stop; what is busy for longer than so many seconds is not waited for."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def worker(surroundings: dict[str, str]) -> Iterator[None]:
    """The product's own Celery worker, which fulfils what was promised."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "vroegsignalering", "worker"]
    command += ["--pool", "solo", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=surroundings)
    yield
    stop(process, patience=20)


@pytest.fixture
def site(server: str, transactional_db: None) -> Iterator[str]:
    """The address of the server, with tables that hold the catalogue and nothing else."""
    call_command("load_catalogue", verbosity=0)
    yield server
    # The tables are emptied next; a transaction that the server still has open would lock with that.
    if connection.vendor == "postgresql":
        assert wait_until(nobody_else_is_at_it, seconds=10), "the server keeps a transaction open"


def nobody_else_is_at_it() -> bool:
    """Return whether no other connection to this database is in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL)"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def watched_pages(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page of its own person: `open_page("/path/", viewport=PHONE)`; cookies are not shared.

    `holding` is a test client whose cookies the browser has: who signed in or took a seat there, did so here.
    `also` is the address of another server that pages may ask. With `keeps_files` the browser keeps style
    sheets and scripts, as it does for people; another host then answers before it is noticed.
    At the end the test fails when a page logged an error, broke the content security policy, threw an
    exception or asked anything of another host.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []
    homes = {site}

    def heed(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            problems.append(message.text)

    def keep_at_home(route: Route) -> None:
        if route.request.url.startswith((*homes, "data:", "blob:")):
            route.fallback()
        else:
            problems.append(f"asked of another host: {route.request.url}")
            route.abort()

    def heed_request(request: Request) -> None:
        if not request.url.startswith((*homes, "data:", "blob:")):
            problems.append(f"asked of another host: {request.url}")

    def open_one(
        path: str = "/",
        *,
        viewport: dict[str, int] = LAPTOP,
        holding: Client | None = None,
        also: str = "",
        keeps_files: bool = False,
        **options: object,
    ) -> Page:
        homes.update({also} - {""})
        context = chromium.new_context(
            **{
                "base_url": site,
                "viewport": viewport,
                "locale": "nl-NL",
                "service_workers": "block",  # theirs go past the routes of a test
                **options,
            }
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        cookies = holding.cookies.values() if holding else []
        context.add_cookies([{"name": one.key, "value": one.value, "url": site} for one in cookies])
        if keeps_files:
            context.on("request", heed_request)
        else:
            context.route("**/*", keep_at_home)
        context.on("console", heed)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open pages as `watched_pages` does."""
    with watched_pages(chromium, site) as open_one:
        yield open_one


@pytest.fixture
def room(open_page: Callable[..., Page]) -> Room:
    """A planned session with three parties, and browsers for who is in it."""
    return Room(open_page, build_municipality())
