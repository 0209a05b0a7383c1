"""Every address × every role that it lets in, derived from the table of doors: nothing is listed twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.architecture.doors import DOORS, NOT_OURS, NOWHERE
from tests.architecture.test_doors import WANTED
from tests.architecture.world import FOREIGN, PEOPLE

OF_THE_DEMO = frozenset(name for name, door in DOORS.items() if door.column == NOWHERE)
REFUSALS = ("403", "404", "sign in")
THEIRS = "theirs"
"""What allauth answers on its own pages is its own affair, as long as it is an answer."""
AT_ALLAUTH = ("coordinator", "anonymous")


@dataclass(frozen=True)
class Stop:
    """One address as one role, and what the table says about it."""

    name: str
    who: str
    expected: str


def stops(*, is_whole: bool = False) -> list[Stop]:
    """Return where the crawl has to go: every page as everybody whom it lets in, and each kind of refusal.

    The whole crawl goes past every page as everybody, also where it is refused.
    """
    readable = {name: door.column for name, door in DOORS.items() if "GET" in door.methods.split()}
    inside = [
        Stop(name, who, "in")
        for name, column in readable.items()
        for who in [*PEOPLE, *FOREIGN]
        if column[who] == "in" or name in OF_THE_DEMO
    ]
    refused = {
        (who, outcome, name if is_whole else ""): Stop(name, who, outcome)
        for name, column in readable.items()
        for who, outcome in column.items()
        if outcome in REFUSALS and name not in OF_THE_DEMO and who in {*PEOPLE, *FOREIGN}
    }
    at_allauth = [*PEOPLE, *FOREIGN] if is_whole else AT_ALLAUTH
    theirs = [Stop(name, who, THEIRS) for name in NOT_OURS for who in at_allauth]
    return [*inside, *refused.values(), *theirs]


def unvisited(visited: Iterable[Stop], *, is_whole: bool = False) -> list[str]:
    """Return what a crawl left out: a role at a page, or an address of the product that is in no table."""
    seen = set(visited)
    left_out = [f"{stop.name} as {stop.who}" for stop in stops(is_whole=is_whole) if stop not in seen]
    unknown = [f"{name}: in no table" for name in WANTED if name not in DOORS and name not in NOT_OURS]
    return left_out + unknown
