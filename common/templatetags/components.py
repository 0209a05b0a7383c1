"""Template tags of the pages' own components; the markup is in templates/components."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.icons import ICONS

register = template.Library()

BADGE_ICONS = {
    "neutral": "circle",
    "brand": "play",
    "ok": "check",
    "warn": "alert",
    "error": "error",
    "info": "info",
    "solid": "play",
}
ALERTS = {
    "debug": ("info", "info"),
    "info": ("info", "info"),
    "success": ("ok", "check"),
    "ok": ("ok", "check"),
    "warning": ("warning", "alert"),
    "error": ("error", "error"),
}


@register.filter
def breakable(text: str) -> SafeString:
    """Let a line end after a slash: words/joined/like/this are wider than a phone."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in str(text).split("/")))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; hidden from a screen reader unless it has a label of its own."""
    # The paths are ours, from a constant in the code.
    paths = mark_safe(ICONS[name])  # nosec B308 B703
    if label:
        return format_html(
            '<svg class="app-icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, paths
        )
    return format_html(
        '<svg class="app-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', paths
    )


@register.inclusion_tag("components/badge.html")
def badge(label: str, kind: str = "neutral", icon: str = "", plain: bool = False) -> dict[str, Any]:
    """Show a status as an icon and words; kind is neutral, brand, ok, warn, error, info or solid.

    `plain` leaves the outline away, for a place where a pill would be too heavy.
    """
    return {"label": label, "kind": kind, "icon_name": icon or BADGE_ICONS[kind], "plain": plain}


@register.inclusion_tag("components/alert.html")
def alert(text: str = "", kind: str = "info", title: str = "") -> dict[str, Any]:
    """Show a notice; kind is info, ok, warning or error, or a level of Django's messages."""
    style, icon_name = ALERTS.get(kind, ALERTS["info"])
    return {"text": text, "title": title, "kind": style, "icon_name": icon_name}


@register.inclusion_tag("components/help.html")
def help(id: str, question: str, text: str, *, link_url: str = "", link_label: str = "") -> dict[str, Any]:
    """Answer a question where it arises; `id` is unique on the page and keeps it unfolded in a refresh.

    Both texts are one or two short sentences; a link leads to who wants to know more.
    """
    return {"id": id, "question": question, "text": text, "link_url": link_url, "link_label": link_label}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """Show how many of a total are done, as a bar with words."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/parts.html")
def parts(current: int, total: int, label: str) -> dict[str, Any]:
    """Show the parts of a session as equal bars: those before `current` (1 is the first) are done."""
    states = ["done" if n < current else "current" if n == current else "todo" for n in range(1, total + 1)]
    return {"states": states, "label": label}


@register.inclusion_tag("components/party.html")
def party(name: str, state: str, sub: str = "") -> dict[str, Any]:
    """Show a party at the table; state is ready, busy or absent (the empty chair)."""
    marks = {"ready": "check", "busy": "", "absent": "minus"}
    return {"name": name, "state": state, "sub": sub, "icon_name": marks[state]}


@register.inclusion_tag("components/step.html")
def step(text: str, state: str, number: int | str = "", sub: str = "", url: str = "") -> dict[str, Any]:
    """Show a step of the session; state is done, current or todo."""
    return {"text": text, "state": state, "number": number, "sub": sub, "url": url}


@register.inclusion_tag("components/scale.html")
def scale(
    labelledby: str,
    value: object = None,
    *,
    name: str = "answer",
    prefix: str = "answer",
    minimum: int = 0,
    maximum: int = 10,
    min_label: str = "",
    max_label: str = "",
    not_applicable: bool = False,
    unknown_value: str = "unknown",
    not_applicable_value: str = "not_applicable",
    disabled: bool = False,
    describedby: str = "",
) -> dict[str, Any]:
    """Ask one answer on the scale, or one of the two kinds of no figure; nothing is chosen beforehand.

    `labelledby` is the id of the statement's heading, `value` the present answer (a number, one of the two
    other values, or nothing), `prefix` keeps the ids apart when a page asks more than one.
    """
    last = maximum - minimum
    numbers = [
        {
            "value": str(number),
            "id": f"{prefix}-{number}",
            "meaning": min_label if index == 0 else max_label if index == last else "",
        }
        for index, number in enumerate(range(minimum, maximum + 1))
    ]
    return {
        "labelledby": labelledby,
        "describedby": describedby,
        "value": "" if value is None else str(value),
        "name": name,
        "prefix": prefix,
        "numbers": numbers,
        "minimum": minimum,
        "maximum": maximum,
        "min_label": min_label,
        "max_label": max_label,
        "not_applicable": not_applicable,
        "unknown_value": unknown_value,
        "not_applicable_value": not_applicable_value,
        "disabled": disabled,
    }
