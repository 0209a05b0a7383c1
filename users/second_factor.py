"""The second step of signing in: whether this browser took it, and where it is taken.

What the browser did is told by allauth's own record in its session, never by a flag of ours; but the demo.
"""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

SECOND_FACTOR_PAGE = "second_factor"
"""The name of the page that asks for the second step, or sets one up, and then goes on to `next`."""
DEMO_SIGN_IN = "demo_sign_in"
"""In the session: one click of the demo counts as both steps. Read where the demo is on, and nowhere else."""


def second_factor_seen(request: HttpRequest) -> bool:
    """Return whether who signed in here proved it in a second way too.

    That is a code of an app, a recovery code, or a passkey: it asks for a fingerprint, a face or a PIN, so it
    is two ways at once. What the account of a municipality proved counts there only: `municipalities.access`.
    """
    if not request.user.is_authenticated:
        return False
    if settings.DEMO and request.session.get(DEMO_SIGN_IN):
        return True
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def provider_of_sign_in(request: HttpRequest) -> dict[str, object]:
    """Return allauth's record of a sign-in with the account of a municipality; empty when that was not so."""
    records = get_authentication_records(request, request.user)
    return next((one for one in reversed(records) if one.get("method") == "socialaccount"), {})
