"""A real OpenID Connect provider on loopback: it signs in its one person at once, and lies when told to."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT_ID = "gesprekshulp"
SECRET = "een geheim: met %41 en +"


class Provider:
    """What it says, and about whom; `claims` and `wrong` change from test to test."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.reset()

    def reset(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.discovered: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        """What is put over the claims of a token; None takes one away."""
        self.sign = self.sign_properly
        self.denies = ""
        self.delay = 0.0
        self.hangs_up = False
        self.answers: dict[str, tuple[int, str, str]] = {}
        """By path: status, kind and body of an answer that is no provider's."""

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            **self.discovered,
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "ES256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser goes back to."""
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        if self.denies:
            return f"{query['redirect_uri']}?{urlencode({'error': self.denies, 'state': query['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if not self._knows(form, authorization):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        times = {"iat": now, "exp": now + 300}
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "s-1", "nonce": asked["nonce"], **times}
        claims |= self.claims | self.wrong
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": "toegang", "token_type": "Bearer", "id_token": self.sign(claims)}

    def _knows(self, form: dict[str, str], authorization: str) -> bool:
        if form.get("client_secret"):
            return (form["client_id"], form["client_secret"]) == (CLIENT_ID, SECRET)
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        client_id, _, secret = pair.partition(":")
        decoded = parse_qs(f"id={client_id}&secret={secret}")
        return (decoded["id"], decoded["secret"]) == ([CLIENT_ID], [SECRET])

    def sign_properly(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": "1"})


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            time.sleep(provider.delay)
            if provider.hangs_up:
                return None
            if parts.path in provider.answers:
                return self.say(*provider.answers[parts.path])
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                return self.say(302, "text/plain", provider.authorize(query))
            said = {
                "/.well-known/openid-configuration": provider.description,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.userinfo or {},
            }.get(parts.path)
            return self.tell(200, said()) if said else self.tell(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.tell(*provider.token(form, self.headers.get("Authorization", "")))

        def tell(self, status: int, said: dict[str, Any]) -> None:
            self.say(status, "application/json", json.dumps(said))

        def say(self, status: int, kind: str, body: str) -> None:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    thread = Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
