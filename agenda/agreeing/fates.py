"""What became of organisations that were asked and of points that left the agenda, as it is now."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sessions.merging import Merges
from sessions.models import Organisation

from ..enums import ActionStatus, ConsentAnswer
from ..models import ActionPoint, Consent
from ..points.merged import goes_on_in
from .difference import Difference


def mark_consents(consents: Collection[Consent], *, today: date) -> None:
    """Set `fate` (whether the organisation stopped or goes on as another) and `is_due` on each.

    `is_due`: the day has passed on which a board would have decided, and the question still stands.
    """
    ends = _ends([one.organisation for one in consents])
    for one in consents:
        organisation = one.organisation
        one.fate = ""  # type: ignore[attr-defined]
        if organisation.pk in ends:
            one.fate = _("goes on as %(name)s") % {"name": ends[organisation.pk]}  # type: ignore[attr-defined]
        elif organisation.ended_on is not None:
            day = date_format(organisation.ended_on, "j F Y")
            one.fate = _("stopped on %(day)s") % {"day": day}  # type: ignore[attr-defined]
        is_open = one.version.adopted_at is None and one.version.withdrawn_at is None
        waits = one.answer == ConsentAnswer.BOARD_FIRST and one.expected_on is not None
        one.is_due = is_open and waits and one.expected_on < today  # type: ignore[attr-defined, operator]


def _ends(organisations: Collection[Organisation]) -> dict[int, str]:
    """Return as whom each organisation that was merged goes on, by name."""
    merged = [one for one in organisations if one.merged_into_id is not None]
    if not merged:
        return {}
    merges = Merges(merged[0].municipality_id)
    rows = Organisation.objects.in_bulk({merges.end_of(one.pk) for one in merged})
    return {one.pk: rows[merges.end_of(one.pk)].name for one in merged}


def with_fates(found: Difference) -> Difference:
    """Return a difference in which each point that went out tells where it went, if that still is so."""
    keys = [entry["id"] for entry in found.removed]
    if not keys:
        return found
    points = ActionPoint.objects.select_related("merged_into").in_bulk(keys)
    removed = [{**entry, "fate": fate_of(points.get(entry["id"]))} for entry in found.removed]
    return replace(found, removed=removed)


def fate_of(point: ActionPoint | None) -> str:
    """Return where a point went; what stands at another table is not told here."""
    if point is None or point.status != ActionStatus.DROPPED:
        return ""
    last = goes_on_in(point) or point
    if last.status == ActionStatus.DROPPED:
        return _("It is not taken up.")
    if last.session_id != point.session_id:
        return _("It goes on in an action point of another session.")
    return _("It goes on in “%(what)s”.") % {"what": last.what}
