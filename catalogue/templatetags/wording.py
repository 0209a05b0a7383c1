"""Show texts of the catalogue in the language of the page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from catalogue.models import Statement
from catalogue.wording import OFFICIAL_LANGUAGE, Segment, is_official

register = template.Library()


def _language() -> str:
    return get_language() or OFFICIAL_LANGUAGE


@register.filter
def wording(item: Any, name: str) -> Any:
    """Give a text of a row, as in `{{ theme|wording:"title" }}`."""
    return getattr(item, f"{name}_in")(_language())


@register.filter
def segments(statement: Statement) -> list[Segment]:
    """Give the plain pieces and hard words of a statement."""
    return statement.segments(_language())


@register.simple_tag
def wording_is_official() -> bool:
    """Tell whether the texts on this page are the official Dutch ones."""
    return is_official(_language())
