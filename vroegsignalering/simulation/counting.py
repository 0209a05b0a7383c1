"""What there should be by now, counted in the simplest way, and compared with what there is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from agenda.enums import ActionChange
from agenda.models import ActionEvent, ActionPoint, Reminder
from municipalities.models import Municipality

from .calendar import from_on
from .town import Town

Key = tuple[int, str, date]
Told = dict[tuple[str, date], tuple[datetime, str]]
"""When which step about which day was told, and to whom; to nobody by name means the coordinators."""
NEVER = ("done", "dropped", "awaiting_decision")
AFTER = ("passed", "again", "last", "coordinator")
TWO_WEEKS = timedelta(days=14)
AT_THE_LATEST = timedelta(minutes=10)
WAITS_AT_MOST = 16
"""Days until a row is told: a mail of last week, a long weekend and an outage of three days."""


@dataclass
class Findings:
    """What was wrong, and how late the latest row was."""

    wrong: list[str] = field(default_factory=list)
    late: timedelta = timedelta(0)


def expected(town: Town, *, today: date) -> set[Key]:
    """Return which steps wait to be told on a day, by the rules as people say them."""
    told: dict[int, Told] = defaultdict(dict)
    points = ActionPoint.objects.filter(municipality=town.municipality).exclude(status__in=NEVER)
    rows = Reminder.objects.filter(municipality=town.municipality, told_at__isnull=False)
    for pk, step, about, at, to in rows.values_list("action_point", "step", "about", "told_at", "told_to"):
        if at is not None:
            told[pk][step, about] = at, to
    events = ActionEvent.objects.filter(municipality=town.municipality, change=ActionChange.DEADLINE)
    moved = {
        pk: timezone.localdate(at) for pk, at in events.order_by("pk").values_list("action_point_id", "at")
    }
    found: set[Key] = set()
    for point in points.only("status", "asked_at", "deadline", "owner_email", "created_at"):
        since = moved.get(point.pk, timezone.localdate(point.created_at))
        owned = town.owned_since.get(point.pk, point.created_at)
        steps = {*_unanswered(point, told[point.pk], today), *_soon(point, told[point.pk], since, today)}
        found |= {(point.pk, *one) for one in steps | _after(point, told[point.pk], owned, today)}
    return found


def _unanswered(point: ActionPoint, told: Told, today: date) -> set[tuple[str, date]]:
    """Whoever was asked and says nothing for a week."""
    if point.status != "proposed" or not point.asked_at:
        return set()
    asked = timezone.localdate(point.asked_at)
    heard = told.get(("unanswered", asked))
    is_told = heard is not None and heard[0] >= point.asked_at
    is_time = today >= from_on(asked + timedelta(days=7), mail=True)
    return {("unanswered", asked)} if is_time and not is_told else set()


def _soon(point: ActionPoint, told: Told, since: date, today: date) -> set[tuple[str, date]]:
    """Two weeks before the deadline, unless it was agreed on since."""
    if point.deadline is None or ("soon", point.deadline) in told:
        return set()
    before = point.deadline - TWO_WEEKS
    is_near = from_on(before, mail=True) <= today <= from_on(point.deadline)
    return {("soon", point.deadline)} if is_near and since < before else set()


def _after(point: ActionPoint, told: Told, owned: datetime, today: date) -> set[tuple[str, date]]:
    """The working day after, then two weeks apart; for somebody else anew, two weeks after they got it.

    Apart from whatever was told last: who has a point back heard a later step long before an earlier one.
    """
    if point.deadline is None:
        return set()
    day = from_on(from_on(from_on(point.deadline) + timedelta(days=1)), mail=True)
    heard = {step: told[step, point.deadline] for step in AFTER if (step, point.deadline) in told}
    here = {step for step, (at, to) in heard.items() if at >= owned or to == (point.owner_email or None)}
    not_before = date.min
    if set(heard) - here:
        not_before = from_on(timezone.localdate(owned) + TWO_WEEKS, mail=True)
    for step in AFTER:
        if step not in here:
            return {(step, point.deadline)} if today >= max(day, not_before) else set()
        day = max(day, from_on(timezone.localdate(heard[step][0]) + TWO_WEEKS, mail=True))
    return set()


def measure(town: Town, findings: Findings, *, up_since: datetime, now: datetime) -> None:
    """Note how late rows are that were written now: counted from when they could have been written first.

    That is the day they are due, the last change of their point, or when the scheduler came back.
    """
    rows = Reminder.objects.filter(municipality=town.municipality, made_at=now)
    for due_on, changed_at in rows.values_list("due_on", "action_point__changed_at"):
        day = timezone.make_aware(datetime.combine(due_on, time(0)))
        late = now - max(day, changed_at, up_since)
        findings.late = max(findings.late, late)
        if late > AT_THE_LATEST:
            findings.wrong.append(f"{now}: {late} late")


def compare(town: Town, findings: Findings, *, now: datetime) -> None:
    """Compare the ledger with what there should be right after a run of the scheduler."""
    today = timezone.localdate(now)
    rows = Reminder.objects.filter(municipality=town.municipality, dropped_at=None)
    waiting = list(rows.filter(told_at=None).select_related("action_point"))
    wait = {(row.action_point_id, row.step, row.about) for row in waiting}
    # What was told at this very moment waited until then.
    just_told = set(rows.filter(told_at=now).values_list("action_point", "step", "about"))
    wanted = expected(town, today=today)
    for key in wanted - wait - just_told:
        findings.wrong.append(f"{now}: missing {key}")
    for key in wait - wanted:
        findings.wrong.append(f"{now}: not needed {key}")
    _check_waiting(town, waiting, findings, today=today)


def _check_waiting(town: Town, rows: Collection[Reminder], findings: Findings, *, today: date) -> None:
    """Check that nothing waits for ever, but during a recess or where the owner's organisation is closed."""
    for row in rows:
        since = max(row.due_on, timezone.localdate(row.action_point.changed_at))
        days = [since + timedelta(days=number) for number in range((today - since).days + 1)]
        can = [day for day in days if not town.is_recess(day) and not town.is_closed(row.action_point, day)]
        if len(can) > WAITS_AT_MOST:
            findings.wrong.append(f"{today}: {row.action_point_id} waits to be told {row.step} since {since}")


def check_ledger(municipality: Municipality, findings: Findings) -> None:
    """Check that no step stands in the ledger twice."""
    keys = list(
        Reminder.objects.filter(municipality=municipality).values_list("action_point", "step", "about")
    )
    if len(keys) != len(set(keys)):
        findings.wrong.append(f"{municipality}: {len(keys) - len(set(keys))} steps stand there twice")
