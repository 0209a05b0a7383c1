"""What is still to be done before a session: five steps, of which the first open one comes next."""

import enum
from collections.abc import Collection
from dataclasses import dataclass

from .enums import SessionState
from .models import Facilitator, GroupSession, Party


class Task(enum.Enum):
    """The steps of the preparation; the value is the name of the page where it is done."""

    PARTIES = "parties"
    FACILITATOR = "facilitators"
    INVITE = "invitations"
    CARDS = "seat_cards"
    OPEN = "open"


@dataclass(frozen=True)
class Step:
    """One step: `done` of `total`, and whether it is the one to do now."""

    task: Task
    is_done: bool
    done: int = 0
    total: int = 0
    is_next: bool = False

    @property
    def page(self) -> str:
        return self.task.value


def checklist(
    session: GroupSession, *, parties: Collection[Party], facilitators: Collection[Facilitator]
) -> list[Step]:
    """Return the steps in order; `parties` carry their people, as `party.people`.

    Printing leaves no trace, so the name cards are never ticked and never what comes next.
    """
    people = [person for party in parties for person in getattr(party, "people", [])]
    reached = [person for person in people if person.invited_at or person.joined_at]
    accepted = [one for one in facilitators if one.accepted_at]
    steps = [
        Step(Task.PARTIES, is_done=len(parties) > 1, done=len(parties)),
        Step(Task.FACILITATOR, is_done=bool(facilitators), done=len(accepted), total=len(facilitators)),
        Step(
            Task.INVITE,
            is_done=bool(people) and len(reached) == len(people),
            done=len(reached),
            total=len(people),
        ),
        Step(Task.CARDS, is_done=False, total=len(parties)),
        Step(Task.OPEN, is_done=session.state != SessionState.PLANNED),
    ]
    following = next((step.task for step in steps if not step.is_done and step.task is not Task.CARDS), None)
    return [
        Step(step.task, step.is_done, step.done, step.total, is_next=step.task is following) for step in steps
    ]
