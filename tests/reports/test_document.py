"""Data never becomes a request, and no text breaks the page."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from reports.document import render_pdf

pytestmark = pytest.mark.slow


class Listener(HTTPServer):
    """Counts the requests that reach it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Answering)


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def vectors(address: str) -> list[str]:
    return [
        f'<img src="{address}">',
        f'<object data="{address}"></object>',
        f'<embed src="{address}">',
        f'<link rel="stylesheet" href="{address}">',
        f'<link rel="attachment" href="{address}">',
        f'<a rel="attachment" href="{address}">x</a>',
        f'<style>@import url("{address}");</style>',
        f'<style>body {{ background: url("{address}") }}</style>',
        f'<style>@font-face {{ font-family: x; src: url("{address}") }} p {{ font-family: x }}</style><p>x',
        f'<style>p::before {{ content: url("{address}") }}</style><p>x</p>',
        f'<style>li {{ list-style: url("{address}") }}</style><ul><li>x</ul>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><use href="{address}#a"/></svg>',
        f'<base href="{address}"><img src="x.png">',
    ]


def page(body: str) -> str:
    return f'<html lang="nl"><head><title>t</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("number", range(14))
def test_nothing_is_fetched(listener: Listener, tmp_path: Path, number: int) -> None:
    address = f"http://127.0.0.1:{listener.server_port}/{number}"
    secret = tmp_path / "secret.txt"
    secret.write_text("a-file-that-is-not-ours")
    pdf, _pages = render_pdf(page(vectors(address)[number]))
    assert listener.asked == []
    pdf, _pages = render_pdf(page(vectors(secret.as_uri())[number]))
    assert not PdfReader(BytesIO(pdf)).attachments


def test_the_listener_would_have_noticed(listener: Listener) -> None:
    HTML(string=page(vectors(f"http://127.0.0.1:{listener.server_port}/")[0])).write_pdf()
    assert listener.asked == ["/"]
