"""Who acts: a person who signed in, somebody at the table, or the system itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from users.models import User


@dataclass(frozen=True)
class Actor:
    """Who acts, and in which role; `reference` points at a row for people without an account."""

    role: str
    user: "User | None" = None
    reference: str = ""


SYSTEM = Actor(role="system")
