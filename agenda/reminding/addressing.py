"""To whom a reminder goes: the owner, or the coordinators where the owner can't be reached."""

import enum
from collections.abc import Collection
from datetime import date, datetime

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from users.models import User

from ..models import ActionPoint, Reminder
from ..owners.now import mark_owners
from ..owners.who import who
from .quiet import QuietDays
from .steps import TO_COORDINATORS
from .undelivered import wrong_addresses


class Missed(enum.Enum):
    """Why the owner can't be told."""

    NOBODY = "nobody"
    NO_ADDRESS = "no address"
    LEFT = "left"
    BOUNCED = "bounced"

    @property
    def words(self) -> "LazyText | str":
        return MISSED_WORDS[self]


MISSED_WORDS = {
    Missed.NOBODY: _("There is no owner."),
    Missed.NO_ADDRESS: _("There is no e-mail address of the owner."),
    Missed.LEFT: _("The owner no longer works there."),
    Missed.BOUNCED: _("E-mails to the owner do not arrive."),
}


class Addressing:
    """Whom reminders go to today, for these action points; reads what it needs once."""

    def __init__(
        self,
        municipality: Municipality,
        points: Collection[ActionPoint],
        *,
        quiet: QuietDays,
        today: date,
        now: datetime,
    ) -> None:
        self.municipality = municipality
        self._closed = quiet.organisations(today)
        self._wrong = wrong_addresses(municipality, now=now)
        self._left: dict[int, date | None] = {}
        mark_owners(points, today=today)
        for point in points:
            self._left[point.pk] = point.owner_left_on  # type: ignore[attr-defined]

    def waits(self, point: ActionPoint) -> bool:
        """Return whether the organisation of the owner is closed, so that it is left in peace."""
        return point.owner_organisation_id in self._closed

    def missed(self, point: ActionPoint) -> Missed | None:
        """Return why the owner can't be told, or nothing."""
        if not point.has_owner:
            return Missed.NOBODY
        if self._left.get(point.pk) is not None:
            return Missed.LEFT
        if not point.owner_email:
            return Missed.NO_ADDRESS
        return Missed.BOUNCED if who(self.municipality, point.owner_email) in self._wrong else None

    def address(self, row: Reminder) -> str:
        """Return the address of the owner, in lower case; nothing where it goes to the coordinators."""
        point = row.action_point
        if row.step in TO_COORDINATORS or self.missed(point) is not None:
            return ""
        return point.owner_email.lower()


def coordinators_of(municipality: Municipality, *, today: date) -> list[User]:
    """Return who coordinates in a municipality today and can sign in."""
    held = Membership.objects.filter(municipality=municipality, role=Role.COORDINATOR, user__is_active=True)
    people = {one.user_id: one.user for one in held.current(today=today).select_related("user")}
    return [people[pk] for pk in sorted(people)]
