"""The open action points that look most like one, to merge it with."""

from django.db.models import F

from ..models import ActionPoint
from .likeness import gist_of, likeness

MOST_COMPARED = 500
MOST_SHOWN = 15
_SHOWN = ["what", "status", "deadline", "owner_organisation__name", "session__title"]


def alike_with(action: ActionPoint, *, containing: str = "") -> list[ActionPoint]:
    """Return open points of the same agenda, the most alike first; two queries.

    A rehearsal knows its own points alone.
    """
    points = ActionPoint.objects.filter(municipality=action.municipality_id).open().exclude(pk=action.pk)
    if action.session is not None and action.session.is_rehearsal:
        points = points.filter(session=action.session)
    else:
        points = points.counting()
    if containing.strip():
        points = points.filter(what__icontains=containing.strip())
    # First the texts alone: of hundreds that are compared, few are shown.
    # By a sum: by the bare key a database goes back through all points, of which few are open.
    known = points.order_by((F("pk") + 0).desc()).values_list("pk", "what")[:MOST_COMPARED]
    gist = gist_of(action.what)
    alike = sorted(known, key=lambda one: -likeness(gist, gist_of(one[1])))[:MOST_SHOWN]
    keys = [pk for pk, _what in alike]
    shown = ActionPoint.objects.filter(municipality=action.municipality_id, pk__in=keys or [0])
    beside = shown.select_related("owner_organisation", "session")
    rows = {one.pk: one for one in beside.only(*_SHOWN)}
    return [rows[pk] for pk in keys if pk in rows]
