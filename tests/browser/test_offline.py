"""Without a connection: a page of ours that goes on by itself, and nothing of anybody kept for it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.room import PHONE, POLLED, Room
from tests.browser.waiting import until

KEPT = """async () => {
  const names = await caches.keys();
  const keys = async (name) => (await caches.open(name)).keys();
  return (await Promise.all(names.map(keys))).flat().map((one) => new URL(one.url).pathname);
}"""
IS_READY = "async () => Boolean((await navigator.serviceWorker.ready) && navigator.serviceWorker.controller)"


def with_worker(page: Page) -> Page:
    """Wait until the worker answers for the pages of this browser."""
    until(page, IS_READY)
    return page


def test_a_page_out_of_reach_says_so_and_comes_by_itself(open_page: Callable[..., Page]) -> None:
    page = with_worker(open_page("/meedoen/", viewport=PHONE, service_workers="allow"))
    page.context.set_offline(True)
    page.goto("/inloggen/")
    expect(page.get_by_role("heading", name="geen verbinding")).to_be_visible()
    expect(page.get_by_role("link", name="Probeer opnieuw")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.nl-button')).display") != "inline"
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible(timeout=POLLED)


def test_a_page_that_is_not_there_looks_like_a_page_when_the_worker_passes_it_on(
    open_page: Callable[..., Page],
) -> None:
    page = with_worker(open_page("/meedoen/", viewport=PHONE, service_workers="allow"))
    page.goto("/bestaat/niet/")
    expect(page.get_by_role("heading", level=1)).to_have_text("We kunnen deze pagina niet vinden")
    expect(page.get_by_role("contentinfo")).to_be_visible()


def test_nothing_of_a_session_is_kept(room: Room) -> None:
    phone = with_worker(room.phone(service_workers="allow"))
    room.answering()
    phone.reload()
    kept = phone.evaluate(KEPT)
    assert "/geen-verbinding/" in kept
    assert [path for path in kept if path != "/geen-verbinding/" and not path.startswith("/static/")] == []
    assert room.municipality.name not in phone.evaluate(
        "fetch('/geen-verbinding/').then((one) => one.text())"
    )
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("heading", name="geen verbinding")).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text(room.parties[0].name)


def test_a_worker_of_an_earlier_release_goes(open_page: Callable[..., Page]) -> None:
    page = with_worker(open_page("/meedoen/", viewport=PHONE, service_workers="allow"))
    page.evaluate(
        "caches.open('geen-verbinding-earlier').then((cache) => cache.put('/x', new Response('x')))"
    )
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.unregister())")
    page.reload()
    with_worker(page)
    until(page, "async () => (await caches.keys()).length === 1")
    assert "/x" not in page.evaluate(KEPT)


def test_without_the_worker_the_browser_shows_its_own_page(open_page: Callable[..., Page]) -> None:
    """The control: it is the worker that answers."""
    page = open_page("/meedoen/", viewport=PHONE)
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/inloggen/")
