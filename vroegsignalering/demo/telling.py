"""Make the demo with the verbs of the product, at the moments of its stories."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from agenda.working_days import working_day
from audit.actors import SYSTEM, Actor
from catalogue.versions import current_catalogue
from common.tenancy import tenant
from municipalities.enums import Corners, Font, Role
from municipalities.house_style.choosing import change_house_style
from municipalities.house_style.logo import clean_logo, keep_logo
from municipalities.house_style.stylesheet import Choices
from municipalities.invitations.inviting import accept_invitation, invite_member, open_invitation, promise_key
from municipalities.invitations.links import invitation_token
from municipalities.models import Invitation, Municipality
from municipalities.platform.founding import Facts, found_municipality
from outbox.models import Promise
from sessions.copying import copy_session
from sessions.enums import Sequel
from sessions.facilitators import accept_appointment, account_of, appoint_facilitator
from sessions.follow_up import title_of_follow_up
from sessions.invitations import send_invitations
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Organisation, Party
from sessions.parties import add_party, invite_representative
from sessions.planning import plan_session
from users.models import User

from .address_book import Book
from .agreeing import put_before
from .at_the_table import Table
from .since_then import tell_since
from .stories import PreparedStory, SessionStory, Story, address

A_DAY = timedelta(days=1)
FOUNDED = timedelta(days=260)
PLANNED_BEFORE = timedelta(days=24)
INVITED_BEFORE = timedelta(days=20)
FRIDAY = 4


class Teller:
    """Tells the story of one municipality; `now` is the moment the demo begins."""

    def __init__(self, story: Story, *, now: datetime) -> None:
        self.story = story
        self.now = now
        self.today = timezone.localdate(now)
        self.organisations: dict[str, Organisation] = {}

    def tell(self) -> Municipality:
        """Make everything, or nothing."""
        founded = self.now - FOUNDED
        with transaction.atomic():
            self.municipality = found_municipality(
                facts=Facts(name=self.story.name, slug=self.story.slug),
                administrator=address(self.story.members[Role.ADMINISTRATOR], at=self.story.name),
                administrator_name=self.story.members[Role.ADMINISTRATOR],
                actor=SYSTEM,
                now=founded,
            )
            with tenant(self.municipality):
                self._appoint_members(founded)
                self._dress(founded)
                self._fill_address_book()
                self._tell_closed(self.story.closed)
                self._tell_running(self.story.running)
                self._tell_prepared(self.story.prepared)
                self._invite_more()
        return self.municipality

    def _appoint_members(self, founded: datetime) -> None:
        """Let the first administrator accept and invite the others, who accept the next day."""
        user = self._accept(Invitation.objects.get(), now=founded)
        self.administrator = Actor(role=Role.ADMINISTRATOR, user=user)
        for role, name in self.story.members.items():
            if role == Role.ADMINISTRATOR:
                continue
            email = address(name, at=self.story.name)
            user = self._accept(self._invite(name, email, role, now=founded), now=founded + A_DAY)
            if role == Role.COORDINATOR:
                self.coordinator = Actor(role=Role.COORDINATOR, user=user)
        for one in self.story.also:
            invitation = self._invite(one.name, address(one.name, at=one.of), one.role, now=founded)
            self._accept(invitation, now=founded + A_DAY)

    def _invite(self, name: str, email: str, role: str, *, now: datetime) -> Invitation:
        return invite_member(
            municipality=self.municipality,
            email=email,
            name=name,
            role=Role(role),
            until_date=None,
            invited_by=self.administrator.user,
            actor=self.administrator,
            now=now,
        )

    @staticmethod
    def _accept(invitation: Invitation, *, now: datetime) -> User:
        token = invitation_token(invitation)
        user = open_invitation(token=token, now=now)
        assert user is not None
        accept_invitation(token=token, user=user, now=now)
        return user

    def _invite_more(self) -> None:
        """Ask people who did not accept yet; of some the mail came back."""
        for one in self.story.invited:
            at = self.now - timedelta(days=one.days_ago)
            invitation = self._invite(one.name, address(one.name, at=self.story.name), one.role, now=at)
            if one.bounced:
                mail = Promise.objects.filter(municipality=self.municipality, key=promise_key(invitation))
                mail.update(attempts=1, bounced_at=at)

    def _dress(self, founded: datetime) -> None:
        chosen = self.story.house_style
        change_house_style(
            self.municipality,
            choices=Choices(
                brand_colour=chosen["brand_colour"],
                corners=Corners(chosen["corners"]),
                font=Font(chosen["font"]),
            ),
            logo=keep_logo(self.municipality, logo=clean_logo(self.story.logo)),
            actor=SYSTEM,
            now=founded,
        )

    def _fill_address_book(self) -> None:
        founded = self.now - FOUNDED
        book = Book(self.municipality, actor=self.coordinator, founded=founded, today=self.today)
        self.organisations = book.fill(self.story)

    def _tell_closed(self, story: SessionStory) -> None:
        starts_at = self._moment(_weekday(self.today - timedelta(days=story.days_ago)), story.at)
        table = self._table(story, starts_at=starts_at)
        table.hold(themes=5, follow_up_on=working_day(self.today + timedelta(days=story.follow_up)))
        for told in story.agreement[:1]:
            put_before(table, told, actor=self.coordinator, now=self.now)
        for one in story.actions:
            tell_since(table, one, now=self.now)
        for told in story.agreement[1:]:
            put_before(table, told, actor=self.coordinator, now=self.now)
        if story.agreement:
            self._plan_follow_up(table.session)

    def _plan_follow_up(self, session: GroupSession) -> None:
        """Plan the meeting that goes through the action points, on the day the table chose at its close."""
        assert session.follow_up_on is not None
        copy_session(
            session,
            title=title_of_follow_up(session),
            starts_at=self._moment(session.follow_up_on, "10:00"),
            duration_minutes=90,
            location=session.location,
            sequel=Sequel.FOLLOW_UP,
            actor=self.coordinator,
            now=self.now - timedelta(days=3),
        )

    def _tell_running(self, story: SessionStory) -> None:
        began = self.now - timedelta(minutes=story.minutes_ago)
        starts_at = began.replace(minute=began.minute - began.minute % 5, second=0, microsecond=0)
        table = self._table(story, starts_at=starts_at)
        send_invitations(table.session, actor=self.coordinator, now=starts_at - INVITED_BEFORE)
        table.hold(themes=3, answering_last=True)

    def _tell_prepared(self, story: PreparedStory) -> None:
        planned_at = self.now - timedelta(days=5)
        starts_at = self._moment(working_day(self.today + timedelta(days=story.in_days)), story.at)
        session = self._plan(story, starts_at=starts_at, planned_at=planned_at)
        self._appoint(session, story.facilitator, now=planned_at)
        for key in story.invited:
            self._seat_at_table(session, key, now=planned_at)
        send_invitations(session, actor=self.coordinator, now=planned_at + timedelta(hours=2))
        for key in story.listed:
            self._seat_at_table(session, key, now=planned_at + timedelta(days=2))
        for key in story.without_person:
            self._party(session, key, now=planned_at + timedelta(days=3))

    def _table(self, story: SessionStory, *, starts_at: datetime) -> Table:
        planned_at = starts_at - PLANNED_BEFORE
        session = self._plan(story, starts_at=starts_at, planned_at=planned_at)
        facilitator = self._appoint(session, story.facilitator, now=planned_at)
        accepted = accept_appointment(
            token=token_for(facilitator),
            now=planned_at + timedelta(days=1),
            signed_in=account_of(facilitator),
        )
        assert accepted is not None
        parties = {key: self._seat_at_table(session, key, now=planned_at) for key in story.parties}
        leader = Actor(role="facilitator", user=accepted.user)
        return Table(
            session=session,
            story=story,
            parties=parties,
            organisations=self.organisations,
            leader=leader,
            leader_name=story.facilitator,
            today=self.today,
        )

    def _plan(
        self, story: SessionStory | PreparedStory, *, starts_at: datetime, planned_at: datetime
    ) -> GroupSession:
        return plan_session(
            municipality=self.municipality,
            title=story.title,
            goal=story.goal,
            location=story.location,
            starts_at=starts_at,
            catalogue=current_catalogue(),
            answer_ahead=isinstance(story, PreparedStory) and story.answer_ahead,
            names_in_report=not (isinstance(story, SessionStory) and story.names_hidden_in_report),
            actor=self.coordinator,
            now=planned_at,
        )

    def _appoint(self, session: GroupSession, name: str, *, now: datetime) -> Facilitator:
        email = address(name, at="gespreksleiders")
        return appoint_facilitator(session, name=name, email=email, actor=self.coordinator, now=now)

    def _party(self, session: GroupSession, key: str, *, now: datetime) -> Party:
        return add_party(session, organisation=self.organisations[key], actor=self.coordinator, now=now)

    def _seat_at_table(self, session: GroupSession, key: str, *, now: datetime) -> Party:
        party, one = self._party(session, key, now=now), self.story.organisations[key]
        invite_representative(
            party,
            name=one.person,
            email=one.email,
            function=one.function,
            actor=self.coordinator,
            now=now,
        )
        return party

    def _moment(self, day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=timezone.get_current_timezone())


def _weekday(day: date) -> date:
    """Return this day, or the Friday before it when it is in the weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))
