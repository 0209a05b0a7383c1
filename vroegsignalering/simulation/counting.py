"""What there should be by now, counted in the simplest way, and compared with what there is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils import timezone

from agenda.enums import ActionChange
from agenda.models import (
    ActionEvent,
    ActionPoint,
    QuietPeriod,
    Reminder,
)
from common.tenancy import tenant
from municipalities.models import Municipality

from .calendar import from_on, mails

Key = tuple[int, str, date]
NEVER = ("done", "dropped", "awaiting_decision")
AFTER = ("passed", "again", "last", "coordinator")
TWO_WEEKS = timedelta(days=14)


@dataclass
class Letter:
    """One mail that left."""

    town: str
    to: str
    kind: str
    at: datetime
    message_id: str


@dataclass
class Findings:
    """What was wrong, and how late the latest row was."""

    wrong: list[str] = field(default_factory=list)
    late: timedelta = timedelta(0)


def expected(municipality: Municipality, *, today: date) -> set[Key]:
    """Return which steps wait to be told on a day, by the rules as people say them."""
    told: dict[int, dict[tuple[str, date], date]] = defaultdict(dict)
    points = ActionPoint.objects.filter(municipality=municipality).exclude(status__in=NEVER)
    for row in Reminder.objects.filter(action_point__in=points, told_at__isnull=False):
        told[row.action_point_id][row.step, row.about] = timezone.localdate(row.told_at)
    events = ActionEvent.objects.filter(action_point__in=points, change=ActionChange.DEADLINE)
    moved = {
        pk: timezone.localdate(at) for pk, at in events.order_by("pk").values_list("action_point_id", "at")
    }
    found: set[Key] = set()
    for point in points:
        since = moved.get(point.pk, timezone.localdate(point.created_at))
        found |= {(point.pk, *one) for one in _of_point(point, told[point.pk], since, today)}
    return found


def _of_point(
    point: ActionPoint, told: dict[tuple[str, date], date], since: date, today: date
) -> set[tuple[str, date]]:
    found = set()
    if point.status == "proposed" and point.asked_at:
        asked = timezone.localdate(point.asked_at)
        if ("unanswered", asked) not in told and today >= from_on(asked + timedelta(days=7), mail=True):
            found.add(("unanswered", asked))
    if point.deadline is None:
        return found
    last_day = from_on(point.deadline)
    before = point.deadline - TWO_WEEKS
    is_near = from_on(before, mail=True) <= today <= last_day
    if is_near and since < before and ("soon", point.deadline) not in told:
        found.add(("soon", point.deadline))
    day = from_on(from_on(last_day + timedelta(days=1)), mail=True)
    for step in AFTER:
        if (step, point.deadline) not in told:
            return found | ({(step, point.deadline)} if today >= day else set())
        day = from_on(told[step, point.deadline] + TWO_WEEKS, mail=True)
    return found


def measure(municipality: Municipality, findings: Findings, *, up_since: datetime, now: datetime) -> None:
    """Note how late rows are that were written now: counted from when they could have been written first.

    That is the day they are due, the last change of their point, or when the scheduler came back.
    """
    rows = Reminder.objects.filter(municipality=municipality, made_at=now).select_related("action_point")
    for row in rows:
        day = timezone.make_aware(datetime.combine(row.due_on, time(0)))
        late = now - max(day, row.action_point.changed_at, up_since)
        findings.late = max(findings.late, late)


def compare(municipality: Municipality, findings: Findings, *, now: datetime) -> None:
    """Compare the ledger with what there should be right after a run of the scheduler."""
    today = timezone.localdate(now)
    rows = Reminder.objects.filter(municipality=municipality, dropped_at=None)
    waiting = {(row.action_point_id, row.step, row.about): row for row in rows.filter(told_at=None)}
    # What was told at this very moment waited until then.
    just_told = rows.filter(told_at=now)
    there = {*waiting, *((row.action_point_id, row.step, row.about) for row in just_told)}
    wanted = expected(municipality, today=today)
    for key in wanted - there:
        findings.wrong.append(f"{now}: missing {key}")
    for key in set(waiting) - wanted:
        findings.wrong.append(f"{now}: not needed {key}")


def check_letters(letters: list[Letter], towns: dict[str, Municipality], findings: Findings) -> int:
    """Check when and how often people were mailed; return how many mails came twice with one Message-ID."""
    by_person: dict[tuple[str, str, str], dict[str, datetime]] = defaultdict(dict)
    copies = 0
    for one in letters:
        copies += one.message_id in by_person[one.town, one.to, one.kind]
        by_person[one.town, one.to, one.kind].setdefault(one.message_id, one.at)
        _check_moment(one, towns[one.town], findings)
    for (town, to, kind), mailed in by_person.items():
        if not kind.startswith("remind"):
            continue
        with timezone.override(towns[town].time_zone):
            days = [timezone.localdate(at) for at in mailed.values()]
        for before, after in pairwise(days):
            if after - before < timedelta(days=7):
                findings.wrong.append(f"{to} was mailed on {before} and on {after}")
    return copies


def _check_moment(one: Letter, municipality: Municipality, findings: Findings) -> None:
    if one.kind == "ask owner":  # asked at once, because the table just rose
        return
    here = one.at.astimezone(ZoneInfo(municipality.time_zone))
    with tenant(municipality):
        quiet = QuietPeriod.objects.filter(from_date__lte=here.date(), until_date__gte=here.date()).exists()
    if quiet or not mails(here.date()) or not 9 <= here.hour < 17:
        findings.wrong.append(f"{one.to} was mailed at {here}")


def check_ledger(municipality: Municipality, findings: Findings) -> None:
    """Check that no step stands in the ledger twice."""
    keys = list(
        Reminder.objects.filter(municipality=municipality).values_list("action_point", "step", "about")
    )
    if len(keys) != len(set(keys)):
        findings.wrong.append(f"{municipality}: {len(keys) - len(set(keys))} steps stand there twice")
