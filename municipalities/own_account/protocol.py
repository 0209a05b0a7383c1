"""OpenID Connect with the provider of a municipality: the authorization code flow with PKCE and a nonce.

Believed is only a token that the provider signed for us, for this one sign-in (OpenID Connect Core, 3.1.3.7).
The signature is always checked, also of a token that came over TLS: that the connection was safe says nothing
about who answered. No token is kept.
"""

import base64
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import jwt

from common.outward import OutwardFailed, ask, may_be_asked

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key that only the provider has: not `none`, and not those with the secret we share."""
LEEWAY = 60
"""Seconds that the clock of a provider may be off."""
DISCOVERY = "/.well-known/openid-configuration"
ASKED_FOR = "openid email profile"


class SignInFailed(Exception):
    """Somebody can't sign in with the account of the municipality; `why` is a code with words."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why = why
        self.detail = detail


@dataclass(frozen=True)
class Client:
    """Who we are at the provider of one municipality."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str


@dataclass(frozen=True)
class Endpoints:
    """Where a provider is asked what, as it says itself."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    wants_secret_in_header: bool


def discover(issuer: str) -> Endpoints:
    """Ask a provider where it is asked what; raise `OutwardFailed` or `SignInFailed`."""
    said = ask(issuer.rstrip("/") + DISCOVERY)
    if said.get("issuer") != issuer:
        raise SignInFailed("other issuer", str(said.get("issuer"))[:200])
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    addresses = [said.get(name) for name in wanted]
    userinfo = said.get("userinfo_endpoint") or ""
    if not all(isinstance(one, str) and may_be_asked(one) for one in addresses):
        raise SignInFailed("no provider")
    methods = said.get("token_endpoint_auth_methods_supported")
    methods = methods if isinstance(methods, list) and methods else ["client_secret_basic"]
    return Endpoints(
        authorization=str(addresses[0]),
        token=str(addresses[1]),
        keys=str(addresses[2]),
        userinfo=userinfo if isinstance(userinfo, str) and may_be_asked(userinfo) else "",
        wants_secret_in_header="client_secret_post" not in methods,
    )


def address_of_sign_in(
    endpoints: Endpoints, client: Client, *, state: str, nonce: str, challenge: str
) -> str:
    """Return where the browser goes to sign in at the provider."""
    query = {
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "response_type": "code",
        "scope": ASKED_FOR,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    glue = "&" if "?" in endpoints.authorization else "?"
    return f"{endpoints.authorization}{glue}{urlencode(query)}"


def redeem(endpoints: Endpoints, client: Client, *, code: str, verifier: str) -> dict[str, Any]:
    """Return the tokens for a code; raise `OutwardFailed`, or `SignInFailed` when the provider refuses us."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": verifier,
    }
    headers = {}
    if endpoints.wants_secret_in_header:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
    try:
        return ask(endpoints.token, form=form, headers=headers)
    except OutwardFailed as failed:
        said = str((failed.body or {}).get("error", ""))
        if failed.status == 401 or said in {"invalid_client", "unauthorized_client"}:
            raise SignInFailed("wrong secret", said) from failed
        if said:
            raise SignInFailed("code refused", said) from failed
        raise


def claims_of(tokens: dict[str, Any], endpoints: Endpoints, client: Client, *, nonce: str) -> dict[str, Any]:
    """Return what the provider says about a person, with the address asked apart when it is missing."""
    claims = read_token(tokens.get("id_token"), ask(endpoints.keys), client, nonce=nonce)
    access = tokens.get("access_token")
    if not claims.get("email") and endpoints.userinfo and isinstance(access, str):
        said = ask(endpoints.userinfo, headers={"Authorization": f"Bearer {access}"})
        # An answer about somebody else must not be mixed in (OpenID Connect Core, 5.3.2).
        if said.get("sub") == claims["sub"]:
            claims |= {key: said[key] for key in ("email", "email_verified") if key in said}
    return claims


def read_token(token: object, keys: dict[str, Any], client: Client, *, nonce: str) -> dict[str, Any]:
    """Return the claims of an id token that is signed, for us, from this provider, and of this sign-in."""
    if not isinstance(token, str):
        raise SignInFailed("token", "none")
    try:
        claims = jwt.decode(
            token,
            key=_key_of(token, keys),
            algorithms=ALGORITHMS,
            audience=client.client_id,
            issuer=client.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise SignInFailed("token too old") from error
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise SignInFailed("token", type(error).__name__) from error
    _check_sign_in(claims, client, nonce=nonce)
    return claims


def _check_sign_in(claims: dict[str, Any], client: Client, *, nonce: str) -> None:
    said = claims["nonce"]
    if not isinstance(said, str) or not said.isascii() or not hmac.compare_digest(said, nonce):
        raise SignInFailed("token", "nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", client.client_id) != client.client_id or (several and "azp" not in claims):
        raise SignInFailed("token", "azp")
    if (
        int(claims["exp"]) - int(claims["iat"]) <= 0
        or not isinstance(claims["sub"], str)
        or not claims["sub"]
        # By the standard; half a letter can't even be written.
        or not claims["sub"].isascii()
    ):
        raise SignInFailed("token", "sub")


def _key_of(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """Return the public key that a token says it is signed with; the only one when it names none."""
    header = jwt.get_unverified_header(token)
    usable = [one for one in jwt.PyJWKSet.from_dict(keys).keys if one.public_key_use in {None, "sig"}]
    if "kid" in header:
        usable = [one for one in usable if one.key_id == header["kid"]]
    if len(usable) != 1:
        raise jwt.InvalidKeyError("kid")
    return usable[0]
