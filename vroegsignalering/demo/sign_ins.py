"""Whom one can be in the demo, with one click: people of a municipality, and the table of today's session."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.house_style.look import look_of
from municipalities.models import Membership, Municipality
from sessions.addresses import join_address, screen_path
from sessions.models import Facilitator, GroupSession, Party, Representative
from users.models import User

from .found import houses, just_closed_session, running_session
from .stories import Story, address

FACILITATOR = "gespreksleider"
HINTS: dict[Role, "str | LazyText"] = {
    Role.COORDINATOR: gettext_lazy(
        "Go on with next week’s session: invite who is missing, print name cards."
    ),
    Role.MANAGER: gettext_lazy("See in the improvement agenda what moves and what is stuck."),
    Role.READER: gettext_lazy("Look on, without buttons that change anything."),
    Role.ADMINISTRATOR: gettext_lazy("Invite colleagues, choose the house style, look into the log."),
    Role.PROTECTION_OFFICER: gettext_lazy("Read the log, and see how long what is kept."),
}
PAGE_OF = {
    Role.MANAGER: "agenda:list",
    Role.ADMINISTRATOR: "municipalities:manage",
    Role.PROTECTION_OFFICER: "municipalities:manage",
}


@dataclass(frozen=True)
class SignIn:
    """One click: somebody with an account, or a seat at the table; `page` is where the click leads."""

    who: str
    name: str
    label: "str | LazyText"
    page: str
    hint: "str | LazyText" = ""
    user: User | None = None
    seat: Representative | None = None


@dataclass
class House:
    """What the demo page shows of one municipality."""

    municipality: Municipality
    logo_url: str = ""
    members: list[SignIn] = field(default_factory=list)
    session: GroupSession | None = None
    facilitator: SignIn | None = None
    seats: list[SignIn] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    screen: str = ""
    just_closed: GroupSession | None = None
    after_the_close: list[SignIn] = field(default_factory=list)

    def sign_ins(self) -> Iterator[SignIn]:
        yield from self.members
        if self.facilitator is not None:
            yield self.facilitator
        yield from self.seats
        yield from self.after_the_close


def all_houses() -> list[House]:
    """Return every municipality of the demo with whom one can be there."""
    found = []
    for story, municipality in houses():
        with tenant(municipality):
            look = look_of(municipality)
            house = House(municipality=municipality, members=_members(story, municipality))
            house.logo_url = look.logo_url if look is not None else ""
            house.session = running_session(municipality)
            if house.session is not None:
                _set_the_table(house, house.session)
            house.just_closed = just_closed_session(municipality, now=timezone.now())
            if house.just_closed is not None:
                people = _people_at(house.just_closed)
                house.after_the_close = [one for one, _link in people if one is not None]
        found.append(house)
    return found


def sign_in_for(who: str) -> SignIn | None:
    """Return the sign-in of this name, or nothing for a name that is not on the page."""
    return next((one for house in all_houses() for one in house.sign_ins() if one.who == who), None)


def _members(story: Story, municipality: Municipality) -> list[SignIn]:
    emails = [address(name, at=story.name) for name in story.members.values()]
    held = Membership.objects.filter(municipality=municipality, user__email__in=emails).select_related("user")
    by_role = {Role(one.role): one.user for one in held}
    return [
        SignIn(
            who=f"{municipality.slug}-{role.value}",
            name=str(by_role[role]),
            label=role.label,
            hint=HINTS[role],
            page=reverse(PAGE_OF.get(role, "group_sessions:list"), kwargs={"gemeente": municipality.slug}),
            user=by_role[role],
        )
        for role in HINTS
        if role in by_role
    ]


def _set_the_table(house: House, session: GroupSession) -> None:
    slug = house.municipality.slug
    kwargs = {"gemeente": slug, "pk": session.pk}
    house.screen = screen_path(session)
    leader = (
        Facilitator.objects.appointed()
        .filter(session=session)
        .exclude(user=None)
        .select_related("user")
        .first()
    )
    if leader is not None:
        house.facilitator = SignIn(
            who=f"{slug}-{FACILITATOR}",
            name=leader.name,
            label=_("facilitator"),
            hint=_("Leads the talk from a laptop. Show the answers, and see the screen follow."),
            page=reverse("live:console", kwargs=kwargs),
            user=leader.user,
        )
    for sign_in, link in _people_at(session):
        if sign_in is None:
            house.links.append(link)
        else:
            house.seats.append(sign_in)


def _people_at(session: GroupSession) -> Iterator[tuple[SignIn | None, tuple[str, str]]]:
    """Yield everybody of a table with their party: who has joined as a sign-in, the others by their link."""
    slug = session.municipality.slug
    page = reverse("live:seat", kwargs={"gemeente": slug, "pk": session.pk})
    people = Prefetch(
        "representatives", queryset=Representative.objects.filter(removed_at=None), to_attr="people"
    )
    parties = Party.objects.filter(session=session).select_related("municipality").prefetch_related(people)
    for party in parties:
        for person in party.people:
            who = f"{slug}-stoel-{person.pk}"
            seat = SignIn(who=who, name=person.name, label=party.name, page=page, seat=person)
            yield seat if person.joined_at else None, (party.name, join_address(person))
