"""Full addresses for mails and paper; they point at `BASE_URL`, whatever host a request came by."""

from django.conf import settings
from django.urls import reverse

from .links import token_for
from .models import Facilitator, GroupSession, Party, Representative


def full_address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def join_address(row: Representative | Party) -> str:
    """Return the personal link of a participant, or the link on the name card of a party."""
    return _address("live:join_link", row)


def reply_address(person: Representative) -> str:
    """Return where somebody lets know whether they come; on the day it leads on to the table."""
    return _address("group_sessions:reply", person)


def facilitator_address(facilitator: Facilitator) -> str:
    """Return the link by which somebody accepts to lead a session."""
    return _address("group_sessions:facilitator_link", facilitator)


def screen_path(session: GroupSession) -> str:
    """Return the path of the big screen of a session."""
    kwargs = {"gemeente": session.municipality.slug, "pk": session.pk, "token": token_for(session)}
    return reverse("live:screen", kwargs=kwargs)


def join_page() -> str:
    """Return where people type the join code, as they read it aloud: without `https://`."""
    return _read_aloud("live_platform:join_code")


def screen_page() -> str:
    """Return where the laptop of the projector gets its code, as people read it aloud."""
    return _read_aloud("live_platform:ask_screen_code")


def _read_aloud(name: str) -> str:
    return full_address(reverse(name)).partition("://")[2].rstrip("/")


def _address(name: str, row: Representative | Party | Facilitator) -> str:
    kwargs = {"gemeente": row.municipality.slug, "token": token_for(row)}
    return full_address(reverse(name, kwargs=kwargs))
