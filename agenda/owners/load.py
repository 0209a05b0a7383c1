"""How much an owner carries: a table likes to give everything to who says yes."""

from ..models import ActionPoint


def points_of_owner(action: ActionPoint) -> int:
    """Return how many open action points its owner has: the person where one is known, else the organisation.

    Those of rehearsals do not count, and neither does anything for a point without an owner.
    """
    if not action.has_owner:
        return 0
    points = ActionPoint.objects.filter(
        municipality=action.municipality_id, owner_organisation=action.owner_organisation_id
    )
    if action.owner_email:
        points = points.filter(owner_email__iexact=action.owner_email)
    return points.open().counting().count()
