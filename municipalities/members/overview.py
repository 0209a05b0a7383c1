"""Who works in a municipality, as one page shows it: by person, with what each is, will be and was."""

from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone

from users.models import User

from ..invitations.states import Progress, State, progress_of
from ..models import Invitation, Membership, Municipality
from ..second_step.needed import roles_with_second_step

SETTLED = frozenset({State.ACCEPTED, State.REVOKED})
SHORT_LIST = 12
"""So many people are found at a glance; above it one can search."""


@dataclass(frozen=True)
class Role:
    """One membership of a person, and whether it still has to begin."""

    membership: Membership
    is_coming: bool


@dataclass
class Member:
    """A person with the roles that hold now or will."""

    user: User
    roles: list[Role] = field(default_factory=list)
    has_second_step: bool = False
    needs_second_step: bool = False

    @property
    def is_coming(self) -> bool:
        """Return whether none of the roles has begun."""
        return all(role.is_coming for role in self.roles)


@dataclass(frozen=True)
class Invited:
    """An invitation with how far it is."""

    invitation: Invitation
    progress: Progress

    @property
    def is_settled(self) -> bool:
        return self.progress.state in SETTLED


@dataclass(frozen=True)
class MemberList:
    """Everything on the page, each part in its order."""

    members: list[Member]
    former: list[Membership]
    waiting: list[Invited]
    settled: list[Invited]

    @property
    def is_long(self) -> bool:
        """Return whether one would rather search than read."""
        return len(self.members) + len(self.waiting) > SHORT_LIST

    @property
    def longest(self) -> range:
        """Return a place for every row of the longest part: what the pages of all parts are counted by."""
        return range(max(len(self.members), len(self.former), len(self.waiting), len(self.settled)))

    def on_page(self, places: range) -> "MemberList":
        """Return of each part what stands at these places."""
        piece = slice(places.start, places.stop)
        return MemberList(self.members[piece], self.former[piece], self.waiting[piece], self.settled[piece])

    def matching(self, sought: str) -> "MemberList":
        """Return who has these words in the name or the e-mail address."""
        wanted = sought.casefold()

        def is_wanted(one: User | Invitation) -> bool:
            return wanted in f"{one.name} {one.email}".casefold()

        return MemberList(
            members=[one for one in self.members if is_wanted(one.user)],
            former=[one for one in self.former if is_wanted(one.user)],
            waiting=[one for one in self.waiting if is_wanted(one.invitation)],
            settled=[one for one in self.settled if is_wanted(one.invitation)],
        )


def members_of(municipality: Municipality, *, now: datetime) -> MemberList:
    """Return everybody who works here, will or did, and every invitation; four queries, however many."""
    today = timezone.localdate(now)
    rows = Membership.objects.filter(municipality=municipality).select_related("user")
    members: dict[int, Member] = {}
    former = []
    for row in rows.order_by("user__name", "user__email", "from_date", "pk"):
        if _is_over(row, today=today):
            former.append(row)
            continue
        role = Role(row, is_coming=row.from_date > today)
        members.setdefault(row.user_id, Member(row.user)).roles.append(role)
    _add_second_steps(members, municipality)
    former.sort(key=lambda row: (last_day(row), row.pk), reverse=True)
    invited = _invited(municipality, now=now)
    return MemberList(
        members=sorted(members.values(), key=lambda member: member.is_coming),
        former=former,
        waiting=[one for one in invited if not one.is_settled],
        settled=[one for one in invited if one.is_settled],
    )


def last_day(row: Membership) -> date:
    """Return the last day of a membership that is over."""
    ended = timezone.localdate(row.ended_at) if row.ended_at else None
    return min(day for day in (ended, row.until_date) if day is not None)


def _is_over(row: Membership, *, today: date) -> bool:
    return row.ended_at is not None or (row.until_date is not None and row.until_date < today)


def _add_second_steps(members: dict[int, Member], municipality: Municipality) -> None:
    """Tell of each person whether a second step was set up, and whether a role here wants one."""
    own = Authenticator.objects.filter(user__in=members).exclude(type=Authenticator.Type.RECOVERY_CODES)
    with_step = set(own.values_list("user_id", flat=True))
    wanted = roles_with_second_step(municipality)
    for pk, member in members.items():
        member.has_second_step = pk in with_step
        member.needs_second_step = any(role.membership.role in wanted for role in member.roles)


def _invited(municipality: Municipality, *, now: datetime) -> list[Invited]:
    invitations = list(Invitation.objects.filter(municipality=municipality).select_related("invited_by"))
    progress = progress_of(invitations, now=now)
    return [Invited(one, progress[one.pk]) for one in invitations]
