"""Badges of states, drawn once per language: a long list shows the same few again and again."""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .overview import State


def badges_of(states: Iterable[State], *, is_plain: bool = False) -> list[SafeString]:
    """Return states as the component `badge` shows them."""
    return [_drawn(str(state.label), state.kind, state.icon, is_plain) for state in states]


@lru_cache(maxsize=200)
def _drawn(label: str, kind: str, icon: str, is_plain: bool) -> SafeString:
    said = {"label": label, "kind": kind, "icon_name": icon, "plain": is_plain}
    return render_to_string("components/badge.html", said)
