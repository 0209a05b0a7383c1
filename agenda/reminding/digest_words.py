"""What the mails that remind say of each action point: one line a point, in the language that is active."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sessions.addresses import full_address

from ..enums import ActionStatus, ReminderStep
from ..models import ActionPoint, Reminder
from ..owners.reply_link import Purpose, reply_address
from ..points.history import owner_in_words
from .addressing import Addressing, Missed
from .steps import LADDER


@dataclass(frozen=True)
class OwnerLine:
    """One point in the mail to its owner, with the link for the one thing that is asked."""

    what: str
    when: str
    link: str
    is_asked: bool
    is_last: bool


@dataclass(frozen=True)
class CoordinatorLine:
    """One point in the mail to a coordinator, with the page where they decide."""

    what: str
    about: str
    link: str


@dataclass(frozen=True)
class Group:
    """Points about which the same can be done."""

    title: str
    text: str
    lines: list[CoordinatorLine] = field(default_factory=list)


def lines_for_owner(rows: Sequence[Reminder], *, sent_on: date) -> list[OwnerLine]:
    """Return a line for each point, the earliest deadline first."""
    lines = []
    for row in _one_a_point(rows):
        point = row.action_point
        is_asked = point.status == ActionStatus.PROPOSED
        purpose = Purpose.ANSWER if is_asked else Purpose.PROGRESS
        lines.append(
            OwnerLine(
                what=point.what,
                when=_when(row),
                link=reply_address(point, sent_on=sent_on, purpose=purpose),
                is_asked=is_asked,
                is_last=row.step == ReminderStep.LAST,
            )
        )
    return lines


def groups_for_coordinators(rows: Sequence[Reminder], *, said: Addressing) -> list[Group]:
    """Return the points by what can be done about them: nobody to tell, no answer, no news."""
    unreachable = Group(
        _("Nobody can be told"),
        _("Choose another owner, or put the address right. Then we ask them by e-mail."),
    )
    silent = Group(
        _("No answer yet"),
        _("These owners were asked to say yes and did not answer. Call them."),
    )
    late = Group(
        _("The date has passed, and there is no news"),
        _("We asked the owner three times. You decide whether to involve the contact person."),
    )
    for row in _one_a_point(rows):
        missed = said.missed(row.action_point)
        line = _line(row, missed)
        if missed is not None:
            unreachable.lines.append(line)
        else:
            (silent if row.step == ReminderStep.UNANSWERED else late).lines.append(line)
    return [group for group in (unreachable, silent, late) if group.lines]


def _one_a_point(rows: Sequence[Reminder]) -> list[Reminder]:
    """Return the last step of each point: who hears that a date has passed need not hear that it comes."""
    last: dict[int, Reminder] = {}
    for row in rows:
        held = last.get(row.action_point_id)
        if held is None or _height(row) > _height(held):
            last[row.action_point_id] = row
    return sorted(last.values(), key=lambda row: (row.action_point.deadline or row.about, row.pk))


def _height(row: Reminder) -> int:
    steps = [ReminderStep.SOON, ReminderStep.UNANSWERED, *LADDER]
    return steps.index(ReminderStep(row.step))


def _line(row: Reminder, missed: Missed | None) -> CoordinatorLine:
    point = row.action_point
    owner = "" if missed is Missed.NOBODY else owner_in_words(point)
    said = [f"{owner}." if owner else "", str(missed.words) if missed else "", _when(row)]
    page = {"gemeente": row.municipality.slug, "pk": point.pk}
    return CoordinatorLine(
        point.what,
        " ".join(part for part in said if part),
        full_address(reverse("agenda:detail", kwargs=page)),
    )


def _when(row: Reminder) -> str:
    point: ActionPoint = row.action_point
    if row.step == ReminderStep.UNANSWERED:
        return _("Asked on %(day)s.") % {"day": _day(row.about)}
    if point.deadline is None:
        return ""
    said = {"day": _day(point.deadline)}
    if row.step == ReminderStep.SOON:
        return _("The date is %(day)s.") % said
    return _("The date was %(day)s.") % said


def _day(day: date) -> str:
    return date_format(day, "j F Y")
