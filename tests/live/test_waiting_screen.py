"""A big screen that waits: a short code, typed by a facilitator, and worth nothing to anybody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from audit.models import AuditEvent
from common.tenancy import tenant
from live import waiting_screen_views
from live.guessing import GUESSES
from municipalities.models import Municipality
from sessions import stage, waiting_screens
from sessions.addresses import screen_path
from sessions.models import GroupSession, WaitingScreen
from sessions.stepping import StepRefused
from sessions.tasks import forget_waiting_screens
from sessions.waiting_screens import (
    LETTERS,
    VALID,
    TooManyWaiting,
    UnknownCode,
    clear_waiting_screens,
    give_screen,
    spoken,
    wait_for_session,
)
from sessions.withdrawal import renew_screen_link
from tests.builders import (
    FACILITATOR,
    NOW,
    build_member,
    build_municipality,
    build_session,
    build_user,
    open_doors,
    outside,
    sign_in,
    take,
)

ASK = reverse("live_platform:ask_screen_code")
WAIT = reverse("live_platform:waiting_screen")
STAND = reverse("live_platform:waiting_screen_stand")


def waiting(projector: Client) -> str:
    """Let a projector ask for a code, as the button of its page does; return the code on the wall."""
    with outside():
        asked = projector.post(ASK)
        assert (asked.status_code, asked.url) == (303, WAIT)
        page = projector.get(WAIT).content.decode()
    return re.search(r"screen-waiting-code[^>]*>([A-Z]{3}-[A-Z]{3})<", page)[1]


def type_code(desk: Client, session: GroupSession, code: str, **headers: str):  # type: ignore[no-untyped-def]
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    url = reverse("live:console_give_screen", kwargs=place)
    with outside():
        return desk.post(url, {"screen_code": code}, headers=headers)


@pytest.fixture
def led(inside: Municipality) -> GroupSession:
    return build_session(inside, facilitator=build_user("R. Smit"))


@pytest.fixture
def desk(led: GroupSession) -> Client:
    return sign_in(Client(), led.facilitators.get().user)


def test_the_screen_goes_on_by_itself_once_its_code_is_typed(led: GroupSession, desk: Client) -> None:
    projector = Client()
    code = waiting(projector)
    assert projector.get(STAND).json() == {"waits": True, "address": ""}
    assert type_code(desk, led, code).status_code == 303
    assert projector.get(STAND).json() == {"waits": True, "address": screen_path(led)}
    # Without a script its page looks again by itself, and comes to the same.
    assert projector.get(WAIT).url == screen_path(led)
    with outside():
        assert projector.get(screen_path(led)).status_code == 200
    assert AuditEvent.objects.filter(action="give screen", target_id=led.pk).count() == 1


def test_looking_makes_nothing_and_the_page_says_so_without_a_script(led: GroupSession) -> None:
    projector = Client()
    for address in (ASK, WAIT, STAND):
        projector.get(address)
        projector.head(address)
    assert not WaitingScreen.objects.exists()
    waiting(projector)
    assert '<noscript><meta http-equiv="refresh"' in projector.get(WAIT).content.decode()


def test_the_console_reads_out_the_addresses_that_others_can_reach(
    led: GroupSession, desk: Client, settings: Settings
) -> None:
    """Whatever address the laptop of the facilitator came by, as `localhost` or one within the town hall."""
    settings.BASE_URL = "https://sessie.example"
    open_doors(led)
    place = {"gemeente": led.municipality.slug, "pk": led.pk}
    with outside():
        html = desk.get(reverse("live:console", kwargs=place), headers={"host": "localhost"}).content.decode()
        screen = Client().get(screen_path(led), headers={"host": "localhost"}).content.decode()
    assert ">sessie.example/meedoen<" in html and ">sessie.example/scherm<" in html
    assert "sessie.example/meedoen" in screen
    assert "localhost" not in re.sub(r"<[^>]*>", " ", html + screen)


@pytest.mark.parametrize("typed", ["{0}{1}", " {0} {1} ", "{0}.{1}", "{0}–{1}\t"])
def test_the_code_is_read_forgivingly(led: GroupSession, desk: Client, typed: str) -> None:
    code = waiting(Client()).lower()
    assert type_code(desk, led, typed.format(code[:3], code[4:])).status_code == 303


def test_a_wrong_code_is_told_in_words_kept_and_counted(led: GroupSession, desk: Client) -> None:
    projector = Client()
    code = waiting(projector)
    for _attempt in range(GUESSES):
        answered = type_code(desk, led, "BBB-<b>")
        assert answered.status_code == 422
        html = answered.content.decode()
        assert "Geen groot scherm" in html
        assert 'value="BBB-&lt;b&gt;"' in html
    assert type_code(desk, led, code).status_code == 429
    assert projector.get(STAND).json()["address"] == ""
    # A script of the console reads the same words in the fragment.
    assert type_code(desk, led, "BBB", **{"X-Fragment": "console"}).status_code == 409


def test_a_code_is_worth_nothing_to_who_is_no_facilitator(led: GroupSession) -> None:
    projector = Client()
    code = waiting(projector)
    member = sign_in(Client(), build_member(led.municipality))
    stranger = sign_in(Client(), build_user("Iemand"))
    for browser, status in [(Client(), 302), (stranger, 404), (member, 403), (projector, 302)]:
        assert type_code(browser, led, code).status_code == status
    assert projector.get(STAND).json() == {"waits": True, "address": ""}
    for address in (f"/scherm/{code}/", f"{WAIT}?code={code}", f"{ASK}?code={code}"):
        assert "/groepssessies/" not in Client().get(address).content.decode()


def test_only_the_browser_that_showed_the_code_learns_where_to_go(led: GroupSession, desk: Client) -> None:
    projector, other = Client(), Client()
    code, theirs = waiting(projector), waiting(other)
    assert code != theirs
    type_code(desk, led, code)
    assert other.get(STAND).json() == {"waits": True, "address": ""}
    assert Client().get(STAND).json() == {"waits": False, "address": ""}


def test_a_code_is_good_once_and_for_half_an_hour(inside: Municipality) -> None:
    session = build_session(inside)
    by = {"session": session, "actor": FACILITATOR}
    first = wait_for_session("", now=NOW)
    assert wait_for_session(first.secret, now=NOW + timedelta(minutes=29)).code == first.code
    with pytest.raises(UnknownCode):
        give_screen(first.code, now=NOW + VALID, **by)
    give_screen(first.code, now=NOW + VALID - timedelta(seconds=1), **by)
    with pytest.raises(UnknownCode):
        give_screen(first.code, now=NOW, **by)
    again = wait_for_session(first.secret, now=NOW)
    assert (again.pk, again.address) == (first.pk, "")
    assert again.code != first.code


def test_what_is_withdrawn_is_withdrawn_for_this_screen_too(led: GroupSession, desk: Client) -> None:
    projector = Client()
    type_code(desk, led, waiting(projector))
    renew_screen_link(led, seen="1", actor=FACILITATOR, now=NOW)
    with outside():
        assert projector.get(projector.get(WAIT).url).status_code == 404


def test_a_session_that_is_over_takes_no_screen(led: GroupSession, desk: Client) -> None:
    projector = Client()
    code = waiting(projector)
    open_doors(led)
    take(stage.start_session, led)
    take(stage.close_session, led, follow_up_on=None)
    assert type_code(desk, led, code).status_code == 303
    assert projector.get(STAND).json()["address"] == ""
    with pytest.raises(StepRefused):
        give_screen(code, session=led, actor=FACILITATOR, now=NOW)


def test_a_facilitator_elsewhere_puts_nothing_here(led: GroupSession, desk: Client) -> None:
    elsewhere = build_municipality("Duinrand")
    with outside(), tenant(elsewhere):
        other = build_session(elsewhere)
    code = waiting(Client())
    assert type_code(desk, other, code).status_code == 404
    assert type_code(desk, led, code).status_code == 303


def test_sixty_screens_wait_at_once_and_each_goes_its_own_way(inside: Municipality) -> None:
    screens = [wait_for_session("", now=NOW) for _number in range(60)]
    assert len({one.code for one in screens}) == len({one.secret for one in screens}) == 60
    sessions = [build_session(inside, title=f"Tafel {number}") for number in range(2)]
    for number, screen in enumerate(screens):
        give_screen(spoken(screen.code), session=sessions[number % 2], actor=FACILITATOR, now=NOW)
    for number, screen in enumerate(screens):
        screen.refresh_from_db()
        assert screen.address == screen_path(sessions[number % 2])


def test_a_code_that_is_taken_is_made_anew(inside: Municipality) -> None:
    wait_for_session("", now=NOW, make_code=lambda: "BCDFGH")
    codes = iter(["BCDFGH", "BCDFGH", "JKMNPQ"])
    assert wait_for_session("", now=NOW, make_code=lambda: next(codes)).code == "JKMNPQ"


def test_a_code_is_no_word_and_has_no_look_alikes() -> None:
    assert not set(LETTERS) & set("AEIOUYL01")
    assert len(set(LETTERS)) == len(LETTERS) == 19


def test_a_flood_is_refused_in_words(led: GroupSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_screens, "MOST_WAITING", 1)
    projector = Client()
    waiting(projector)
    with pytest.raises(TooManyWaiting):
        wait_for_session("", now=timezone.now())
    refused = Client().post(ASK)
    assert refused.status_code == waiting_screen_views.BUSY
    assert "data-press" not in refused.content.decode()
    waiting(projector)  # who waited already goes on waiting


def test_what_waited_too_long_is_cleared_at_night(inside: Municipality) -> None:
    now = timezone.now()
    old, new = wait_for_session("", now=now - VALID), wait_for_session("", now=now)
    forget_waiting_screens()
    assert list(WaitingScreen.objects.all()) == [new]
    assert clear_waiting_screens(now=now + VALID) == 1
    assert wait_for_session(old.secret, now=now).secret != old.secret
