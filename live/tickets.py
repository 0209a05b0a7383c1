"""Tickets for the stream: who may hear that a session changed; signed, so read without the database."""

from dataclasses import dataclass
from enum import StrEnum

from django.core import signing

from sessions.models import GroupSession, Representative

SALT = "live.tickets"
MAX_AGE = 12 * 60 * 60
"""Seconds; longer than any meeting, and a page asks for a new one whenever it is refused."""


class Kind(StrEnum):
    """As what somebody listens."""

    SEAT = "s"
    FACILITATOR = "f"
    MEMBER = "m"
    SCREEN = "b"


@dataclass(frozen=True, slots=True)
class Viewer:
    """One who listens to a session.

    `pk` is a representative for a seat, a user for a facilitator or member, and for the big screen the
    version of its link. `sign_in` is that of a user: when it is ended, so is what it listens to.
    """

    kind: Kind
    pk: int
    session_id: int
    municipality_id: int
    sign_in: int = 0


class BadTicket(Exception):
    """The ticket is not ours, was changed, or is too old."""


def seat_viewer(representative: Representative, session: GroupSession) -> Viewer:
    """Return a participant as a viewer of their session."""
    return Viewer(Kind.SEAT, representative.pk, session.pk, session.municipality_id)


def facilitator_viewer(user_id: int, session: GroupSession, *, sign_in: int) -> Viewer:
    """Return the facilitator as a viewer of the session they lead."""
    return Viewer(Kind.FACILITATOR, user_id, session.pk, session.municipality_id, sign_in)


def member_viewer(user_id: int, session: GroupSession, *, sign_in: int) -> Viewer:
    """Return somebody of the municipality as a viewer of a session."""
    return Viewer(Kind.MEMBER, user_id, session.pk, session.municipality_id, sign_in)


def screen_viewer(session: GroupSession) -> Viewer:
    """Return the big screen of a session as a viewer, by the present version of its link."""
    return Viewer(Kind.SCREEN, session.screen_link_version, session.pk, session.municipality_id)


def make_ticket(viewer: Viewer) -> str:
    """Return the ticket of a viewer."""
    claims = [viewer.kind.value, viewer.pk, viewer.session_id, viewer.municipality_id, viewer.sign_in]
    return signing.dumps(claims, salt=SALT)


def read_ticket(ticket: str) -> Viewer:
    """Return whose ticket this is; raises `BadTicket`."""
    try:
        kind, *numbers = signing.loads(ticket, salt=SALT, max_age=MAX_AGE)
        return Viewer(Kind(kind), *numbers)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadTicket from error
