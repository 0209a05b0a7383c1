"""The canary: every note, name and title is a word of its own, and is found only where its owner may see it.

Before the reveal the notes of a party are seen by that party alone. Nothing of one municipality is ever seen
in the other. Twelve leaks are planted one at a time, and all twelve are found.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

import live.answer_views
import live.console_views
import live.following
import live.stream
import outbox.mail
import reports.document
import sessions.views.listing
from audit.actors import Actor
from audit.record import record
from common.tenancy import across_municipalities, tenant
from outbox.tasks import fulfil_promise
from questionnaire.models import Answer, AnswerChange
from sessions.models import GroupSession
from tests.architecture.doors import DOORS
from tests.architecture.session_states import bring
from tests.architecture.test_doors import PATTERNS
from tests.architecture.test_foreign_ids import mark
from tests.architecture.world import World
from tests.builders import NOW, answer, statements_of, theme_at
from tests.canary.watch import Seen, crawl, listen, read_log, read_reports, watching_aside, work
from users.models import User
from vroegsignalering import error_pages, urls

HERE, THERE = "Hierwoord", "Daarwoord"
"""What every name and title of a municipality begins with."""

NOTES = ["Kanarieqaa", "Kanarieqbb", "Kanarieqcc"]
"""The notes of the three parties about the theme that is being answered; the first is the participant's."""

TYPED = "Kanarieqdd"
"""What the participant types while everything is watched."""

LEAN = [
    "home",
    "group_sessions:list",
    "group_sessions:detail",
    "live:console",
    "live:console_now",
    "live:screen_now",
    "live:seat",
    "live:own_answers",
    "municipalities:log",
    "municipalities:log_export",
    "reports:download",
]
"""The addresses that the planted leaks are looked for in."""


@pytest.fixture
def letters(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.fixture
def tables(worlds: tuple[World, World], letters: Path) -> tuple[World, World]:
    """Both municipalities, in which every word tells whose it is."""
    here, there = worlds
    for world, word in ((here, HERE), (there, THERE)):
        mark(world, word)
        # Who runs the platform belongs to no municipality.
        for who, user in world.users.items() - {("staff", world.users["staff"])}:
            User.objects.filter(pk=user.pk).update(name=f"{word} {who}")
    with tenant(here.municipality):
        statement = statements_of(theme_at(here.running, 2))[1]
        for party, note in zip(here.running.parties.order_by("position"), NOTES, strict=True):
            answer(party, statement, 4, note=note)
    return here, there


def notes(seen: Collection[Seen], *, revealed: bool) -> list[str]:
    """Return where a note was seen by who may not see it."""
    found = []
    for one in seen:
        for note in [*NOTES, TYPED]:
            own = one.who == "participant" and one.side == "here" and note in {NOTES[0], TYPED}
            at_the_table = revealed and one.side == "here" and one.who not in {"nobody", "mail"}
            if note in one.text and not own and not at_the_table:
                found.append(f"{note} in {one.place} as {one.who} ({one.side or 'aside'})")
    return found


def names(seen: Collection[Seen]) -> list[str]:
    """Return where a name of one municipality was seen in the other, or in the log of the server."""
    found = []
    for one in seen:
        foreign = {"here": [THERE], "there": [HERE]}.get(one.side, [])
        aside = [HERE, THERE] if one.place in {"log", "broker", "promise", "audit"} else []
        found += [f"{word} in {one.place} as {one.who}" for word in [*foreign, *aside] if word in one.text]
    return found


def type_an_answer(here: World) -> None:
    """Answer as the participant does, on the phone."""
    with tenant(here.municipality):
        number = statements_of(theme_at(here.running, 2))[2].number
    place = {"gemeente": here.municipality.slug, "pk": here.running.pk, "number": number}
    said = {"answer": 6, "note": TYPED, "expected_version": 0}
    phone = here.client("participant")
    response = phone.post(
        reverse("live:statement", kwargs=place), said, headers={"accept": "application/json"}
    )
    assert response.status_code == 200, response.content


def look_everywhere(
    tables: tuple[World, World],
    state: str,
    monkeypatch: pytest.MonkeyPatch,
    letters: Path,
    doors: Collection[str],
) -> list[Seen]:
    """Bring the session into a state and read everything that leaves the product."""
    here, there = tables
    with watching_aside(letters, monkeypatch) as watch:
        bring(here, "answering", name="live:console")
        type_an_answer(here)
        bring(here, state, name="live:console")
        with tenant(here.municipality):
            here.running = GroupSession.objects.get(pk=here.running.pk)
        work(watch, here)
        crawl(watch, here, side="here", names=doors)
        crawl(watch, there, side="there", names=doors)
        listen(watch, here, monkeypatch)
        read_reports(watch, here)
        read_log(watch)
        return list(watch.seen)


@pytest.fixture
def same_worlds(worlds: tuple[World, World]) -> Iterator[None]:
    """Give the worlds of the package back as they were."""
    before = worlds[0].running
    yield
    worlds[0].running = before


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("same_worlds")]
OF_A_SESSION = ("live:", "reports:session", "reports:progress", "reports:report", "agenda:")
READ = [name for name, door in DOORS.items() if "GET" in door.methods]


def check(
    tables: tuple[World, World],
    state: str,
    monkeypatch: pytest.MonkeyPatch,
    letters: Path,
    doors: Collection[str],
) -> None:
    seen = look_everywhere(tables, state, monkeypatch, letters, doors)
    assert notes(seen, revealed=state == "revealed") == []
    assert names(seen) == []
    places = {one.place for one in seen}
    assert {"stream", "mail", "promise", "audit", "error page", "report"} <= places
    assert "cache" in places or state in {"answering", "revealed"}
    # What is looked for is there to be found: the party itself sees it, and after the reveal the table does.
    told = [one for one in seen if one.side == "here"]
    if state in {"answering", "revealed"}:
        assert any(NOTES[0] in one.text for one in told if one.who == "participant")
    assert any(NOTES[1] in one.text for one in told) is (state == "revealed")
    assert any(HERE in one.text for one in seen if one.side == "here")


def test_while_a_theme_is_answered_nobody_but_the_party_sees_what_it_says(
    tables: tuple[World, World], monkeypatch: pytest.MonkeyPatch, letters: Path
) -> None:
    """The short form: the addresses that show something of a session."""
    check(tables, "answering", monkeypatch, letters, [name for name in READ if name.startswith(OF_A_SESSION)])


@pytest.mark.long
@pytest.mark.parametrize("state", ["answering", "revealed", "closed", "archived"])
def test_in_no_state_a_word_is_seen_by_who_may_not_see_it(
    tables: tuple[World, World], monkeypatch: pytest.MonkeyPatch, letters: Path, state: str
) -> None:
    """A session that closes while a theme is answered never shows that theme, also not in its report."""
    check(tables, state, monkeypatch, letters, READ)


def test_another_answer_changes_no_byte_that_others_get(
    tables: tuple[World, World], monkeypatch: pytest.MonkeyPatch, letters: Path
) -> None:
    """What is no word can leak too: as a figure, a colour, an ETag, a length."""
    here, _there = tables
    with tenant(here.municipality):
        # Without a clock: the console would tell another minute in between.
        GroupSession.objects.filter(pk=here.running.pk).update(time_is_up_at=None)
    pages = [what_others_get(here, value, monkeypatch, letters) for value in (0, 10)]
    assert pages[0] == pages[1]


def what_others_get(
    here: World, value: int, monkeypatch: pytest.MonkeyPatch, letters: Path
) -> list[tuple[str, str, str]]:
    """Return every byte that others than the party get while it answers theme 2 with this figure."""
    theme_2 = statements_of(theme_at_here(here))
    with tenant(here.municipality):
        rows = {"statement__in": theme_2, "party__session": here.running}
        Answer.objects.filter(**rows).update(value=value, note="kort" * (1 + value))
        AnswerChange.objects.filter(**rows).update(value=value, note="kort" * (1 + value))
    with watching_aside(letters, monkeypatch) as watch:
        crawl(watch, here, side="here", names=[name for name in LEAN if name.startswith(("live:", "group"))])
        listen(watch, here, monkeypatch)
    told = [one for one in watch.seen if one.who != "participant" and one.place not in {"log", "cache"}]
    return [(one.place, one.who, plain(one.text)) for one in told]


def theme_at_here(here: World) -> Any:
    with tenant(here.municipality):
        return theme_at(here.running, 2)


DIFFERS = re.compile(
    r"value='?\"?[^\"]{36,}\"|data-(live|follow|now|blank)-?[a-z]*=\"[^\"]*\"|X-CSRFToken[^}]*}"
    r"|nonce-[^' ]*|nonce=\"[^\"]*\""
)


def plain(text: str) -> str:
    """Leave out what differs at each request: keys of forms, tickets of the stream, nonces."""
    return DIFFERS.sub("…", text)


# The leaks. Each gets what it may use to leak: the monkeypatch, and the world whose note it gives away.

Leak = Callable[[pytest.MonkeyPatch, World], None]
LEAKS: dict[str, Leak] = {}


def leak(function: Leak) -> Leak:
    LEAKS[function.__name__.replace("_", " ")] = function
    return function


def note_of(world: World) -> str:
    with across_municipalities("demo"):
        return Answer.objects.filter(party__session=world.running.pk, note=NOTES[1]).get().note


def after(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, change: Callable[[Any], Any]) -> None:
    """Let something else come out of a function."""
    real = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *more, **named: change(real(*more, **named)))


def added(world: World) -> Callable[[HttpResponse], HttpResponse]:
    def add(response: HttpResponse) -> HttpResponse:
        response.render() if hasattr(response, "render") else None
        response.content += note_of(world).encode()
        return response

    return add


def beside(monkeypatch: pytest.MonkeyPatch, act: Callable[..., None]) -> None:
    """Do something more whenever an answer is given on a phone."""
    real = live.answer_views.give_answer

    def give(**said: Any) -> Any:
        given = real(**said)
        act(**said)
        return given

    monkeypatch.setattr(live.answer_views, "give_answer", give)


@leak
def in_a_fragment_of_the_console(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    after(monkeypatch, live.console_views.ConsoleNow, "get", added(world))


@leak
def in_an_etag(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    after(monkeypatch, live.following.FollowedView, "etag", lambda etag: f'"{etag[1:-1]}{note_of(world)}"')


@leak
def in_a_line_of_the_log(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    beside(monkeypatch, lambda note, **_: logging.getLogger("live").warning("Saved %s", note))


@leak
def in_a_key_of_the_cache(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    beside(monkeypatch, lambda note, **_: cache.set(f"answer-{note}", 1))


@leak
def in_the_stream(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    after(monkeypatch, live.stream, "event", lambda event: event + note_of(world).encode())


@leak
def in_a_mail(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    after(monkeypatch, outbox.mail, "render_to_string", lambda text: text + note_of(world))


@leak
def in_an_export(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    view = get_resolver_view("municipalities:log_export")
    real = view.get

    def get(self: Any, *more: Any, **named: Any) -> HttpResponse:
        body = b"".join(real(self, *more, **named))
        return HttpResponse(body + note_of(world).encode())

    monkeypatch.setattr(view, "get", get)


@leak
def in_the_report(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    real = reports.document.render_pdf
    monkeypatch.setattr(
        reports.document, "render_pdf", lambda text: real(text.replace("</body>", f"{note_of(world)}</body>"))
    )


@leak
def in_a_list_of_the_other_municipality(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    def add(response: HttpResponse) -> HttpResponse:
        response.render()
        response.content += f"{HERE} {world.running.pk}".encode()
        return response

    after(monkeypatch, sessions.views.listing.SessionList, "get", add)


@leak
def in_the_reason_of_an_audit_row(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    def tell(party: Any, note: str, **_: Any) -> None:
        record(
            municipality=party.municipality,
            actor=Actor(role="participant"),
            action="take seat",
            target=party,
            now=NOW,
            reason=note,
        )

    beside(monkeypatch, tell)


@leak
def in_an_error_page(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    real = error_pages.not_found
    monkeypatch.setattr(urls, "handler404", lambda request, exception: added(world)(real(request, exception)))


@leak
def in_a_message_of_the_broker(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    beside(monkeypatch, lambda note, **_: fulfil_promise.delay(note))


def get_resolver_view(name: str) -> Any:
    return PATTERNS[name].callback.view_class


def test_twelve_leaks_are_planted() -> None:
    assert len(LEAKS) == 12


@pytest.mark.parametrize("planted", LEAKS)
def test_a_planted_leak_is_found(
    tables: tuple[World, World], monkeypatch: pytest.MonkeyPatch, letters: Path, planted: str
) -> None:
    """The controls: each alone turns the canary red."""
    doors = [name for name in LEAN if NEEDED.get(name, planted) == planted]
    state = "closed" if planted == "in the report" else "answering"
    with monkeypatch.context() as patched:
        LEAKS[planted](patched, tables[0])
        seen = look_everywhere(tables, state, patched, letters, doors)
    assert notes(seen, revealed=False) + names(seen) != []


NEEDED = {
    "live:console": "in a fragment of the console",
    "live:console_now": "in a fragment of the console",
    "live:screen_now": "in an etag",
    "municipalities:log": "in an export",
    "municipalities:log_export": "in an export",
    "reports:download": "in the report",
    "live:seat": "in a line of the log",
    "live:own_answers": "in a line of the log",
    "home": "in an error page",
}
"""Addresses that one planted leak alone needs; the others read less, to be quick."""
