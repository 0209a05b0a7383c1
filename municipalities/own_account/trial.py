"""Try a provider before people depend on it, without anybody signing in."""

import jwt

from common.outward import OutwardFailed, ask

from .protocol import Client, SignInFailed, discover, redeem

NO_CODE = "proef"
"""A code that no provider gave out: who knows us refuses the code, who does not refuses us."""


def trouble_with(client: Client) -> str:
    """Return what is wrong with a provider as a code with words; nothing when people can sign in."""
    try:
        endpoints = discover(client.issuer)
        jwt.PyJWKSet.from_dict(ask(endpoints.keys))
        redeem(endpoints, client, code=NO_CODE, verifier=NO_CODE)
    except SignInFailed as failed:
        return "" if failed.why == "code refused" else failed.why
    except OutwardFailed as failed:
        return failed.why
    except (jwt.PyJWTError, TypeError, AttributeError):
        return "no provider"
    return "takes any code"
