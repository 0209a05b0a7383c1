"""What may be named in an action point: rows of its own municipality and of the list of its session."""

from collections.abc import Iterable, Sequence

from catalogue.models import Statement, Theme
from sessions.merging import goes_on_as, with_merged_ids
from sessions.models import GroupSession, Organisation, Party

from ..owners.everybody import require_somebody
from .refusals import ForeignRow


def require_own_list(session: GroupSession, statements: Sequence[Statement], theme: Theme | None) -> None:
    """Raise `ForeignRow` for a statement or theme of another list than that of the session."""
    themes = {statement.theme.catalogue_id for statement in statements}
    if theme is not None:
        themes.add(theme.catalogue_id)
    if themes - {session.catalogue_id}:
        raise ForeignRow("another list of statements")


def require_own_organisations(municipality_id: int, organisations: Iterable[Organisation | None]) -> None:
    """Raise `ForeignRow` for an organisation of another municipality."""
    if any(one is not None and one.municipality_id != municipality_id for one in organisations):
        raise ForeignRow("another municipality's organisation")


def require_one_owner(municipality_id: int, organisation: Organisation | None, name: str) -> None:
    """Raise `ForeignRow`, or `EverybodyIsNobody` when the organisation or the person is everybody."""
    require_own_organisations(municipality_id, [organisation])
    require_somebody(name, organisation.name if organisation else "")


def is_named_in_absence(session: GroupSession | None, organisation: Organisation | None) -> bool:
    """Return whether the table named an organisation that is not at it, or whose chair is empty."""
    if session is None or organisation is None:
        return False
    ids = with_merged_ids(goes_on_as(organisation))
    return not Party.objects.filter(session=session, organisation__in=ids, absent_since=None).exists()
