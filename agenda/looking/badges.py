"""Badges and dates, drawn once per language: a long list shows the same few again and again."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .overview import State


def badges_of(states: Iterable[State]) -> SafeString:
    """Return states as the component `badge` shows them, one beside the other."""
    drawn = SafeString()
    for state in states:
        drawn += _drawn(str(state.label), state.kind, state.icon)
    return drawn


@lru_cache(maxsize=200)
def _drawn(label: str, kind: str, icon: str) -> SafeString:
    said = {"label": label, "kind": kind, "icon_name": icon}
    return render_to_string("components/badge.html", said)


def deadline_shown(deadline: date | None, *, shifted: date | None, late: str, postponed: int) -> SafeString:
    """Return by when, as `agenda/deadline.html` shows it."""
    return _dated(deadline, shifted, late, postponed, get_language() or "")


def day_shown(day: date | None) -> SafeString | str:
    """Return a day in short, or nothing."""
    return _short(day, get_language() or "") if day else ""


def day_in_words(day: date, form: str) -> str:
    """Return a day as the filter `date` of a template writes it."""
    return _in_words(day, form, get_language() or "")


@lru_cache(maxsize=2000)
def _short(day: date, language: str) -> SafeString:
    del language
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "j b Y"))


@lru_cache(maxsize=2000)
def _in_words(day: date, form: str, language: str) -> str:
    del language
    return date_format(day, form)


@lru_cache(maxsize=2000)
def _dated(
    deadline: date | None, shifted: date | None, late: str, postponed: int, language: str
) -> SafeString:
    # The words of how late it is are in the language too; of the dates only this tells it.
    del language
    said = {"deadline": deadline, "shifted": shifted, "late": late, "postponed": postponed}
    return render_to_string("agenda/deadline.html", said)
