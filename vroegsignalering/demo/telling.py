"""Make the demo with the verbs of the product, at the moments of its stories."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from agenda.reminding.working_days import working_day
from audit.actors import SYSTEM, Actor
from catalogue.versions import current_catalogue
from common.tenancy import tenant
from municipalities.enums import Corners, Font, Role
from municipalities.house_style.choosing import change_house_style
from municipalities.house_style.logo import clean_logo, keep_logo
from municipalities.house_style.stylesheet import Choices
from municipalities.models import Invitation, Municipality
from municipalities.platform.founding import Facts, found_municipality
from sessions.copying import copy_session
from sessions.enums import Sequel
from sessions.facilitators import accept_appointment, account_of, appoint_facilitator
from sessions.follow_up import title_of_follow_up
from sessions.invitations import send_invitations
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Organisation, Party
from sessions.parties import add_party, invite_representative
from sessions.planning import plan_session

from .address_book import Book
from .agreeing import put_before
from .at_the_table import Table
from .members import A_DAY, Members, first_administrator
from .replying import reply
from .since_then import tell_since
from .stories import PreparedStory, SessionStory, Story, address

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
                first = first_administrator(Invitation.objects.get(), now=founded)
                members = Members(self.municipality, self.story, first)
                self.coordinator = members.appoint(founded=founded)
                self._dress(founded)
                self._fill_address_book()
                earlier = self._tell_closed(self.story.closed)
                if self.story.just_closed is not None:
                    self._tell_just_closed(self.story.just_closed)
                self._tell_running(self.story.running, earlier=earlier)
                self._tell_prepared(self.story.prepared)
                members.invite_more(now=self.now)
        return self.municipality

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

    def _tell_closed(self, story: SessionStory) -> GroupSession:
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
        return table.session

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

    def _tell_just_closed(self, story: SessionStory) -> None:
        """Tell a session of today that is over: its people can still say how they found it."""
        table = self._table(story, starts_at=self._minutes_ago(story))
        table.hold(themes=5, follow_up_on=working_day(self.today + timedelta(days=story.follow_up)))

    def _minutes_ago(self, story: SessionStory) -> datetime:
        began = self.now - timedelta(minutes=story.minutes_ago)
        return began.replace(minute=began.minute - began.minute % 5, second=0, microsecond=0)

    def _tell_running(self, story: SessionStory, *, earlier: GroupSession) -> None:
        """Tell the session of today, which repeats the earlier one: its table sees then beside now."""
        starts_at = self._minutes_ago(story)
        table = self._table(story, starts_at=starts_at, repeats=earlier)
        invited_at = starts_at - INVITED_BEFORE
        send_invitations(table.session, actor=self.coordinator, now=invited_at)
        self._reply(table.session, story.replies, now=invited_at + A_DAY)
        table.hold(themes=3, answering_last=True)

    def _tell_prepared(self, story: PreparedStory) -> None:
        planned_at = self.now - timedelta(days=5)
        starts_at = self._moment(working_day(self.today + timedelta(days=story.in_days)), story.at)
        session = self._plan(story, starts_at=starts_at, planned_at=planned_at)
        self._appoint(session, story.facilitator, now=planned_at)
        for key in story.invited:
            self._seat_at_table(session, key, now=planned_at)
        send_invitations(session, actor=self.coordinator, now=planned_at + timedelta(hours=2))
        self._reply(session, story.replies, now=planned_at + A_DAY)
        for key in story.listed:
            self._seat_at_table(session, key, now=planned_at + timedelta(days=2))
        for key in story.without_person:
            self._party(session, key, now=planned_at + timedelta(days=3))

    def _reply(self, session: GroupSession, told: dict[str, dict[str, Any]], *, now: datetime) -> None:
        reply(session, told, organisations=self.organisations, now=now)

    def _table(
        self, story: SessionStory, *, starts_at: datetime, repeats: GroupSession | None = None
    ) -> Table:
        planned_at = starts_at - PLANNED_BEFORE
        session = self._plan(story, starts_at=starts_at, planned_at=planned_at, repeats=repeats)
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
        self,
        story: SessionStory | PreparedStory,
        *,
        starts_at: datetime,
        planned_at: datetime,
        repeats: GroupSession | None = None,
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
            previous=repeats,
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
