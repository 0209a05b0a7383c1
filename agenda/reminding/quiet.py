"""Days on which nobody is mailed: a recess of the municipality, or days that an organisation is closed."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from common.own_words import refuse_resident_data
from municipalities.locks import hold_municipality
from municipalities.models import Municipality
from outbox.models import Promise
from outbox.promises import NotNow
from sessions.merging import Merges
from sessions.models import Organisation

from ..models import QuietPeriod
from .working_days import A_DAY, is_mail_day

FROM, UNTIL = time(9), time(17)
"""Between these hours of a day a mail goes out, in the time of the municipality."""
REMOVED = "remove quiet period"
LONGEST = timedelta(days=70)
"""Ten weeks: longer than any recess, and short enough that a slip of the keyboard silences no year."""
AHEAD = timedelta(days=3 * 366)


class QuietRefused(Exception):
    """These days can't be a quiet period; `words` is what the person reads, `field` where."""

    def __init__(self, field: str, words: LazyText | str) -> None:
        super().__init__(field)
        self.field, self.words = field, words


class QuietDays:
    """The quiet periods of one municipality from a day on, read in one query."""

    def __init__(self, municipality: Municipality, *, today: date) -> None:
        self.municipality = municipality
        rows = QuietPeriod.objects.filter(municipality=municipality, until_date__gte=today)
        self._periods = list(rows.values_list("organisation", "from_date", "until_date"))

    def are_for_all(self, day: date) -> bool:
        """Return whether the whole municipality is quiet on a day."""
        return any(one is None and first <= day <= last for one, first, last in self._periods)

    def organisations(self, day: date) -> set[int]:
        """Return the organisations that are closed on a day, with everything that goes on as one of them."""
        closed = {one for one, first, last in self._periods if one is not None and first <= day <= last}
        if not closed:
            return set()
        merges = Merges(self.municipality.pk)
        ends = {merges.end_of(one) for one in closed}
        return ends | merges.beneath(ends)

    def is_mail_moment(self, now: datetime) -> bool:
        """Return whether people may be mailed now, in the time zone that is active."""
        here = timezone.localtime(now)
        return self.is_mail_day(here.date()) and FROM <= here.time() < UNTIL

    def is_mail_day(self, day: date) -> bool:
        return is_mail_day(day) and not self.are_for_all(day)

    def next_mail_moment(self, now: datetime) -> datetime:
        """Return the next moment, after now, at which a day of mail begins."""
        here = timezone.localtime(now)
        day = here.date() if here.time() < FROM else here.date() + A_DAY
        while not self.is_mail_day(day):
            day += A_DAY
        return datetime.combine(day, FROM, tzinfo=here.tzinfo)


def when_mail_may_go(item: Promise, now: datetime) -> QuietDays:
    """Return the quiet days; raises `NotNow` at night, in a weekend, on a holiday and in a quiet period.

    And while the municipality is suspended: the links in the mail would open pages that refuse an answer.
    """
    quiet = QuietDays(item.municipality, today=timezone.localdate(now))
    if item.municipality.is_suspended or not quiet.is_mail_moment(now):
        raise NotNow(quiet.next_mail_moment(now))
    return quiet


def add_quiet_period(
    municipality: Municipality,
    *,
    name: str,
    from_date: date,
    until_date: date,
    organisation: Organisation | None,
    actor: Actor,
    today: date,
    now: datetime,
) -> QuietPeriod:
    """Leave people alone from one day until (and including) another; the same days twice are once.

    Raises `QuietRefused`, or `ValidationError` for a name with data about a resident.
    """
    name = " ".join(name.split())
    _require_days(from_date, until_date, today=today)
    if not name:
        raise QuietRefused("name", _("Give these days a name, for example “Summer recess”."))
    if organisation is not None and organisation.municipality_id != municipality.pk:
        raise QuietRefused("organisation", _("Choose an organisation from the list."))
    refuse_resident_data(name)
    days = {"organisation": organisation, "from_date": from_date, "until_date": until_date}
    with transaction.atomic():
        hold_municipality(municipality)
        twin = QuietPeriod.objects.filter(municipality=municipality, **days).first()
        if twin is not None:
            return twin
        period = QuietPeriod.objects.create(municipality=municipality, name=name[:80], **days)
        record(municipality=municipality, actor=actor, action="add quiet period", target=period, now=now)
    return period


def remove_quiet_period(period: QuietPeriod, *, actor: Actor, now: datetime) -> None:
    """Mail people on these days after all; what waited for them is told at the next moment."""
    with transaction.atomic():
        hold_municipality(period.municipality)
        row = QuietPeriod.objects.filter(pk=period.pk).first()
        if row is None:
            return
        record(municipality=row.municipality, actor=actor, action=REMOVED, target=row, now=now)
        row.delete()


def was_removed(municipality: Municipality, period_id: int) -> bool:
    """Return whether a period of this municipality was taken away earlier, by what the log says."""
    rows = AuditEvent.objects.filter(municipality=municipality, action=REMOVED, target_id=period_id)
    return rows.exists()


def _require_days(from_date: date, until_date: date, *, today: date) -> None:
    if until_date < from_date:
        raise QuietRefused("until_date", _("The last day lies before the first one."))
    if until_date < today:
        raise QuietRefused("until_date", _("These days are over. Choose days to come."))
    if until_date - from_date >= LONGEST:
        raise QuietRefused("until_date", _("A quiet period lasts ten weeks at most. Check the dates."))
    if until_date > today + AHEAD:
        raise QuietRefused("until_date", _("These days are more than three years away. Check the year."))
