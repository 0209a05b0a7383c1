"""What a page costs at its first visit: requests, and bytes as they come over the line."""

import time
import urllib.request
from dataclasses import dataclass, field

from playwright.sync_api import Page

PATIENCE = 20.0
"""Seconds; what a busy machine has not fetched by then never comes."""


@dataclass
class Weight:
    """The requests of one visit by their address, each with its bytes as they were sent."""

    bytes_of: dict[str, int] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        return len(self.bytes_of)

    @property
    def kilobytes(self) -> float:
        return sum(self.bytes_of.values()) / 1000

    def __str__(self) -> str:
        lines = [f"{size:7} {address}" for address, size in self.bytes_of.items()]
        return "\n".join([f"{self.requests} requests, {self.kilobytes:.1f} kB", *lines])


def weigh(page: Page, path: str, *parts: str) -> Weight:
    """Visit a page with an empty cache and return what that cost, also of a stream that goes on.

    What is fetched after the page itself is waited for by a part of its address.
    """
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    addresses: dict[str, str] = {}
    received: dict[str, int] = {}

    def sent(event: dict) -> None:
        if event["request"]["url"].startswith("http"):
            addresses[event["requestId"]] = event["request"]["url"]

    def came(event: dict) -> None:
        received[event["requestId"]] = received.get(event["requestId"], 0) + event["encodedDataLength"]

    def finished(event: dict) -> None:
        received[event["requestId"]] = event["encodedDataLength"]  # with the headers

    network.on("Network.requestWillBeSent", sent)
    network.on("Network.dataReceived", came)
    network.on("Network.loadingFinished", finished)
    page.goto(path)
    end = time.monotonic() + PATIENCE

    def is_missing(part: str) -> bool:
        return not any(part in addresses.get(name, "") for name in received)

    while missing := list(filter(is_missing, parts)):
        assert time.monotonic() < end, f"{path} never fetched {missing}"
        page.wait_for_timeout(50)
    page.wait_for_timeout(1000)  # the stream says its first word, the fragments look once
    return Weight({f"{name} {addresses[name]}": round(received.get(name, 0)) for name in addresses})


def compressed(address: str) -> int:
    """Return the bytes of a file as a browser gets it."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read()) + len(str(answer.headers))
