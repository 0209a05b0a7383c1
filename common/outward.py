"""Ask a server of somebody else: public addresses only, over TLS, small, soon, and never redirected.

Where to ask is typed by a person, so it could be a server inside our own network. The name is resolved once,
every address of it is checked, and the connection goes to the checked address: a name that changes its answer
in between gains nothing. No proxy, no cookies, no passwords from a file.
"""

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore
import httpx
from django.conf import settings

PATIENCE = 8.0
"""Seconds for one question, from the name to the last byte; who signs in waits for it."""
MOST_BYTES = 512_000
"""Bytes of an answer; the keys of a large provider are some 20 kB."""
HIDDEN_IN_IPV6 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that a translator of the network turns into those of IPv4 (RFC 6052)."""


Headers = dict[str | bytes, str | bytes]


class OutwardFailed(Exception):
    """No answer that can be used; `why` is a code, `status` the one of HTTP when there was an answer."""

    def __init__(self, why: str, *, status: int = 0, body: Any = None) -> None:
        super().__init__(f"{why} {status or ''}".strip())
        self.why = why
        self.status = status
        self.body = body


def may_be_asked(url: str) -> bool:
    """Return whether an address may be asked at all: `https://` and a host, and nothing of a user in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    # An answer in JSON can hold half a letter, which no page can be written with.
    has_host = url.isprintable() and bool(parts.hostname) and "@" not in parts.netloc and port != 0
    return has_host and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_loopback_let_in(parts.hostname))
    )


def ask(
    url: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address, or what it answers to a form; raise `OutwardFailed`."""
    if not may_be_asked(url):
        raise OutwardFailed("address")
    content = urlencode(form).encode() if form is not None else None
    sent: Headers = {"Accept": "application/json", "User-Agent": "digitale-gesprekshulp"}
    sent.update(headers or {})
    if content is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    status, body = _fetch(url, method="GET" if content is None else "POST", headers=sent, content=content)
    answer = _object_in(body)
    if not httpx.codes.is_success(status):
        raise OutwardFailed(
            "redirect" if httpx.codes.is_redirect(status) else "status", status=status, body=answer
        )
    if answer is None:
        raise OutwardFailed("no json", status=status)
    return answer


def _fetch(url: str, *, method: str, headers: Headers, content: bytes | None) -> tuple[int, bytes]:
    until = time.monotonic() + PATIENCE
    times = dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)
    headers = {"Host": urlsplit(url).netloc, **headers}
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(), network_backend=_Checked(until), max_connections=1
            ) as pool,
            pool.stream(
                method, url, headers=headers, content=content, extensions={"timeout": times}
            ) as response,
        ):
            return response.status, _read(response.iter_stream())
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise OutwardFailed("slow") from error
    except ssl.SSLError as error:
        raise OutwardFailed("certificate") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise OutwardFailed("certificate" if "certificate" in str(error).lower() else "away") from error
    except (UnicodeError, ValueError) as error:
        raise OutwardFailed("address") from error


def _read(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > MOST_BYTES:
            raise OutwardFailed("large")
    return bytes(body)


def _object_in(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


class _Checked(httpcore.NetworkBackend):
    """Connects to public addresses only, and until one moment only."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        address = _address_of(host, port)
        stream = self._network.connect_tcp(address, port, _left(self._until), local_address, socket_options)
        return _Hasty(stream, self._until)


class _Hasty(httpcore.NetworkStream):
    """A stream that ends at one moment, however slowly its bytes come: each alone could be in time."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        encrypted = self._stream.start_tls(ssl_context, server_hostname, _left(self._until))
        return _Hasty(encrypted, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _address_of(host: str, port: int) -> str:
    """Return the address to connect to; every address of the name must be a public one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise OutwardFailed("no such name") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(_is_public(one) or _is_loopback_let_in(one) for one in addresses):
        raise OutwardFailed("inside")
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found in HIDDEN_IN_IPV6:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        else:
            # An address of IPv4 can be written in one of IPv6 in three ways.
            found = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, found))[1]
    return found.is_global and not found.is_multicast


def _is_loopback_let_in(host: str | None) -> bool:
    """Return whether this is our own machine, and an embedded installation lets it be asked."""
    if not settings.OWN_SIGN_IN_ON_LOOPBACK or not host:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
