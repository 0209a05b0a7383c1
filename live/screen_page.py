"""What the big screen shows now, as data: how many answers there are, and after the reveal the snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Statement
from questionnaire.answers import answered_counts
from questionnaire.enums import Moment
from questionnaire.lettering import width_of
from questionnaire.revealed import RevealedStatement, revealed_session, revealed_theme
from sessions.enums import ThemeState
from sessions.models import GroupSession, Representative, SessionTheme
from sessions.names import names_on_screen

from .screen_closing import Meeting, next_meeting
from .screen_join import WayIn, way_in
from .screen_nameless import without_numbers
from .screen_pictures import Picture, blank_after, picture_now
from .screen_points import Points, number_of_points, points_at_the_end, points_of_theme
from .screen_strips import Strips, strips_of

SHORT_NAME = 13
"""The width of a name, in times its letters."""


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
    openers: Sequence[str] = ()
    strips: Strips | None = None
    points: Points = field(default_factory=Points)
    meeting: Meeting | None = None
    blank_after: int | None = None

    @property
    def there(self) -> int:
        return sum(party.is_there for party in self.parties)

    @property
    def has_short_names(self) -> bool:
        """Whether every name stands on one line in larger letters."""
        return all(width_of(party.name, 1) <= SHORT_NAME for party in self.parties)

    @property
    def is_first_to_discuss(self) -> bool:
        """Whether the statement shown is the one to begin with, and there is another."""
        return self.has_order and self.is_shown(self.order[0])

    def is_shown(self, one: RevealedStatement) -> bool:
        return self.shown is not None and self.shown.statement.pk == one.statement.pk

    @property
    def has_order(self) -> bool:
        """Whether there is more than one statement to talk about."""
        return len(self.order) > 1


def screen_page(session: GroupSession, *, now: datetime) -> ScreenPage:
    """Return what the big screen of a session shows now."""
    picture = picture_now(session, now=now)
    if picture in {Picture.BLANK, Picture.EARLY, Picture.CANCELLED, Picture.PAUSED}:
        return ScreenPage(picture=picture)
    if picture == Picture.LOBBY:
        return ScreenPage(picture=picture, way_in=way_in(session), parties=_at_table(session))
    if picture == Picture.WRAP_UP:
        return ScreenPage(picture=picture, place=_("What we agreed"), points=points_at_the_end(session))
    if picture == Picture.CLOSED:
        return ScreenPage(
            picture=picture,
            points=Points(total=number_of_points(session)),
            meeting=next_meeting(session),
            blank_after=blank_after(session, now=now),
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
    if picture in {Picture.REVEALED, Picture.OVERVIEW}:
        return ScreenPage(**frame, **_revealed(session, current, picture))
    statements = list(Statement.objects.filter(theme=current.theme_id).order_by("number"))
    # Once answers were shown, the code is gone: a photo of the screen may not let anybody in.
    is_closed_to_newcomers = any(row.is_revealed for row in rows)
    return ScreenPage(
        **frame,
        statements=statements,
        way_in=None if is_closed_to_newcomers else way_in(session),
        ready=_ready(session, current, len(statements)) if picture == Picture.ANSWERING else None,
    )


def _revealed(session: GroupSession, current: SessionTheme, picture: Picture) -> dict[str, Any]:
    """Return what is shown of the snapshot: one statement, or all of them small."""
    order = _in_order_of_talk(session, current)
    found: dict[str, Any] = {"order": order, "points": points_of_theme(session, current)}
    if picture == Picture.OVERVIEW:
        return {**found, "strips": strips_of(order)}
    chosen = [one for one in order if one.statement.pk == session.shown_statement_id]
    shown = next(iter([*chosen, *order]), None)
    if shown is not None and shown.picture.names_hidden:
        shown = replace(shown, picture=without_numbers(shown.picture))
    return {**found, "shown": shown, "openers": shown.openers if shown and session.openers_on_screen else ()}


def _in_order_of_talk(session: GroupSession, current: SessionTheme) -> Sequence[RevealedStatement]:
    """Return the statements of a theme; without a name where names stay off the screen until after the talk.

    Who could open rotates over the whole session, so then all of it is asked.
    """
    are_named = names_on_screen(session, current)
    if session.openers_on_screen and are_named:
        return revealed_session(session)[current.pk].statements
    revealed = revealed_theme(current, names_hidden=not are_named)
    return revealed.statements if revealed else ()


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
