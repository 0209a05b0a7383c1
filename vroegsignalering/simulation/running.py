"""Live through months of two municipalities: real verbs, real rows, and a clock that is passed in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from agenda.models import ActionPoint, Reminder
from agenda.owners.asking import ASK_ALL, TELL_OWNER
from agenda.reminding.ledger import read_ledger, write_ledger
from agenda.reminding.promising import plan_reminders
from agenda.reminding.silence import SILENT_AGENDA
from agenda.reminding.undelivered import REMIND_COORDINATOR, REMIND_OWNER
from common.tenancy import tenant
from outbox.models import Promise
from outbox.promises import fulfil

from .calendar import FIRST
from .clockwork import AN_HOUR, PEOPLE_ACT_AT, clock_changes, moments, nights_that_go_back, outages
from .counting import Findings, check_ledger, compare, measure
from .letters import Letters, letter_of
from .post import Post, post_office
from .town import Town, found_town, hold_session, live_a_day

PLACES = {"Waterveen": "Europe/Amsterdam", "Rincon": "America/Kralendijk"}
KINDS = [ASK_ALL, TELL_OWNER, REMIND_OWNER, REMIND_COORDINATOR, SILENT_AGENDA]
A_SESSION_EACH = 90
"""Days between two sessions."""


@dataclass
class Simulation:
    """Everything that is under way."""

    months: int
    points: int
    seed: int
    say: Callable[[str], None]
    begin: date = FIRST
    towns: list[Town] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    killed: Counter[str] = field(default_factory=Counter)
    """Which mails the mail server had in hand when it was killed."""
    runs: int = 0
    twice: int = 0
    back: int = 0
    outages: int = 0
    letters: Letters = field(init=False)
    post: Post = field(init=False)

    @property
    def days(self) -> int:
        return self.months * 365 // 12

    def run(self) -> Findings:
        """Live through all days, and say what was promised and what happened."""
        dice = Random(self.seed)
        self.letters = Letters(self.findings)
        first = datetime.combine(self.begin, time(0), tzinfo=UTC)
        down = outages(dice, first=first, days=self.days)
        self.outages = len(down)
        with post_office(seed=self.seed + 1) as self.post:
            for name, zone in PLACES.items():
                town = found_town(
                    name,
                    time_zone=zone,
                    dice=dice,
                    farthest=min(300, max(40, self.days)),
                    today=self.begin,
                    now=first,
                )
                self.towns.append(town)
            for number in range(self.days):
                for town in self.towns:
                    self._live(town, first + timedelta(days=number), number, dice, down)
        self._check()
        return self.findings

    def _live(
        self,
        town: Town,
        day: datetime,
        number: int,
        dice: Random,
        down: list[tuple[datetime, datetime]],
    ) -> None:
        sessions = -(-max(self.days - 60, 1) // A_SESSION_EACH)
        with tenant(town.municipality), timezone.override(town.municipality.time_zone):
            if number % A_SESSION_EACH == 0 and number // A_SESSION_EACH < sessions:
                share = self.points // len(PLACES) // sessions
                hold_session(town, number=number, points=share, now=day.replace(hour=14))
        for moment in self._moments(town, day, down):
            if moment.hour == PEOPLE_ACT_AT and moment.minute == 0:
                with tenant(town.municipality), timezone.override(town.municipality.time_zone):
                    live_a_day(town, now=moment)
            elif not any(begin <= moment < end for begin, end in down):
                up_since = max([end for _begin, end in down if end <= moment], default=day)
                self._schedule(town, moment, dice, up_since=up_since)
                self._work(town, moment)

    def _moments(self, town: Town, day: datetime, down: list[tuple[datetime, datetime]]) -> list[datetime]:
        found = set(moments(day, town.municipality.time_zone))
        # Ten minutes after the power is back the scheduler has run.
        found |= {end + timedelta(minutes=10) for _begin, end in down if end.date() == day.date()}
        return sorted(found)

    def _schedule(self, town: Town, now: datetime, dice: Random, *, up_since: datetime) -> None:
        """Run the scheduler, now and then two at once, and with a clock that goes back an hour."""
        municipality = town.municipality
        with tenant(municipality), timezone.override(municipality.time_zone):
            also = None
            if dice.random() < 0.2:
                also = read_ledger(municipality, today=timezone.localdate(now), now=now)
                self.twice += 1
            plan_reminders(municipality, now=now)
            if also is not None:
                write_ledger(also, now=now)
            if dice.random() < 0.05 or any(now.date() == night.date() for night in nights_that_go_back()):
                plan_reminders(municipality, now=now - AN_HOUR)
                plan_reminders(municipality, now=now)
                self.back += 1
            measure(town, self.findings, up_since=up_since, now=now)
            if now.minute:
                compare(town, self.findings, now=now)
        self.runs += 1

    def _work(self, town: Town, now: datetime) -> None:
        """Let the worker fulfil what is due, and read what arrived."""
        for _turn in range(3):
            with tenant(town.municipality):
                due = Promise.objects.due(now=now).filter(kind__in=KINDS).order_by("due_at", "pk")
                rows = list(due)
            for row in rows:
                is_done = fulfil(promise_id=row.pk, now=now)
                with tenant(town.municipality):
                    row.refresh_from_db()
                for mail in self.post.arrived():
                    letter = letter_of(mail, town=town, promised=row, at=now)
                    with tenant(town.municipality), timezone.override(town.municipality.time_zone):
                        self.letters.read(letter)
                    if not is_done:
                        self.killed[letter.message_id] += 1
                        self.post.stand_up()

    def _check(self) -> None:
        self.letters.check(self.towns, killed=self.killed)
        changes, leap = clock_changes(self.begin, self.days), date(2028, 2, 29)
        is_lived = self.begin <= leap < self.begin + timedelta(days=self.days)
        self.say(
            f"{self.months} months, seed {self.seed}: {self.runs} runs of the scheduler, {self.twice} times "
            f"two at once, {self.back} times with the clock back, {self.outages} outages of up to 72 hours"
        )
        self.say(
            f"The clock changed {len(changes)} times ({', '.join(map(str, changes))}), "
            f"29 February: {'yes' if is_lived else 'no'}"
        )
        for town in self.towns:
            with tenant(town.municipality):
                check_ledger(town.municipality, self.findings)
                self._say_of(town)
        kinds = sorted(self.letters.kinds.items())
        self.say(f"Mails that arrived: {', '.join(f'{kind} {count}' for kind, count in kinds)}")
        self.say(
            f"The mail server was killed {self.post.killed} times with a mail in hand; "
            f"{self.letters.came_twice} came twice, with one Message-ID"
        )
        minutes = int(self.findings.late.total_seconds() // 60)
        self.say(f"Written at the latest {minutes} minutes after it was due, or after an outage ended")
        self.say(f"Wrong: {len(self.findings.wrong)}")
        for line in self.findings.wrong[:20]:
            self.say(f"  {line}")

    def _say_of(self, town: Town) -> None:
        rows = Reminder.objects.filter(municipality=town.municipality)
        steps = Counter(rows.values_list("step", flat=True))
        points = ActionPoint.objects.filter(municipality=town.municipality).count()
        told = rows.exclude(told_at=None).count()
        place = f"{town.municipality} ({town.municipality.time_zone})"
        self.say(
            f"{place}: {points} action points, {town.acts} changes; "
            f"{rows.count()} reminders ({', '.join(f'{step} {n}' for step, n in sorted(steps.items()))}), "
            f"{told} told, {rows.filter(told_at=None, dropped_at=None).count()} waiting, "
            f"{rows.exclude(dropped_at=None).count()} no longer needed"
        )
