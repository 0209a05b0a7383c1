"""Sign in as a person does: through the pages, with the codes from the mails."""

import re
from datetime import UTC, datetime

from django.core import mail
from django.test import Client
from django.utils import timezone

from municipalities.second_step.factors import add_app
from users.models import User
from users.second_step import code_of_app

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def mailed_code() -> str:
    """Return the code of the newest mail."""
    found = re.search(r"^ +(\S{8,9})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[1]


def ask_code(client: Client, email: str, **fields: str) -> str:
    """Ask for a code on the sign-in page; return it."""
    client.post("/inloggen/", {"login": email, **fields})
    return mailed_code()


def sign_in_by_mail(client: Client, user: User) -> Client:
    """Go through the whole of signing in; an app is asked for when the person has one."""
    code = ask_code(client, user.email)
    client.post("/inloggen/code/invoeren/", {"code": code})
    return client


def is_in(client: Client) -> bool:
    """Return whether this browser is signed in."""
    return client.get("/mijn/").status_code == 200


def give_app(user: User) -> str:
    """Give somebody an app with codes, of which none was used; return its secret."""
    add_app(user=user, secret=SECRET, step=0, now=timezone.now())
    return SECRET


def app_code(secret: str = SECRET, *, now: datetime | None = None) -> str:
    return code_of_app(secret, now=now or datetime.now(UTC))
