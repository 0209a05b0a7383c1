"""Builds what tests stand on, with the product's own tables and verbs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from audit.actors import Actor
from catalogue.models import Catalogue, PartyKind, Statement
from catalogue.versions import current_catalogue
from common.sealed import sealed
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.house_style.choosing import change_house_style
from municipalities.house_style.logo import clean_logo, keep_logo
from municipalities.house_style.stylesheet import Choices
from municipalities.invitations.inviting import invite_member
from municipalities.models import HouseStyle, IdentityProvider, Invitation, Membership, Municipality
from municipalities.own_account.settings import PURPOSE
from municipalities.platform.staff import appoint_staff
from questionnaire.answers import give_answer
from questionnaire.enums import AnswerKind
from questionnaire.models import Reveal
from questionnaire.own_answer import OwnAnswer
from questionnaire.reveal import reveal_theme
from sessions import stage
from sessions.enums import JoinedBy
from sessions.models import Facilitator, GroupSession, Organisation, Party, Representative, SessionTheme
from sessions.seats import CODE_LENGTH, CODE_LETTERS, take_seat
from users.models import User

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FACILITATOR = Actor(role="facilitator")
ADMINISTRATOR = Actor(role="administrator")
_number = count(1)


def national_catalogue() -> Catalogue:
    """Return the published list, loaded again when an earlier test flushed the tables."""
    if not Catalogue.objects.exists():
        call_command("load_catalogue", verbosity=0)
    return current_catalogue()


def build_municipality(name: str = "Waterveen") -> Municipality:
    return Municipality.objects.create(name=name, slug=f"{name.lower()}-{next(_number)}")


def drawing(colour: str = "#7a1fa2") -> bytes:
    """Return an SVG logo."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" '
        f'fill="{colour}"/><circle cx="10" cy="10" r="6" fill="#fff"/></svg>'
    ).encode()


def dress(
    municipality: Municipality,
    brand_colour: str = "#7a1fa2",
    *,
    with_logo: bool = True,
    logo: bytes = b"",
    **chosen: Any,
) -> HouseStyle:
    """Give a municipality a house style; call inside `tenant()`."""
    return change_house_style(
        municipality,
        choices=Choices(brand_colour=brand_colour, **chosen),
        logo=keep_logo(municipality, logo=clean_logo(logo or drawing(brand_colour))) if with_logo else None,
        actor=ADMINISTRATOR,
        now=NOW,
    )


@contextmanager
def outside() -> Iterator[None]:
    """Step outside every municipality inside a test, as a request of a browser does."""
    with scope(municipality=None):
        yield


def build_user(name: str = "Sanne Bakker", **fields: object) -> User:
    return User.objects.create_user(email=f"persoon{next(_number)}@example.org", name=name, **fields)


def build_member(municipality: Municipality, role: Role = Role.COORDINATOR, **fields: object) -> User:
    """Make a person with one role in a municipality."""
    user = build_user(name=f"{role.value} {municipality}")
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=user, role=role, **{"from_date": date(2020, 1, 1), **fields}
        )
    return user


def build_staff(name: str = "Femke Aalders") -> User:
    """Make a person who runs the platform."""
    user = build_user(name)
    appoint_staff(email=user.email, appointed_by="test", today=date(2020, 1, 1))
    return user


def invite(municipality: Municipality, email: str, role: Role = Role.READER, **fields: Any) -> Invitation:
    """Invite an address for a role; call inside `tenant()`."""
    said = {"name": "", "until_date": None, "invited_by": None, "actor": ADMINISTRATOR, "now": timezone.now()}
    return invite_member(municipality=municipality, email=email, role=role, **{**said, **fields})


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Sign somebody in as a code from a mail does, and by default with the second step taken too."""
    client.force_login(user)
    at = datetime.now(UTC).timestamp()
    records = [{"method": "code", "at": at, "email": user.email}]
    if second_factor:
        records.append({"method": "mfa", "at": at, "id": 0, "type": "totp"})
    browser = client.session
    browser[AUTHENTICATION_METHODS_SESSION_KEY] = records
    # allauth believes a record only of the person it was made for.
    browser[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    browser.save()
    return client


def build_own_sign_in(municipality: Municipality) -> IdentityProvider:
    """Let people sign in with an account of the municipality; its provider answers nobody."""
    return IdentityProvider.objects.create(
        municipality=municipality,
        label=f"{municipality} ID",
        issuer="https://inloggen.invalid",
        client_id="gesprekshulp",
        secret=sealed("geheim", purpose=PURPOSE),
        domains=["waterveen.invalid"],
        in_use=True,
        changed_at=NOW,
    )


def build_organisation(municipality: Municipality, name: str = "") -> Organisation:
    national_catalogue()
    kind = PartyKind.objects.first()
    name = name or f"Organisatie {next(_number)}"
    return Organisation.objects.create(municipality=municipality, name=name, kind=kind)


def build_party(session: GroupSession, name: str = "", position: int = 0) -> Party:
    organisation = build_organisation(session.municipality, name)
    return Party.objects.create(
        municipality=session.municipality,
        session=session,
        organisation=organisation,
        name=organisation.name,
        position=position,
    )


def build_session(
    municipality: Municipality,
    *,
    parties: Sequence[str] = ("Woonstede", "ROC Waterland", "Voedselbank"),
    facilitator: User | None = None,
    **fields: object,
) -> GroupSession:
    """Make a planned session with parties, all themes and a facilitator; call inside `tenant()`."""
    catalogue = national_catalogue()
    session = GroupSession.objects.create(
        municipality=municipality,
        catalogue=catalogue,
        created_at=NOW,
        join_code=_join_code(next(_number)),
        **{"title": "Schulden voorkomen", "starts_at": NOW + timedelta(days=1), **fields},
    )
    for position, theme in enumerate(catalogue.themes.order_by("position")):
        SessionTheme.objects.create(
            municipality=municipality, session=session, theme=theme, position=position
        )
    for position, name in enumerate(parties):
        organisation = Organisation.objects.filter(name=name).first()
        if organisation is None:
            build_party(session, name, position)
        else:
            Party.objects.create(
                municipality=municipality,
                session=session,
                organisation=organisation,
                name=name,
                position=position,
            )
    appoint(session, facilitator or build_user("R. Smit"))
    return session


def appoint(session: GroupSession, user: User) -> Facilitator:
    return Facilitator.objects.create(
        municipality=session.municipality,
        session=session,
        name=user.name,
        email=user.email,
        user=user,
        accepted_at=NOW,
    )


def _join_code(number: int) -> str:
    code = ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        code += CODE_LETTERS[place]
    return code


def seat(party: Party, name: str = "Yusuf") -> Representative:
    """Seat a person for a party; the session must be joinable."""
    return take_seat(party=party, name=name, joined_by=JoinedBy.LINK, now=NOW)


def take(verb, session: GroupSession, *, now: datetime = NOW, **arguments: object):  # type: ignore[no-untyped-def]
    """Take a step on the stage as the facilitator who sees the present state.

    A page looks by the clock of the day on which the tests run: where that matters, tell it with `now`.
    """
    session.refresh_from_db()
    return verb(session, actor=FACILITATOR, expected_revision=session.revision, now=now, **arguments)


def open_doors(session: GroupSession, *, now: datetime = NOW) -> GroupSession:
    take(stage.open_session, session, now=now)
    return session


def theme_at(session: GroupSession, position: int) -> SessionTheme:
    """Return a theme of a session; 0 is the overall grade."""
    return session.themes.select_related("theme").get(position=position)


def answering(session: GroupSession, position: int = 1, *, now: datetime = NOW) -> SessionTheme:
    """Bring a planned session to where a theme is being answered; earlier themes are skipped."""
    session.refresh_from_db()
    if session.state == "planned":
        take(stage.open_session, session, now=now)
    if session.state == "open":
        take(stage.start_session, session, now=now)
    if theme_at(session, position).state == "waiting":
        take(stage.show_theme, session, now=now, theme=theme_at(session, position))
    take(stage.start_answering, session, now=now, theme=theme_at(session, position))
    return theme_at(session, position)


def statements_of(theme: SessionTheme) -> list[Statement]:
    return list(Statement.objects.filter(theme=theme.theme).order_by("number"))


def answer(
    party: Party,
    statement: Statement,
    value: int | None = 7,
    kind: AnswerKind = AnswerKind.VALUE,
    **fields: object,
) -> OwnAnswer:
    """Give an answer on the party's own phone."""
    value = value if kind == AnswerKind.VALUE else None
    said = {"expected_version": 0, "now": NOW, **fields}
    return give_answer(party=party, statement=statement, kind=kind, value=value, **said)


def reveal(session: GroupSession, theme: SessionTheme, *, now: datetime = NOW) -> Reveal:
    return take(reveal_theme, session, now=now, theme=theme)
