"""The stories of the demo, as they stand in `stories/*.yaml`; how to read them is told in waterveen.yaml."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

FOLDER = Path(__file__).parent / "stories"
LOGOS = Path(__file__).parent / "logos"
FIRST = "waterveen"


@dataclass(frozen=True)
class OrganisationStory:
    """An organisation of the address book, and the person who comes for it.

    `covenant` is how many days ago it was signed and in how many it ends, 0 for never.
    """

    name: str
    kind: str
    person: str = ""
    function: str = ""
    kvk: str = ""
    aliases: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    covenant: tuple[int, int] | None = None

    @property
    def email(self) -> str:
        return address(self.person, at=self.name)


@dataclass(frozen=True)
class MemberStory:
    """A person who works elsewhere (`of`) and has a role here too."""

    name: str
    of: str
    role: str


@dataclass(frozen=True)
class InvitedStory:
    """A person who was invited for a role and did not accept yet."""

    name: str
    role: str
    days_ago: int
    bounced: bool = False


@dataclass(frozen=True)
class MergedStory:
    """An organisation that went on as another one."""

    name: str
    kind: str
    into: str


@dataclass(frozen=True)
class MovedStory:
    """Somebody who went from one organisation to another."""

    person: str
    function: str
    left: str
    to: str
    days_ago: int


@dataclass(frozen=True)
class ActionStory:
    """An action point and what was `told` of it since; `due` is in days from the day of the demo."""

    what: str
    statement: int
    owner: str = ""
    owner_name: str = ""
    owner_role: str = ""
    due: int | None = None
    priority: bool = False
    effect: str = ""
    said_yes: bool = False
    told: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class SessionStory:
    """A session that is running or closed: who came, what they answered, what was agreed."""

    title: str
    goal: str
    location: str
    facilitator: str
    parties: tuple[str, ...]
    answers: dict[str, tuple[tuple[str, ...], ...]]
    minutes_ago: int = 0
    days_ago: int = 0
    at: str = ""
    follow_up: int = 0
    names_hidden_in_report: bool = False
    absent: tuple[str, ...] = ()
    by_code: tuple[str, ...] = ()
    notes: dict[str, dict[int, str]] = field(default_factory=dict)
    actions: tuple[ActionStory, ...] = ()
    agreement: tuple[dict[str, Any], ...] = ()
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    feedback: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PreparedStory:
    """A session to come: who was invited already, and who is only on the list."""

    title: str
    goal: str
    location: str
    in_days: int
    at: str
    facilitator: str
    answer_ahead: bool = False
    invited: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    without_person: tuple[str, ...] = ()
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One invented municipality; its logo has the name of its address in `logos/`."""

    name: str
    slug: str
    house_style: dict[str, str]
    members: dict[str, str]
    organisations: dict[str, OrganisationStory]
    prepared: PreparedStory
    running: SessionStory
    closed: SessionStory
    just_closed: SessionStory | None = None
    also: tuple[MemberStory, ...] = ()
    invited: tuple[InvitedStory, ...] = ()
    merged: tuple[MergedStory, ...] = ()
    moved: tuple[MovedStory, ...] = ()

    @property
    def logo(self) -> bytes:
        return (LOGOS / f"{self.slug}.svg").read_bytes()


def address(person: str, *, at: str) -> str:
    """Return an e-mail address that reaches nobody: `.example` is kept free for that (RFC 2606)."""
    first, _space, last = person.partition(" ")
    return f"{slugify(first)[0]}.{slugify(last).replace('-', '')}@{slugify(at).replace('-', '')}.example"


@cache
def stories() -> dict[str, Story]:
    """Return the stories by the address of their municipality, the one of the mock-ups first."""
    told = [_story(yaml.safe_load(path.read_text())) for path in sorted(FOLDER.glob("*.yaml"))]
    return {story.slug: story for story in sorted(told, key=lambda story: story.slug != FIRST)}


def _story(data: dict[str, Any]) -> Story:
    return Story(
        name=data["name"],
        slug=data["slug"],
        house_style=data["house_style"],
        members=data["members"],
        organisations={key: OrganisationStory(**one) for key, one in data["organisations"].items()},
        merged=tuple(MergedStory(**one) for one in data.get("merged", ())),
        moved=tuple(MovedStory(**one) for one in data.get("moved", ())),
        prepared=PreparedStory(**data["prepared"]),
        running=_session(data["running"]),
        closed=_session(data["closed"]),
        just_closed=_session(data["just_closed"]) if "just_closed" in data else None,
        also=tuple(MemberStory(**one) for one in data.get("also", [])),
        invited=tuple(InvitedStory(**one) for one in data.get("invited", [])),
    )


def _session(data: dict[str, Any]) -> SessionStory:
    answers = {
        party: tuple(tuple(theme.split()) for theme in line.split("|"))
        for party, line in data["answers"].items()
    }
    actions = tuple(ActionStory(**one) for one in data["actions"])
    agreement = tuple(data.get("agreement", ()))
    return SessionStory(**{**data, "answers": answers, "actions": actions, "agreement": agreement})
