"""Write a day in words; a page with many lines shows the same few days again and again."""

from datetime import date

from django import template

from ..looking.badges import day_in_words

register = template.Library()


@register.filter
def day(value: date, form: str) -> str:
    """Return what Django's filter `date` does, worked out once per language."""
    return day_in_words(value, form)
