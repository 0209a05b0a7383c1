"""Every state × every verb: what is allowed happens once, everything else is refused and changes nothing."""

from collections.abc import Callable

import pytest

from audit.models import AuditEvent
from outbox.models import Promise
from questionnaire.reveal import reveal_theme
from sessions import stage
from sessions.models import GroupSession, SessionTheme
from sessions.screen_look import darken_screen
from sessions.stepping import StaleStep, StepRefused
from tests.builders import (
    FACILITATOR,
    NOW,
    answering,
    build_session,
    open_doors,
    reveal,
    seat,
    statements_of,
    take,
    theme_at,
)

STATES = [
    "planned",
    "open",
    "introduction",
    "answering",
    "revealed",
    "reopened",
    "paused",
    "wrap-up",
    "closed",
    "archived",
    "cancelled",
]


def bring_to(session: GroupSession, state: str) -> None:
    """Bring a planned session to a state, with theme 1 as the current one."""
    if state == "cancelled":
        take(stage.cancel_session, session, reason="ziek")
    if state in {"planned", "cancelled"}:
        return
    take(stage.open_session, session)
    if state == "open":
        return
    take(stage.start_session, session)
    take(stage.show_theme, session, theme=theme_at(session, 1))
    if state == "introduction":
        return
    theme = answering(session)
    if state == "answering":
        return
    reveal(session, theme)
    if state == "reopened":
        take(stage.reopen_theme, session, theme=theme, reason="nieuwe cijfers")
    if state == "paused":
        take(stage.pause_session, session)
    if state in {"wrap-up", "closed", "archived"}:
        take(stage.begin_wrap_up, session)
    if state in {"closed", "archived"}:
        take(stage.close_session, session, follow_up_on=None)
    if state == "archived":
        take(stage.archive_session, session)


VERBS: dict[str, tuple[Callable[..., object], Callable[[GroupSession], dict[str, object]], set[str]]] = {
    "open": (stage.open_session, lambda s: {}, {"planned"}),
    "start": (stage.start_session, lambda s: {}, {"open"}),
    "show theme": (
        stage.show_theme,
        lambda s: {"theme": theme_at(s, 2)},
        {"introduction", "answering", "revealed", "reopened", "wrap-up"},
    ),
    "start answering": (stage.start_answering, lambda s: {"theme": theme_at(s, 1)}, {"introduction"}),
    "reveal": (reveal_theme, lambda s: {"theme": theme_at(s, 1)}, {"answering", "reopened"}),
    "reopen": (
        stage.reopen_theme,
        lambda s: {"theme": theme_at(s, 1), "reason": "nieuwe cijfers"},
        {"revealed", "wrap-up"},
    ),
    "show statement": (
        stage.show_statement,
        lambda s: {"statement": statements_of(theme_at(s, 1))[0]},
        {"revealed", "reopened", "wrap-up"},
    ),
    "blank screen": (
        stage.blank_screen,
        lambda s: {"blank": True},
        {"open", "introduction", "answering", "revealed", "reopened", "paused", "wrap-up"},
    ),
    "darken screen": (
        darken_screen,
        lambda s: {"dark": True},
        {"planned", "open", "introduction", "answering", "revealed", "reopened", "paused", "wrap-up"},
    ),
    "pause": (
        stage.pause_session,
        lambda s: {},
        {"introduction", "answering", "revealed", "reopened", "wrap-up"},
    ),
    "resume": (stage.resume_session, lambda s: {}, {"paused"}),
    "wrap up": (
        stage.begin_wrap_up,
        lambda s: {},
        {"introduction", "answering", "revealed", "reopened", "wrap-up"},
    ),
    "close": (
        stage.close_session,
        lambda s: {"follow_up_on": None},
        {"introduction", "answering", "revealed", "reopened", "paused", "wrap-up"},
    ),
    "cancel": (stage.cancel_session, lambda s: {"reason": "ziek"}, {"planned", "open"}),
    "archive": (stage.archive_session, lambda s: {}, {"closed"}),
}


def everything(session: GroupSession) -> list[object]:
    """Return all a verb may change, to compare before and after."""
    return [
        list(GroupSession.objects.filter(pk=session.pk).values()),
        list(SessionTheme.objects.filter(session=session).order_by("pk").values()),
        AuditEvent.objects.count(),
        Promise.objects.count(),
    ]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_every_state_and_every_verb(session: GroupSession, state: str, verb: str) -> None:
    bring_to(session, state)
    function, arguments, allowed_in = VERBS[verb]
    session.refresh_from_db()
    before, revision = everything(session), session.revision
    chosen = arguments(session)
    if state in allowed_in:
        function(session, actor=FACILITATOR, expected_revision=revision, now=NOW, **chosen)
        assert session.revision == revision + 1
        assert AuditEvent.objects.count() == before[2] + 1
    else:
        with pytest.raises(StepRefused):
            function(session, actor=FACILITATOR, expected_revision=revision, now=NOW, **chosen)
        assert everything(session) == before


@pytest.mark.parametrize("verb", VERBS)
def test_the_second_press_of_a_button_is_told_so(session: GroupSession, verb: str) -> None:
    function, arguments, allowed_in = VERBS[verb]
    bring_to(session, sorted(allowed_in)[0])
    session.refresh_from_db()
    shown, chosen = session.revision, arguments(session)
    function(session, actor=FACILITATOR, expected_revision=shown, now=NOW, **chosen)
    after = everything(session)
    with pytest.raises(StaleStep):
        function(session, actor=FACILITATOR, expected_revision=shown, now=NOW, **chosen)
    assert everything(session) == after


def test_people_who_join_do_not_make_the_screen_of_the_facilitator_stale(session: GroupSession) -> None:
    open_doors(session)
    shown = session.revision
    seat(session.parties.first())
    stage.start_session(session, actor=FACILITATOR, expected_revision=shown, now=NOW)
    assert session.state == "running"


def test_reopening_asks_for_a_reason(session: GroupSession) -> None:
    bring_to(session, "revealed")
    with pytest.raises(StepRefused):
        take(stage.reopen_theme, session, theme=theme_at(session, 1), reason="  ")


def test_a_theme_of_another_session_is_refused(session: GroupSession) -> None:
    other = build_session(session.municipality)
    bring_to(session, "introduction")
    with pytest.raises(StepRefused):
        take(stage.show_theme, session, theme=theme_at(other, 2))


def test_closing_promises_the_report_and_to_ask_the_owners_once(session: GroupSession) -> None:
    bring_to(session, "closed")
    assert list(Promise.objects.order_by("pk").values_list("kind", "key")) == [
        ("session report", f"session report {session.pk}"),
        ("ask owners", f"ask owners {session.pk}"),
        ("forget print kit", f"forget print kit {session.pk}"),
    ]
