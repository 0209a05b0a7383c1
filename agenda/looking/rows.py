"""One line of the agenda in plain words, so that a template of many lines only has to write them down."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.wording import OFFICIAL_LANGUAGE
from municipalities.models import Municipality

from ..enums import OwnersWord
from ..models import ActionPoint
from ..owners.now import mark_owners
from ..points.merged import merged_into_each
from .badges import badges_of, day_in_words, day_shown, deadline_shown
from .overview import days_late, shifted_deadline, states_of

LONGEST_SAID = 140
"""Characters of what was last told; the page of the point has all of it."""


def rows_of(points: Iterable[ActionPoint], today: date) -> list[dict[str, Any]]:
    """Return action points with what the table shows of them."""
    shown = list(points)
    mark_owners(shown, today=today)
    merged = merged_into_each(shown)
    return [
        {**row_of(point, today), "about": _about(point), "merged": merged[point.pk], **_last_said(point)}
        for point in shown
    ]


def row_of(point: ActionPoint, today: date) -> dict[str, Any]:
    """Return one action point with what is computed of it."""
    states, late = states_of(point, on=today), days_late(point, on=today)
    shifted = shifted_deadline(point)
    return {
        "point": point,
        "states": states,
        "badges": badges_of(states),
        "late": late,
        "shifted": shifted,
        "deadline": deadline_shown(point.deadline, shifted=shifted, late=late, postponed=point.postponed),
    }


def card_of(point: ActionPoint, today: date) -> dict[str, Any]:
    """Return what a card on the board shows of an action point."""
    return {
        "point": point,
        "pk": point.pk,
        "revision": point.revision,
        "what": point.what,
        "owner": point.owner_organisation.name if point.has_owner and point.owner_organisation else "",
        "day": day_shown(point.deadline),
        "late": days_late(point, on=today),
        "is_priority": point.is_priority,
        "is_stuck": point.owners_word == OwnersWord.STUCK,
    }


def address_of_points(municipality: Municipality) -> str:
    """Return what the address of every point begins with: its key and a slash come after it."""
    return reverse("agenda:detail", args=[municipality.slug, 0]).removesuffix("0/")


def _about(point: ActionPoint) -> str:
    """Return the statements and the theme that a point is about."""
    numbers = [statement.number for statement in point.statements.all() if statement.number]
    named = [_("Statement %(number)s") % {"number": number} for number in numbers]
    if point.theme is not None:
        named.append(point.theme.short_title_in(get_language() or OFFICIAL_LANGUAGE))
    return " · ".join(named)


def _last_said(point: Any) -> dict[str, Any]:
    """Return what was last told of a point, and when; of one of which nothing was told, nothing."""
    if point.last_at is None:
        return {}
    text = point.last_text
    if text:
        said = f"“{text if len(text) <= LONGEST_SAID else Truncator(text).chars(LONGEST_SAID)}”"
    else:
        said = str(OwnersWord(point.last_word).label) if point.last_word in OwnersWord.values else ""
    day = day_in_words(localdate(point.last_at), "j b Y")
    return {"said": said, "said_at": point.last_at.isoformat(timespec="minutes"), "said_on": day}
