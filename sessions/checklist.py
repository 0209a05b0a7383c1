"""What is still to be done before a session, in order; the first open thing comes next.

Most of it the tables know by themselves. What happens outside this website is ticked by hand.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from .checklist_steps import PAGES, WORDS, Task, Words
from .enums import Preparation, SessionState
from .models import Facilitator, GroupSession, Party


@dataclass(frozen=True)
class Step:
    """One step: `done` of `total`, and whether it is the one to do now.

    `also_done` counts a second thing of the same step: mandates beside calls, replies beside invitations;
    `missed` what was done in vain: mails that did not arrive.
    """

    task: Task
    is_done: bool
    done: int = 0
    total: int = 0
    also_done: int = 0
    missed: int = 0
    is_next: bool = False

    @property
    def name(self) -> str:
        return self.task.value

    @property
    def slug(self) -> str:
        """Return the name as it stands in an address."""
        return self.name.replace("_", "-")

    @property
    def page(self) -> str:
        """Return the name of the page where it is done; empty for what is ticked or pressed."""
        return PAGES.get(self.task, "")

    @property
    def words(self) -> Words:
        return WORDS[self.task]

    @property
    def is_ticked(self) -> bool:
        """Tell whether a coordinator ticks this by hand."""
        return self.task.value in Preparation.values

    @property
    def leaves_a_trace(self) -> bool:
        """Tell whether this website can know that it was done; printing it can't."""
        return self.task is not Task.CARDS


@dataclass(frozen=True)
class Checklist:
    """The steps of one session, and how far they are."""

    steps: list[Step]

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if step.is_next), None)

    @property
    def others(self) -> list[Step]:
        """Return what is not the next thing; opening the doors stands apart."""
        return [step for step in self.steps if not step.is_next and step.task is not Task.OPEN]

    @property
    def opening(self) -> Step:
        return self.steps[-1]

    @property
    def counted(self) -> list[Step]:
        return [step for step in self.steps if step.leaves_a_trace and step.task is not Task.OPEN]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.counted)

    @property
    def is_ready(self) -> bool:
        """Tell whether only the doors are left."""
        return self.done == len(self.counted)


def checklist(
    session: GroupSession,
    *,
    parties: Collection[Party],
    facilitators: Collection[Facilitator],
    ticks: Collection[str],
    unreached: Collection[int] = (),
) -> Checklist:
    """Return the steps in order; `parties` carry their people, as `party.people`, `ticks` are by hand.

    `unreached` holds the keys of people whose mail did not arrive.

    Printing leaves no trace, so the name cards are never ticked and never what comes next.
    """
    accepted = sum(one.accepted_at is not None for one in facilitators)
    steps = [
        Step(Task.PARTIES, is_done=len(parties) > 1, done=len(parties)),
        Step(Task.FACILITATOR, is_done=bool(facilitators), done=accepted, total=len(facilitators)),
        *([Step(Task.DATE, is_done=False)] if session.date_poll_url else []),
        _calls(parties),
        _invitations(parties, unreached),
        _by_hand(Task.STATEMENTS, ticks),
        Step(Task.CARDS, is_done=False, total=len(parties)),
        _by_hand(Task.CONNECTION, ticks),
        _by_hand(Task.HOTSPOT, ticks),
        Step(Task.OPEN, is_done=session.state != SessionState.PLANNED),
    ]
    following = next((step for step in steps if not step.is_done and step.leaves_a_trace), None)
    return Checklist([replace(step, is_next=step is following) for step in steps])


def _calls(parties: Collection[Party]) -> Step:
    """Return whether each party was called, and whether it is known what its participant may agree."""
    called = sum(party.called_at is not None for party in parties)
    known = sum(party.mandate_known_at is not None for party in parties)
    is_done = bool(parties) and called == known == len(parties)
    return Step(Task.CALL, is_done=is_done, done=called, also_done=known, total=len(parties))


def _invitations(parties: Collection[Party], unreached: Collection[int]) -> Step:
    """Return whether everybody who can be mailed was reached; who has no address is called."""
    people = [person for party in parties for person in getattr(party, "people", [])]
    asked = [person for person in people if person.email or person.joined_at]
    answered = [person for person in asked if person.reply or person.joined_at]
    waiting = [person for person in asked if person not in answered and person.invited_at]
    missed = [person for person in waiting if person.pk in unreached]
    reached = len(answered) + len(waiting) - len(missed)
    return Step(
        Task.INVITE,
        is_done=bool(people) and reached == len(asked),
        done=reached,
        also_done=sum(bool(person.reply) for person in people),
        missed=len(missed),
        total=len(asked),
    )


def _by_hand(task: Task, ticks: Collection[str]) -> Step:
    return Step(task, is_done=task.value in ticks)
