"""The order in which a table goes through the themes: that of the list, or its own."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import Catalogue

from .enums import SessionState
from .models import GroupSession, SessionTheme
from .stepping import StepRefused


def order_of(session: GroupSession) -> list[int]:
    """Return the keys of the themes as this session goes through them, without the overall grade."""
    rows = session.themes.filter(theme__is_overall=False).order_by("position")
    return list(rows.values_list("theme", flat=True))


def own_order(session: GroupSession) -> list[str]:
    """Return the names of the themes in the order of this table; none when it is the order of the list."""
    rows = session.themes.filter(theme__is_overall=False).order_by("position").select_related("theme")
    themes = [row.theme for row in rows]
    if themes == sorted(themes, key=lambda theme: theme.position):
        return []
    return [theme.short_title_in(get_language() or "nl") for theme in themes]


def in_own_order(catalogue: Catalogue, wanted: Sequence[int]) -> list[int]:
    """Return the keys of all themes of a list as a table wants them; nothing wanted is the order of the list.

    Raises `ValidationError` unless every theme stands in it once.
    """
    themes = list(catalogue.themes.order_by("position").values_list("pk", "is_overall"))
    overall = [pk for pk, is_overall in themes if is_overall]
    others = [pk for pk, is_overall in themes if not is_overall]
    if wanted and sorted(wanted) != sorted(others):
        raise ValidationError({"theme_order": _("Give each theme one place in the order.")})
    return [*overall, *(wanted or others)]


def put_in_order(session: GroupSession, wanted: Sequence[int]) -> None:
    """Move the themes of a session; participants count on the order once the doors are open.

    Raises `StepRefused` then, and `ValidationError` for what is no order of its themes.
    """
    if session.state != SessionState.PLANNED:
        raise StepRefused(session.state)
    places = {pk: position for position, pk in enumerate(in_own_order(session.catalogue, wanted))}
    rows = list(SessionTheme.objects.filter(session=session))
    for row in rows:
        row.position = places[row.theme_id]
    SessionTheme.objects.bulk_update(rows, ["position"])
