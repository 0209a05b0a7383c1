"""What goes wrong in a real room: no connection, two at once, impatient fingers, no script, odd names."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from questionnaire.enums import Moment
from questionnaire.models import Answer
from sessions import stage
from sessions.enums import SessionState
from sessions.models import Representative
from sessions.seats import remove_from_table
from tests.browser.accessibility import sticking_out
from tests.browser.room import LAPTOP, PHONE, POLLED, PROJECTOR, RESTS_FOR, SOON, Room, choose, press_next
from tests.builders import FACILITATOR, NOW, build_municipality

WAITS = "Wacht op verbinding – nog niet opgeslagen"
HOSTILE = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
NAMES = [
    "Stichting Maatschappelijke Dienstverlening en Schuldhulpverlening Waterveen en Omstreken",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "👩‍👩‍👧‍👦 Buurtgezinnen 🏘️ Waterveen 💶",
    "مؤسسة المساعدة في الديون",
    HOSTILE,
]


def stored(room: Room) -> dict[int, int | None]:
    """Return the figures that the first party of a session has stored, by the number of the statement."""
    with room.inside():
        answers = Answer.objects.filter(party=room.parties[0], moment=Moment.BEFORE_TALK)
        return dict(answers.values_list("statement__number", "value"))


def revision_of(room: Room) -> int:
    with room.inside() as session:
        return session.revision


def without_stream(page: Page) -> None:
    page.context.route("**/stroom/**", lambda route: route.abort())
    page.reload()


# Connection


def test_where_streams_are_blocked_everybody_stays_in_step(room: Room) -> None:
    pages = [room.phone(), room.console(), room.screen()]
    for page in pages:
        without_stream(page)
        page.evaluate("window.stayed = true")
    phone, console, screen = pages
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=POLLED)
    expect(console.locator("#next-button")).to_have_text("Toon de antwoorden", timeout=POLLED)
    expect(screen.locator(".app-screen-count")).to_have_text("0 van 3", timeout=POLLED)
    for page in pages:
        assert page.evaluate("window.stayed")
        expect(page.locator("#console-lost, #lost")).to_be_hidden()


def test_an_answer_without_connection_is_stored_once_it_is_back(room: Room) -> None:
    phone = room.phone()
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    phone.context.set_offline(True)
    phone.locator("#answer-4").click()
    expect(phone.locator("#saved")).to_have_text(WAITS)
    phone.locator("#answer-6").click()
    expect(phone.locator("#answer-6")).to_be_checked()
    assert stored(room) == {}
    phone.context.set_offline(False)
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
    assert stored(room) == {1: 6}


def test_what_is_typed_on_the_console_stays_when_the_server_fails(room: Room) -> None:
    room.revealed()
    console = room.console()
    words = "Nog niet opgeslagen: het is erg druk. Probeer het nog eens."
    console.context.route(
        "**/actiepunt/**", lambda route: route.fulfill(status=503, json={"error": words, "name": "busy"})
    )
    console.get_by_label("Wat gaan we doen?").fill("Eén loket")
    console.locator("#action-add").click()
    expect(console.locator("#messages")).to_have_text(words, timeout=SOON)
    expect(console.get_by_label("Wat gaan we doen?")).to_have_value("Eén loket")
    console.context.unroute("**/actiepunt/**")
    console.locator("#action-add").click()
    expect(console.locator("#console-points")).to_contain_text("Eén loket", timeout=SOON)
    expect(console.locator("#messages")).to_be_empty()


def test_an_answer_that_is_too_late_is_told_and_not_stored(room: Room) -> None:
    phone = room.phone()
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    phone.context.set_offline(True)
    phone.locator("#answer-4").click()
    expect(phone.locator("#saved")).to_have_text(WAITS)
    room.reveal()
    phone.context.set_offline(False)
    expect(phone.get_by_text("kwam te laat")).to_be_visible(timeout=POLLED)
    expect(phone.get_by_role("heading", level=1)).to_have_text("De antwoorden van de tafel", timeout=POLLED)
    assert stored(room) == {}


def test_the_big_screen_keeps_the_picture_without_a_connection(room: Room) -> None:
    room.revealed()
    screen = room.screen()
    screen.context.set_offline(True)
    expect(screen.locator("#lost")).to_have_text(
        re.compile(r"^Geen verbinding · stand van \d\d\.\d\d uur$"), timeout=20_000
    )
    expect(screen.locator("svg.dot-plot:visible")).to_be_visible()
    screen.context.set_offline(False)
    expect(screen.locator("#lost")).to_be_hidden(timeout=POLLED)


def test_the_console_says_that_it_lost_the_connection(room: Room) -> None:
    room.answering()
    console = room.console()
    console.context.set_offline(True)
    expect(console.locator("#console-lost")).to_be_visible(timeout=20_000)
    console.context.set_offline(False)
    expect(console.locator("#console-lost")).to_be_hidden(timeout=POLLED)


# Two at once


def test_two_tabs_of_one_party_show_the_same_answer(room: Room) -> None:
    client = room.seat()
    room.answering()
    one = room.open_page(room.path("live:seat"), viewport=PHONE, holding=client)
    other = one.context.new_page()
    other.goto(room.path("live:seat"))
    choose(one, 8)
    expect(other.locator("#answer-8")).to_be_checked(timeout=SOON)
    choose(other, 3)
    expect(one.locator("#answer-3")).to_be_checked(timeout=SOON)
    assert stored(room) == {1: 3}


def test_colleagues_who_differ_see_both_answers_and_choose(room: Room) -> None:
    phone = room.phone(name="Els")
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    phone.context.set_offline(True)
    phone.locator("#answer-4").click()
    colleague = room.phone(name="Omar")
    choose(colleague, 9)
    phone.context.set_offline(False)
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=POLLED)
    expect(dialog).to_contain_text("Iemand van uw organisatie gaf intussen een ander antwoord.")
    expect(dialog.get_by_role("button", name="Houd het antwoord van Omar: 9")).to_be_visible()
    dialog.get_by_role("button", name="Gebruik mijn antwoord: 4").click()
    # Not by its words: the phone may still say when the colleague's answer was saved.
    expect(colleague.locator("#answer-4")).to_be_checked(timeout=SOON)
    assert stored(room) == {1: 4}


# Impatient fingers

STEPS = ["Deuren openen", "Begin", "Begin met invullen", "Toon de antwoorden", "Volgend thema"]


def test_a_double_click_on_any_button_takes_one_step(room: Room) -> None:
    console = room.console()
    for label in STEPS:
        expect(console.locator("#next-button")).to_contain_text(label, timeout=SOON)
        console.wait_for_timeout(RESTS_FOR)
        console.locator("#next-button").dblclick()
    expect(console.locator("#next-button")).to_have_text("Begin met invullen", timeout=SOON)
    expect(console.locator("#console-title")).to_contain_text("Thema 1")
    expect(console.locator("#messages")).to_be_empty()
    for button, then in [("#blank-button", "Scherm tonen"), ("#pause-button", None)]:
        console.wait_for_timeout(RESTS_FOR)
        console.locator(button).dblclick()
        if then:
            expect(console.locator(button)).to_have_text(then, timeout=SOON)
    expect(console.locator("#next-button")).to_have_text("Ga verder", timeout=SOON)
    console.wait_for_timeout(RESTS_FOR)
    with room.inside() as session:
        assert session.screen_blank
        assert session.paused_at is not None
        assert [row.state for row in session.themes.order_by("position")[:2]] == ["revealed", "introduction"]


def test_a_double_click_adds_one_action_point(room: Room) -> None:
    room.revealed()
    console = room.console()
    console.get_by_label("Wat gaan we doen?").fill("Eén loket")
    console.locator("#action-add").dblclick()
    expect(console.locator("#console-points .app-point")).to_have_count(1, timeout=SOON)
    point = console.locator("#console-points .app-point")
    point.get_by_role("button", name="Belangrijkst").dblclick()
    expect(point.get_by_role("button", name="Belangrijkst")).to_have_attribute(
        "aria-pressed", "true", timeout=SOON
    )
    console.wait_for_timeout(RESTS_FOR)
    expect(point.get_by_role("button", name="Belangrijkst")).to_have_attribute("aria-pressed", "true")


def test_a_double_click_counts_once_for_what_stands_beside_the_big_button(room: Room) -> None:
    room.revealed()
    room.propose("Eén loket", owner_organisation=room.parties[0].organisation)
    console = room.console()
    console.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    buttons = [
        "[id^=show-button-]:not(:has-text('Staat op het scherm'))",
        "[id^=side-yes-button-]",
        f"#absent-button-{room.parties[2].pk}",
        "#reopen-button",
    ]
    for button in buttons:
        before = revision_of(room)
        if button == "#reopen-button":
            console.get_by_label("Waarom?").fill("Er is veel gezegd")
        console.wait_for_timeout(RESTS_FOR)
        with console.expect_response(lambda answer: answer.request.method == "POST"):
            console.locator(button).first.dblclick()
        console.wait_for_timeout(RESTS_FOR)
        assert revision_of(room) == before + 1, button
    expect(console.locator("#messages")).to_be_empty()


def test_a_double_tap_joins_once(room: Room) -> None:
    room.open_doors()
    phone = room.open_page(f"/meedoen/?code={room.session.join_code}", viewport=PHONE)
    phone.get_by_role("button", name="Meedoen").dblclick()
    phone.get_by_role("link", name=room.parties[1].name).click()
    phone.get_by_label("Uw naam").fill("Els")
    phone.get_by_role("button", name="Begrepen, meedoen").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Welkom, Els")
    with room.inside():
        assert Representative.objects.filter(party__session=room.session).count() == 1


def test_two_facilitators_take_one_step(room: Room) -> None:
    room.answering()
    one, other = room.console(), room.console()
    other.context.route("**/stroom/**", lambda route: route.abort())
    other.context.route("**/stand/", lambda route: route.abort())
    other.reload()
    press_next(one, "Toon de antwoorden")
    expect(one.locator("#console-revealed")).to_be_visible(timeout=SOON)
    other.wait_for_timeout(RESTS_FOR)
    other.locator("#next-button").click()
    expect(other.locator("#messages")).to_contain_text("De sessie was al een stap verder", timeout=SOON)
    expect(other.locator("#console-revealed")).to_be_visible()


def test_the_back_button_of_a_phone_goes_to_the_statement_before(room: Room) -> None:
    phone = room.phone()
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    choose(phone, 8)
    phone.locator("#bar .is-main").click()
    expect(phone.locator("#now")).to_have_attribute("data-view", "2")
    phone.go_back()
    expect(phone.locator("#now")).to_have_attribute("data-view", "1")
    expect(phone.locator("#answer-8")).to_be_checked()


def test_the_back_button_of_the_console_shows_where_the_session_is(room: Room) -> None:
    room.answering()
    room.answer_all()
    console = room.console()
    console.goto(room.path("live:console_close"))
    room.reveal()
    console.go_back()
    expect(console.locator("#console-revealed")).to_be_visible(timeout=SOON)


# Without a script


def test_without_a_script_a_phone_joins_and_answers_a_whole_theme(room: Room) -> None:
    room.open_doors()
    phone = room.open_page("/meedoen/", viewport=PHONE, java_script_enabled=False)
    phone.get_by_label("Deelnamecode").fill(room.session.join_code)
    phone.get_by_role("button", name="Meedoen").click()
    phone.get_by_role("link", name=room.parties[0].name).click()
    phone.get_by_label("Uw naam").fill("Els")
    phone.get_by_role("button", name="Begrepen, meedoen").click()
    room.answering()
    phone.reload()
    for figure in (3, 10, 0):
        phone.locator(f"#answer-{figure}").check()
        phone.locator("#bar .is-main").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Klaar. Dank u wel!")
    assert stored(room) == {1: 3, 2: 10, 3: 0}


def test_without_a_script_the_facilitator_leads(room: Room) -> None:
    console = room.console(java_script_enabled=False)
    for label in STEPS[:4]:
        expect(console.locator("#next-button")).to_have_text(label)
        console.locator("#next-button").click()
    expect(console.locator("#console-revealed")).to_be_visible()
    console.get_by_label("Wat gaan we doen?").fill("Eén loket")
    console.locator("#action-add").click()
    expect(console.locator("#console-points")).to_contain_text("Eén loket")
    console.get_by_role("button", name="Wat we afspreken").click()
    console.get_by_role("link", name="Sluit de sessie").click()
    console.get_by_role("button", name="Sluit de sessie").click()
    expect(console.get_by_role("link", name="Naar het rapport")).to_be_visible()
    with room.inside() as session:
        assert session.state == SessionState.CLOSED


def test_without_a_script_the_big_screen_shows_the_answers(room: Room) -> None:
    room.revealed()
    screen = room.screen(java_script_enabled=False)
    expect(screen.locator("svg.dot-plot:visible")).to_be_visible()


# Who has to leave


def test_who_was_removed_sees_it_at_once(room: Room) -> None:
    phone = room.phone()
    with room.inside():
        person = Representative.objects.get(party=room.parties[0])
        remove_from_table(representative=person, actor=FACILITATOR, now=NOW)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "U doet niet meer mee aan deze sessie", timeout=SOON
    )
    assert phone.locator("#answer-form").count() == 0


def test_a_facilitator_whose_appointment_ended_loses_the_console(room: Room) -> None:
    room.answering()
    console = room.console()
    room.take(stage.blank_screen, blank=True)
    with room.inside() as session:
        session.facilitators.update(ended_at=NOW)
    expect(console.locator("#console")).to_have_count(0, timeout=POLLED)


# Odd names


@pytest.fixture
def odd_room(open_page: Callable[..., Page]) -> Room:
    room = Room(
        open_page,
        build_municipality(),
        parties=NAMES,
        title=f"Schulden {HOSTILE} 👩‍👩‍👧‍👦 {'lang' * 40}"[:120],
    )
    room.answering()
    room.answer_all(note=f"{HOSTILE} مؤسسة {'woord' * 30}"[:280])
    return room


def test_odd_names_are_text_and_fit(odd_room: Room) -> None:
    console = odd_room.console(viewport=LAPTOP)
    narrow = odd_room.console(viewport=PHONE)
    screen = odd_room.screen(viewport=PROJECTOR)
    phone = odd_room.phone(odd_room.parties[1], name="Ömer 👍 <b>" + "lang" * 12)
    for reveal in (False, True):
        if reveal:
            odd_room.reveal()
            for page in (console, narrow, screen, phone):
                page.locator("svg.dot-plot").first.wait_for(state="attached", timeout=SOON)
        for page in (console, narrow, screen, phone):
            assert sticking_out(page) == ""
            assert page.evaluate("window.hacked") is None
            assert page.locator("script:not([src])").count() == 0
    for name in NAMES[2:]:
        expect(screen.locator("svg.dot-plot:visible")).to_contain_text(name.split()[0][:12])
