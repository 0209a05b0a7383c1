"""Find the drawn picture of a statement inside the template of the report."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def picture_of_report(pictures: dict[int, dict[str, Any]], number: int) -> dict[str, Any]:
    """Return the drawn picture of a statement by its number."""
    return pictures[number]
