"""A municipality of the simulation: its sessions, and people who do something with what was agreed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.assigning import assign_owner
from agenda.points.progress import change_deadline, change_status, report_progress
from agenda.points.proposing import propose_action
from agenda.reminding.quiet import add_quiet_period
from audit.actors import SYSTEM
from catalogue.models import PartyKind
from catalogue.versions import current_catalogue
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from sessions import stage
from sessions.address_book import add_organisation
from sessions.models import Organisation
from sessions.parties import add_party
from sessions.planning import plan_session
from users.models import User

ORGANISATIONS = 12
OWNERS = 40
CLOSES_AFTER = (timedelta(days=21), timedelta(days=330))
"""From when on an organisation is closed, counted from the first day."""
RESTS_FOR = 40
"""Days between two things that happen to one action point, on average."""
BY: dict[str, Any] = {"actor": SYSTEM, "author": "Simulatie"}


@dataclass
class Town:
    """One municipality, its organisations, and the dice that decide what happens."""

    municipality: Municipality
    dice: Random
    farthest: int = 300
    """Days until the last deadline that a table agrees on."""
    coordinator: str = ""
    """The address of who coordinates, and owns something now and then."""
    organisations: list[Organisation] = field(default_factory=list)
    recesses: list[tuple[date, date]] = field(default_factory=list)
    closed: dict[int, tuple[date, date]] = field(default_factory=dict)
    """Of an organisation that closes: its first and last day."""
    owned_since: dict[int, datetime] = field(default_factory=dict)
    """Of an action point that went to somebody else: since when."""
    acts: int = 0

    @property
    def name(self) -> str:
        return self.municipality.name

    def is_recess(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.recesses)

    def is_closed(self, point: ActionPoint, day: date) -> bool:
        """Return whether the organisation of the owner is closed on a day."""
        first, last = self.closed.get(point.owner_organisation_id or 0, (date.max, date.min))
        return first <= day <= last

    def owner(self) -> dict[str, Any]:
        """Return somebody who takes a point on; now and then nobody, or somebody without an address."""
        number = self.dice.randrange(OWNERS)
        organisation = self.organisations[number % len(self.organisations)]
        chance = self.dice.random()
        return {
            "owner_organisation": None if chance < 0.02 else organisation,
            "owner_name": f"Trekker {number}",
            "owner_email": "" if chance < 0.06 else self._address(number),
        }

    def _address(self, number: int) -> str:
        return f"trekker{number}@{self.municipality.slug}.example" if number else self.coordinator


def found_town(name: str, *, time_zone: str, dice: Random, farthest: int, today: date, now: datetime) -> Town:
    """Make a municipality with organisations, a coordinator and a summer recess."""
    municipality = Municipality.objects.create(
        name=name, slug=name.lower(), time_zone=time_zone, created_at=now
    )
    email = f"coordinator@{name.lower()}.example"
    coordinator = User.objects.create_user(email=email, name="Sanne Bakker")
    town = Town(municipality, dice, farthest, coordinator=email)
    kind = PartyKind.objects.all()[0]
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=coordinator, role=Role.COORDINATOR, from_date=today
        )
        for number in range(ORGANISATIONS):
            named: dict[str, Any] = {"name": f"Organisatie {number}", "kind": kind, "actor": SYSTEM}
            town.organisations.append(add_organisation(municipality=municipality, **named, now=now))
        for year in (today.year, today.year + 1, today.year + 2):
            if today <= date(year, 8, 21) <= today + timedelta(days=1000):
                town.recesses.append((date(year, 7, 20), date(year, 8, 21)))
        # One closes for three weeks on a day on which others are mailed, and one from within a recess.
        for organisation, first in zip(town.organisations, CLOSES_AFTER, strict=False):
            town.closed[organisation.pk] = (today + first, today + first + timedelta(days=20))
        for organisation_id, days in [*((None, one) for one in town.recesses), *town.closed.items()]:
            _be_quiet(town, organisation_id, *days, today=today, now=now)
    return town


def _be_quiet(
    town: Town, organisation_id: int | None, first: date, last: date, *, today: date, now: datetime
) -> None:
    add_quiet_period(
        town.municipality,
        name=f"Dicht {first}",
        from_date=first,
        until_date=last,
        organisation=next((one for one in town.organisations if one.pk == organisation_id), None),
        actor=SYSTEM,
        today=today,
        now=now,
    )


def hold_session(town: Town, *, number: int, points: int, now: datetime) -> None:
    """Hold a session at which the table agrees on a number of points."""
    by: dict[str, Any] = {"actor": SYSTEM, "now": now}
    session = plan_session(
        municipality=town.municipality,
        title=f"Groepssessie {number}",
        starts_at=now + timedelta(minutes=5),
        catalogue=current_catalogue(),
        **by,
    )
    for organisation in town.organisations[:5]:
        add_party(session, organisation=organisation, **by)
    for verb in (stage.open_session, stage.start_session):
        session.refresh_from_db()
        verb(session, expected_revision=session.revision, **by)
    today = timezone.localdate(now)
    for one in range(points):
        deadline = today + timedelta(days=town.dice.randrange(5, town.farthest))
        propose_action(
            session,
            what=f"Actiepunt {number}.{one}",
            deadline=deadline if town.dice.random() < 0.95 else None,
            today=today,
            **town.owner(),
            **by,
            author="Simulatie",
        )
    session.refresh_from_db()
    stage.close_session(session, follow_up_on=None, expected_revision=session.revision, **by)


def live_a_day(town: Town, *, now: datetime) -> None:
    """Let people do what they do on a day with the points they have."""
    points = ActionPoint.objects.filter(municipality=town.municipality, merged_into=None)
    for pk in list(points.order_by("pk").values_list("pk", flat=True)):
        if town.dice.randrange(RESTS_FOR) == 0:
            act_on(town, ActionPoint.objects.get(pk=pk), now=now)


def act_on(town: Town, point: ActionPoint, *, now: datetime) -> None:
    """Let one thing happen to a point, as its status allows."""
    said = {**BY, "now": now, "expected_revision": point.revision}
    chance = town.dice.random()
    status = ActionStatus(point.status)
    town.acts += 1
    if status == ActionStatus.PROPOSED and point.owner_organisation_id and chance < 0.8:
        accept_action(point, **said)
    elif status in {ActionStatus.PROPOSED, ActionStatus.HANDED_BACK}:
        _give(town, point, said)
    elif status in {ActionStatus.ACCEPTED, ActionStatus.IN_PROGRESS}:
        _go_on(town, point, said, chance, now=now)
    elif status == ActionStatus.AWAITING_DECISION:
        change_status(point, ActionStatus.IN_PROGRESS, **said)
    elif status == ActionStatus.DONE and chance < 0.05:
        change_status(point, ActionStatus.IN_PROGRESS, reason="Toch niet af", **said)


def _go_on(town: Town, point: ActionPoint, said: dict[str, Any], chance: float, *, now: datetime) -> None:
    today = timezone.localdate(now)
    if chance < 0.35:
        report_progress(point, owners_word=OwnersWord.ON_TRACK, text="Het loopt", **said)
    elif chance < 0.50:
        change_status(point, ActionStatus.AWAITING_DECISION, **said)
    elif chance < 0.65:
        change_status(point, ActionStatus.DONE, **said)
    elif chance < 0.70:
        change_status(point, ActionStatus.DROPPED, reason="Toch niet nodig", **said)
    elif chance < 0.80:
        day = today + timedelta(days=town.dice.randrange(0, 120))
        change_deadline(point, deadline=day, reason="Meer tijd nodig", today=today, **said)
    elif chance < 0.85:
        hand_back_action(point, reason="Past niet bij ons", **said)
    elif chance < 0.95:
        _give(town, point, said)


def _give(town: Town, point: ActionPoint, said: dict[str, Any]) -> None:
    """Give a point to somebody, and remember since when it is theirs."""
    before = _whose(point)
    assign_owner(point, **town.owner(), **said)
    if _whose(point) != before:
        town.owned_since[point.pk] = said["now"]


def _whose(point: ActionPoint) -> tuple[int | None, str, str]:
    return point.owner_organisation_id, point.owner_name, point.owner_email
