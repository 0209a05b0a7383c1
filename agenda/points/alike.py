"""The open action points that look most like one, to merge it with."""

from ..models import ActionPoint
from .likeness import gist_of, likeness

MOST_COMPARED = 500
MOST_SHOWN = 15


def alike_with(action: ActionPoint, *, containing: str = "") -> list[ActionPoint]:
    """Return open points of the same agenda, the most alike first; one query.

    A rehearsal knows its own points alone.
    """
    points = ActionPoint.objects.filter(municipality=action.municipality_id).open().exclude(pk=action.pk)
    if action.session is not None and action.session.is_rehearsal:
        points = points.filter(session=action.session)
    else:
        points = points.counting()
    if containing.strip():
        points = points.filter(what__icontains=containing.strip())
    known = points.select_related("owner_organisation", "session").order_by("-pk")[:MOST_COMPARED]
    gist = gist_of(action.what)
    return sorted(known, key=lambda one: -likeness(gist, gist_of(one.what)))[:MOST_SHOWN]
