"""The steps of a session as the console lists them, and the one big button of each phase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.wording import OFFICIAL_LANGUAGE
from sessions.enums import ThemeState
from sessions.models import GroupSession, SessionTheme

from .console_words import Phase


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line in the list of steps; `url` is where going there is posted, if one can go there now."""

    label: str
    state: str
    number: str = ""
    sub: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The one big button; `is_link` when it leads to a page that asks first."""

    label: str
    url: str
    is_link: bool = False


def console_url(session: GroupSession, name: str, **kwargs: int) -> str:
    """Return the address of something on the console of this session."""
    slug = session.municipality.slug
    return reverse(f"live:{name}", kwargs={"gemeente": slug, "pk": session.pk, **kwargs})


def steps_of(
    session: GroupSession, themes: Sequence[SessionTheme], phase: Phase, points: Mapping[int, int]
) -> list[Step]:
    """Return the welcome, the themes, what was agreed and the end, each with its state."""
    before = phase in {Phase.PLANNED, Phase.WELCOME, Phase.CANCELLED}
    after = phase is Phase.CLOSED
    can_go = not before and not after and phase is not Phase.PAUSED
    wrap_up = "current" if session.in_wrap_up and not after else "done" if after else "todo"
    # An overall grade has no number; how many themes come after it differs from list to list.
    last = max((row.position for row in themes if not row.theme.is_overall), default=0)
    return [
        Step(label=_("Welcome"), state="current" if before else "done"),
        *(_theme_step(session, row, phase, points, can_go=can_go) for row in themes),
        Step(
            label=_("What we agreed"),
            state=wrap_up,
            number=str(last + 1),
            url=console_url(session, "console_wrap_up") if can_go and wrap_up != "current" else "",
        ),
        Step(label=_("Follow-up and closing"), state="current" if after else "todo", number=str(last + 2)),
    ]


def _theme_step(
    session: GroupSession, row: SessionTheme, phase: Phase, points: Mapping[int, int], *, can_go: bool
) -> Step:
    is_current = row.pk == session.current_id and not session.in_wrap_up and phase is not Phase.CLOSED
    state = "current" if is_current else "done" if row.is_revealed else "todo"
    number = "" if row.theme.is_overall else str(row.position)
    return Step(
        label=row.theme.short_title_in(get_language() or OFFICIAL_LANGUAGE),
        number=number or "•",
        state=state,
        sub=_theme_sub(row, points.get(row.theme_id, 0)),
        url=console_url(session, "console_show_theme", theme=row.pk) if can_go and not is_current else "",
    )


def _theme_sub(row: SessionTheme, points: int) -> str:
    if points:
        return ngettext("%(count)s action point", "%(count)s action points", points) % {"count": points}
    return "" if row.state == ThemeState.WAITING else str(ThemeState(row.state).label)


def next_step(session: GroupSession, themes: Sequence[SessionTheme], phase: Phase) -> NextStep | None:
    """Return the one next step, or nothing where there is none to take."""
    current = session.current_id or 0
    simple = {
        Phase.PLANNED: (_("Open the doors"), "console_open", {}),
        Phase.WELCOME: (_("Begin"), "console_start", {}),
        Phase.INTRODUCTION: (_("Start answering"), "console_start_answering", {"theme": current}),
        Phase.ANSWERING: (_("Show the answers"), "console_reveal", {"theme": current}),
        Phase.REOPENED: (_("Show the new answers"), "console_reveal", {"theme": current}),
        Phase.PAUSED: (_("Go on"), "console_resume", {}),
    }
    if phase in simple:
        label, name, kwargs = simple[phase]
        return NextStep(label=label, url=console_url(session, name, **kwargs))
    if phase is Phase.REVEALED:
        return _after_talk(session, themes)
    if phase is Phase.WRAP_UP:
        url = console_url(session, "console_close")
        return NextStep(label=_("Close the session"), url=url, is_link=True)
    return None


def _after_talk(session: GroupSession, themes: Sequence[SessionTheme]) -> NextStep:
    """Return the way to the first theme that was not shown yet, also after going back; else to the end."""
    open_themes = [row for row in themes if row.state != ThemeState.REVEALED and row.pk != session.current_id]
    if not open_themes:
        return NextStep(label=_("To what we agreed"), url=console_url(session, "console_wrap_up"))
    row = open_themes[0]
    title = row.theme.short_title_in(get_language() or OFFICIAL_LANGUAGE)
    words = _("Next theme: %(title)s") if row.state == ThemeState.WAITING else _("Back to: %(title)s")
    url = console_url(session, "console_show_theme", theme=row.pk)
    return NextStep(label=words % {"title": title}, url=url)
