"""What apps above show on the page of a person in the address book; they register it themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from municipalities.permissions import Permission

from .models import ContactPerson


@dataclass(frozen=True)
class Section:
    """A part of the page, for who holds its permission; `context` returns nothing where there is nothing."""

    template: str
    permission: Permission
    context: Callable[[ContactPerson, date], dict[str, Any]]


_sections: list[Section] = []


def register_section(section: Section) -> None:
    """Add a part to the page, once."""
    if section not in _sections:
        _sections.append(section)


def sections_for(
    person: ContactPerson, *, may: Callable[[Permission], bool], today: date
) -> list[dict[str, Any]]:
    """Return the parts somebody may see, each with its template."""
    allowed = [section for section in _sections if may(section.permission)]
    made = [(section, section.context(person, today)) for section in allowed]
    return [{"template": section.template, **context} for section, context in made if context]
