"""Show an action point of a version, which is kept as data, in the words of the page."""

from typing import Any

from django import template

from ..agreeing.difference import deadline_of, owner_of

register = template.Library()


@register.filter
def owner_in_version(entry: dict[str, Any]) -> str:
    """Return the organisation and role that take it up."""
    return owner_of(entry)


@register.filter
def deadline_in_version(entry: dict[str, Any]) -> str:
    """Return by when."""
    return deadline_of(entry)
