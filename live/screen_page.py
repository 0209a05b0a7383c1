"""What the big screen shows now, as data: how many answers there are, and after the reveal the snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from catalogue.models import Statement
from questionnaire.answers import answered_counts
from questionnaire.enums import Moment
from questionnaire.revealed import RevealedStatement, revealed_theme
from sessions.enums import ThemeState
from sessions.models import GroupSession, Representative, SessionTheme

from .screen_join import WayIn, way_in
from .screen_pictures import Picture, picture_now

ROOM_FOR_AGREED = 7
"""As many action points as can be read at 8 m; the rest is in the report."""


@dataclass(frozen=True, kw_only=True)
class AtTable:
    """A party, and whether somebody sits there."""

    name: str
    is_there: bool
    is_absent: bool


@dataclass(frozen=True, kw_only=True)
class Ready:
    """How many parties answered everything in this theme, of those at the table."""

    done: int
    total: int
    after_talk: bool


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An action point, as the table agreed on it."""

    what: str
    owner: str
    deadline: date | None
    is_priority: bool


@dataclass(frozen=True, kw_only=True)
class ScreenPage:
    """All that the templates of the big screen need; each picture fills what it shows."""

    picture: Picture
    place: str = ""
    part: int = 0
    parts: int = 0
    way_in: WayIn | None = None
    parties: Sequence[AtTable] = ()
    theme: SessionTheme | None = None
    statements: Sequence[Statement] = ()
    ready: Ready | None = None
    shown: RevealedStatement | None = None
    order: Sequence[RevealedStatement] = ()
    agreed: Sequence[Agreed] = field(default_factory=list)
    more_agreed: int = 0

    @property
    def there(self) -> int:
        return sum(party.is_there for party in self.parties)

    @property
    def is_first_to_discuss(self) -> bool:
        """Whether the statement shown is the one to begin with, and there is another."""
        return self.shown is not None and len(self.order) > 1 and self.shown is self.order[0]


def screen_page(session: GroupSession) -> ScreenPage:
    """Return what the big screen of a session shows now."""
    picture = picture_now(session)
    if picture in {Picture.BLANK, Picture.EARLY, Picture.CANCELLED, Picture.PAUSED}:
        return ScreenPage(picture=picture)
    if picture == Picture.LOBBY:
        return ScreenPage(picture=picture, way_in=way_in(session), parties=_at_table(session))
    if picture in {Picture.WRAP_UP, Picture.CLOSED}:
        agreed = _agreed(session)
        return ScreenPage(
            picture=picture,
            place=_("What we agreed") if picture == Picture.WRAP_UP else "",
            agreed=agreed[:ROOM_FOR_AGREED],
            more_agreed=max(0, len(agreed) - ROOM_FOR_AGREED),
        )
    return _in_theme(session, picture)


def _in_theme(session: GroupSession, picture: Picture) -> ScreenPage:
    rows = list(session.themes.select_related("theme").order_by("position"))
    current = next(row for row in rows if row.pk == session.current_id)
    themes = [row for row in rows if not row.theme.is_overall]
    part = themes.index(current) + 1 if current in themes else 0
    place = _("Theme %(part)s of %(parts)s") % {"part": part, "parts": len(themes)} if part else ""
    frame: dict[str, Any] = {
        "picture": picture,
        "theme": current,
        "part": part,
        "parts": len(themes),
        "place": place,
    }
    if picture == Picture.REVEALED:
        revealed = revealed_theme(current)
        order = revealed.statements if revealed else ()
        chosen = [one for one in order if one.statement.pk == session.shown_statement_id]
        return ScreenPage(**frame, order=order, shown=next(iter([*chosen, *order]), None))
    statements = list(Statement.objects.filter(theme=current.theme_id).order_by("number"))
    # Once answers were shown, the code is gone: a photo of the screen may not let anybody in.
    is_closed_to_newcomers = any(row.is_revealed for row in rows)
    return ScreenPage(
        **frame,
        statements=statements,
        way_in=None if is_closed_to_newcomers else way_in(session),
        ready=_ready(session, current, len(statements)) if picture == Picture.ANSWERING else None,
    )


def _at_table(session: GroupSession) -> list[AtTable]:
    seated = set(
        Representative.objects.present().filter(party__session=session).values_list("party_id", flat=True)
    )
    return [
        AtTable(name=party.name, is_there=party.pk in seated, is_absent=party.is_absent)
        for party in session.parties.all()
    ]


def _ready(session: GroupSession, theme: SessionTheme, statements: int) -> Ready:
    after_talk = theme.state == ThemeState.REOPENED
    counts = answered_counts(session=session, moment=Moment.AFTER_TALK if after_talk else Moment.BEFORE_TALK)
    answered = {
        party for (party, of), count in counts.items() if of == theme.theme_id and count >= statements
    }
    # An empty chair is not waited for; one that answered ahead counts.
    expected = [party for party in session.parties.all() if not party.is_absent or party.pk in answered]
    return Ready(
        done=sum(party.pk in answered for party in expected), total=len(expected), after_talk=after_talk
    )


def _owner(point: ActionPoint) -> str:
    """Return the organisation first, which the room knows, then the person; the function is in the report."""
    organisation = point.owner_organisation.name if point.owner_organisation else ""
    return ", ".join(part for part in (organisation, point.owner_name) if part)


def _agreed(session: GroupSession) -> list[Agreed]:
    points = (
        ActionPoint.objects.filter(session=session)
        .exclude(status=ActionStatus.DROPPED)
        .select_related("owner_organisation")
        .order_by("-is_priority", "pk")
    )
    return [
        Agreed(
            what=point.what,
            owner=_owner(point) if point.has_owner else "",
            deadline=point.deadline,
            is_priority=point.is_priority,
        )
        for point in points
    ]
