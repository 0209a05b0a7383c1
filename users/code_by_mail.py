"""Send somebody a code to sign in with, without asking for an address first."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.http import HttpRequest

from .models import User


def send_sign_in_code(request: HttpRequest, *, user: User) -> bool:
    """Mail a code that this browser must give; return whether it was sent.

    Not sent when this address was sent several just now: the same limit as on the sign-in page.
    """
    if not ratelimit.consume(request, action="request_login_code", key=user.email.lower()):
        return False
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return True
