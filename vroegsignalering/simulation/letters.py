"""Every mail that arrived, read as its receiver reads it: when, how often, about what, and is that so."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from itertools import pairwise
from zoneinfo import ZoneInfo

from agenda.models import ActionPoint, Reminder
from common.tenancy import tenant
from outbox.models import Promise

from .calendar import mails
from .counting import NEVER, Findings
from .town import Town

FROM, UNTIL = time(9), time(17)
A_WEEK = timedelta(days=7)
TO_OWNER, TO_COORDINATOR = "remind owner", "remind coordinator"
TOLD_AT_ONCE = {"ask owners", "tell owner"}
"""Mails that leave when the table rises or somebody has given points away, whatever the hour."""
Step = tuple[int, str, date]
"""Action point, step and the day it counts from."""


@dataclass
class Letter:
    """One mail as it arrived."""

    town: Town
    to: str
    kind: str
    at: datetime
    told_at: list[datetime]
    """When what it tells was marked as told: as it was made, or as it left, of what it took along."""
    message_id: str
    named: list[str]
    """The action points in it, by their words."""


def letter_of(mail: EmailMessage, *, town: Town, promised: Promise, at: datetime) -> Letter:
    """Read a mail: its action points stand in it as lines that begin with a star."""
    page = mail.get_body(("plain",))
    lines = page.get_content().splitlines() if page is not None else []
    return Letter(
        town=town,
        to=str(mail["To"]),
        kind=promised.kind,
        at=at,
        told_at=moments_told(promised),
        message_id=str(mail["Message-ID"]),
        named=[line.removeprefix("* ").strip() for line in lines if line.startswith("* ")],
    )


def moments_told(promised: Promise) -> list[datetime]:
    """Return at which moments rows were marked as told by this mail."""
    along = promised.payload.get("took_along_at")
    return [promised.created_at, *([datetime.fromisoformat(along)] if along else [])]


@dataclass
class Letters:
    """All mails that arrived, and what they told."""

    findings: Findings
    kinds: Counter[str] = field(default_factory=Counter)
    days: dict[tuple[str, str], dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    """Of each person in a town: which reminding mail came first on which day."""
    copies: Counter[str] = field(default_factory=Counter)
    told: dict[tuple[str, datetime | None, Step], str] = field(default_factory=dict)
    """In which mail somebody was told a step, by since when the point has its owner."""
    stood: set[tuple[int, datetime]] = field(default_factory=set)
    """Which point stood in a mail that told of it from which moment on."""

    def read(self, letter: Letter) -> None:
        """Judge a mail at the moment it arrives, in the scope of its municipality."""
        self.kinds[letter.kind] += 1
        self.copies[letter.message_id] += 1
        if letter.kind in TOLD_AT_ONCE:
            return
        here = letter.at.astimezone(ZoneInfo(letter.town.municipality.time_zone))
        if letter.town.is_recess(here.date()) or not mails(here.date()) or not FROM <= here.time() < UNTIL:
            self.findings.wrong.append(f"{letter.to} was mailed at {here}")
        self.days[letter.town.name, letter.to].setdefault(letter.message_id, here.date())
        if letter.kind not in {TO_OWNER, TO_COORDINATOR}:
            return
        points = ActionPoint.objects.filter(municipality=letter.town.municipality, what__in=letter.named)
        found = {point.what: point for point in points}
        for what in letter.named:
            self._read_line(letter, what, found.get(what), here.date())

    def _read_line(self, letter: Letter, what: str, point: ActionPoint | None, today: date) -> None:
        """Judge one action point in a mail: is there still something to tell, and was it told before."""
        if point is None or point.status in NEVER:
            self.findings.wrong.append(
                f"{letter.to} was mailed on {today} about {what}, which is closed or paused"
            )
            return
        if letter.town.is_closed(point, today):
            self.findings.wrong.append(f"{letter.to} was mailed on {today} about {what}, but they are closed")
        if letter.kind == TO_OWNER and point.owner_email != letter.to:
            self.findings.wrong.append(
                f"{letter.to} was mailed on {today} about {what} of {point.owner_email}"
            )
        to = [letter.to] if letter.kind == TO_OWNER else ["", letter.to]
        rows = Reminder.objects.filter(action_point=point, told_at__in=letter.told_at, told_to__in=to)
        steps = [(row.action_point_id, row.step, row.about) for row in rows]
        if not steps:
            self.findings.wrong.append(
                f"{letter.to} was mailed on {today} about {what}, which no row asked for"
            )
        self.stood |= {(point.pk, row.told_at) for row in rows if row.told_at}
        since = letter.town.owned_since.get(point.pk)
        for step in steps:
            if self.told.setdefault((letter.to, since, step), letter.message_id) != letter.message_id:
                self.findings.wrong.append(f"{letter.to} was told twice on {today}: {step}")

    def check(self, towns: list[Town], *, killed: Counter[str]) -> None:
        """Check what only shows at the end: a storm of mail, a step that no mail told, too many copies."""
        for (place, to), came in self.days.items():
            for before, after in pairwise(sorted(came.values())):
                if after - before < A_WEEK:
                    self.findings.wrong.append(f"{to} of {place} was mailed on {before} and on {after}")
        for message_id, number in self.copies.items():
            if number > 1 + killed[message_id]:
                self.findings.wrong.append(f"{message_id} came {number} times")
        for town in towns:
            with tenant(town.municipality):
                self._check_told(town)

    def _check_told(self, town: Town) -> None:
        open_mails = Promise.objects.filter(municipality=town.municipality, done_at=None)
        under_way = {at for mail in open_mails for at in moments_told(mail)}
        rows = Reminder.objects.filter(municipality=town.municipality, told_at__isnull=False)
        for pk, told_at in rows.values_list("action_point", "told_at"):
            if told_at not in under_way and (pk, told_at) not in self.stood:
                self.findings.wrong.append(f"{town.name}: no mail told of {pk} at {told_at}")

    @property
    def came_twice(self) -> int:
        return sum(number - 1 for number in self.copies.values())
