"""The first steps of a new municipality; whether one is done is seen in the data and stored nowhere."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from .enums import Role
from .models import HouseStyle, Membership, Municipality
from .permissions import Permission

Condition = Callable[[date], Exists]


@dataclass(frozen=True)
class Task:
    """One of the first steps: what to do, on which page, by whom, and how one sees that it was done.

    `asked` is read by who may not do it: whom to ask.
    """

    position: int
    title: "str | LazyText"
    todo: "str | LazyText"
    asked: "str | LazyText"
    page: str
    permission: Permission
    is_done: Condition


@dataclass(frozen=True)
class Step:
    """A task of one municipality: whether it is done, whether it comes next, and whether its reader may."""

    task: Task
    is_done: bool
    is_next: bool
    may: bool = False


_tasks: list[Task] = []


def first_step(task: Task) -> None:
    """Register a task; apps higher in the house register what only they know to be done."""
    if task not in _tasks:
        _tasks.append(task)
        _tasks.sort(key=lambda one: one.position)


def set_up_of(municipalities: Collection[Municipality], *, today: date) -> dict[int, list[Step]]:
    """Return the steps of each municipality that is not done with them, in one query for all."""
    if not municipalities:
        return {}
    done = {f"step_{task.position}": task.is_done(today) for task in _tasks}
    rows = Municipality.objects.filter(pk__in=[one.pk for one in municipalities]).annotate(**done)
    found = {row.pk: _steps(row) for row in rows}
    return {pk: steps for pk, steps in found.items() if not all(step.is_done for step in steps)}


def for_reader(steps: Collection[Step], *, held: Collection[Permission]) -> list[Step]:
    """Return the steps with what somebody with these rights may do."""
    return [replace(step, may=step.task.permission in held) for step in steps]


def _steps(row: Municipality) -> list[Step]:
    done = [getattr(row, f"step_{task.position}") for task in _tasks]
    following = next((index for index, is_done in enumerate(done) if not is_done), None)
    return [Step(task, done[index], is_next=index == following) for index, task in enumerate(_tasks)]


def _has_coordinator(today: date) -> Exists:
    coordinators = Membership.objects.current(today=today).filter(role=Role.COORDINATOR)
    return Exists(coordinators.filter(municipality=OuterRef("pk"), user__is_active=True))


def _has_style(today: date) -> Exists:
    return Exists(HouseStyle.objects.filter(municipality=OuterRef("pk")))


first_step(
    Task(
        position=1,
        title=_("Invite colleagues"),
        todo=_("Invite at least a coordinator: the person who plans sessions."),
        asked=_("Ask an administrator to invite a coordinator."),
        page="municipalities:invite_member",
        permission=Permission.MANAGE_MEMBERS,
        is_done=_has_coordinator,
    )
)
first_step(
    Task(
        position=2,
        title=_("Choose the house style"),
        todo=_("A colour and a logo: pages, mails and reports then look like yours."),
        asked=_("Ask an administrator to choose the house style."),
        page="municipalities:house_style",
        permission=Permission.EDIT_HOUSE_STYLE,
        is_done=_has_style,
    )
)
