"""Tell somebody by mail that a way into their account changed: who did not do that has to know."""

from allauth.account.adapter import get_adapter

from .models import User


def tell_of_change(user: User) -> None:
    """Mail that the second step or a passkey was added, renewed or taken away."""
    get_adapter().send_mail("account/email/ways_in_changed", user.email, {})
