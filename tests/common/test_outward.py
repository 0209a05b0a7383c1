"""Asking a server of somebody else: none inside, not for long, not for much, and nowhere else."""

import datetime
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from common import outward
from common.outward import OutwardFailed, ask, may_be_asked

INSIDE = [
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "2130706433",
    "0x7f.1",
    "localhost",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fc00::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]",
    "[2002:a00:1::]",
    "[2001:0:a00:1::f5ff:fffe]",
]


@pytest.mark.parametrize("host", INSIDE)
def test_nothing_inside_is_asked(host: str) -> None:
    with pytest.raises(OutwardFailed) as refused:
        ask(f"https://{host}/")
    assert refused.value.why in {"inside", "no such name"}


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example/",
        "ftp://login.example/",
        "file:///etc/passwd",
        "gopher://login.example/",
        "//login.example/",
        "https://",
        "https:///pad",
        "https://naam@login.example/",
        "https://naam:wachtwoord@login.example/",
        "https://login.example:0/",
        "https://login.example:99999/",
        "https://[::1",
        "javascript:alert(1)",
        "",
    ],
)
def test_only_a_plain_address_over_tls_is_asked(address: str) -> None:
    assert not may_be_asked(address)
    with pytest.raises(OutwardFailed):
        ask(address)


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[float]]]:
    """Answer each connection on loopback; the list holds when somebody connected."""
    visits: list[float] = []

    def serve() -> None:
        while True:
            try:
                connection, _from = listening.accept()
            except OSError:
                return
            visits.append(time.monotonic())
            with connection:
                try:
                    answer(connection)
                except OSError:
                    continue

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], visits
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@pytest.fixture
def on_loopback(settings: Settings) -> None:
    settings.OWN_SIGN_IN_ON_LOOPBACK = True


def say(head: str, body: bytes = b"") -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(head.encode() + b"\r\n\r\n" + body)

    return answer


def why_not(port: int) -> str:
    with pytest.raises(OutwardFailed) as failed:
        ask(f"http://127.0.0.1:{port}/")
    return failed.value.why


def test_an_answer_is_an_object_in_json(on_loopback: None) -> None:
    with server(say("HTTP/1.1 200 OK\r\nConnection: close", b'{"a": 1}')) as (port, _visits):
        assert ask(f"http://127.0.0.1:{port}/") == {"a": 1}


def test_loopback_is_let_in_where_it_is_said_only(settings: Settings) -> None:
    with server(say("HTTP/1.1 200 OK\r\nConnection: close", b"{}")) as (port, visits):
        assert why_not(port) == "address"
        assert visits == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect"])
def test_no_redirect_is_followed(on_loopback: None, status: str) -> None:
    with server(say("HTTP/1.1 200 OK\r\nConnection: close", b"{}")) as (inside, visits):
        head = f"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:{inside}/\r\nConnection: close"
        with server(say(head)) as (port, _visits):
            assert why_not(port) == "redirect"
        assert visits == []


def test_an_answer_that_never_ends_is_cut_off(on_loopback: None) -> None:
    def endless(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(40):
            connection.sendall(b" " * 65_536)

    with server(endless) as (port, _visits):
        assert why_not(port) == "large"


@pytest.mark.parametrize("dripping", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n", b""])
def test_an_answer_that_drips_is_cut_off(
    on_loopback: None, monkeypatch: pytest.MonkeyPatch, dripping: bytes
) -> None:
    """Each byte alone is in time; all together are not."""
    monkeypatch.setattr(outward, "PATIENCE", 0.4)

    def drip(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(dripping)
        connection.settimeout(0.1)
        for _ in range(100):  # until whoever asked hangs up
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                connection.sendall(b"x" if dripping else b"")

    with server(drip) as (port, _visits):
        assert why_not(port) == "slow"


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"7", b"", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_object_is_no_answer(on_loopback: None, body: bytes) -> None:
    with server(say("HTTP/1.1 200 OK\r\nConnection: close", body)) as (port, _visits):
        assert why_not(port) == "no json"


def test_nobody_there(on_loopback: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert why_not(taken.getsockname()[1]) == "away"


def test_a_certificate_of_nobody_is_refused(on_loopback: None, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate(tmp_path))

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as encrypted:
            encrypted.recv(4096)

    with server(answer) as (port, _visits), pytest.raises(OutwardFailed) as failed:
        ask(f"https://127.0.0.1:{port}/")
    assert failed.value.why == "certificate"


def own_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(pem))
    return path


def test_a_name_that_changes_its_answer_gains_nothing(
    on_loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is resolved once; what was checked is what is asked."""
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def fickle(host: str, port: int, *args: object, **kwargs: object) -> object:
        if host == "wispel.example":
            asked.append(host)
            return resolve("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port, type=socket.SOCK_STREAM)
        return resolve(host, port, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", fickle)
    with server(lambda connection: None) as (port, visits), pytest.raises(OutwardFailed):
        ask(f"https://wispel.example:{port}/")
    assert asked == ["wispel.example"]
    assert len(visits) == 1


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    with pytest.raises(OutwardFailed) as refused:
        ask("https://half.example/")
    assert refused.value.why == "inside"
