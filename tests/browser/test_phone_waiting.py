"""Without a network: answers wait on the phone, never called saved; none is lost, doubled or misplaced."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from questionnaire.enums import Moment
from questionnaire.models import Answer, AnswerChange
from sessions import stage
from sessions.links import token_for
from sessions.models import Party, Representative
from sessions.seats import remove_from_table
from tests.browser.room import NARROW, PHONE, POLLED, SOON, Room, choose
from tests.browser.waiting import until
from tests.builders import FACILITATOR, NOW
from tests.live.phones import Phone

WAITS = "Wacht op verbinding – nog niet opgeslagen"
KEPT = "() => Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('wacht.')))"
ANSWERS = re.compile(r"/stelling/\d+/$")
PORTAL = "<!doctype html><html><h1>Welkom op de wifi</h1><form>Akkoord</form></html>"


def stored(room: Room, party: int = 0, moment: Moment = Moment.BEFORE_TALK) -> dict[int, int | None]:
    with room.inside():
        answers = Answer.objects.filter(party=room.parties[party], moment=moment)
        return dict(answers.values_list("statement__number", "value"))


def at_first_statement(room: Room, party: Party | None = None, **options: object) -> Page:
    phone = room.phone(party, **options)
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    return phone


def answering_ahead(room: Room, phone: Page) -> None:
    """Let a theme be answered, and wait until the phone has all its statements: the last byte of them."""
    with phone.expect_response("**/stellingen/*", timeout=POLLED) as ahead:
        room.answering()
    ahead.value.finished()


def tap(phone: Page, figure: int) -> None:
    phone.locator(f"#answer-{figure}").click()


def test_a_whole_theme_is_answered_without_a_network_and_goes_by_itself(room: Room) -> None:
    phone = room.phone()
    answering_ahead(room, phone)
    sent: list[str] = []
    phone.on("response", lambda answer: sent.append(answer.url) if ANSWERS.search(answer.url) else None)
    phone.context.set_offline(True)
    for number, figure in ((1, 4), (2, 7), (3, 9)):
        expect(phone.locator("#now")).to_have_attribute("data-view", str(number), timeout=POLLED)
        tap(phone, figure)
        expect(phone.locator("#saved")).to_have_text(WAITS)
        assert phone.locator("#saved").get_attribute("role") == "status"
        phone.locator("#bar .is-main").click()
    expect(phone.locator("#waits")).to_have_text("3 antwoorden wachten op verbinding – nog niet opgeslagen.")
    expect(phone.locator(".app-own-answer").first).to_contain_text("4 (nog niet opgeslagen)")
    assert stored(room) == {}
    assert "Opgeslagen" not in phone.locator("#now").inner_text()
    phone.context.set_offline(False)
    expect(phone.locator("#waits")).to_be_empty(timeout=POLLED)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Klaar. Dank u wel!", timeout=POLLED)
    assert [url.rsplit("/", 2)[1] for url in sent] == ["1", "2", "3"], "in order, each once"
    assert stored(room) == {1: 4, 2: 7, 3: 9}
    assert phone.evaluate(KEPT) == {}


def test_closing_the_tab_loses_nothing(room: Room) -> None:
    phone = at_first_statement(room)
    phone.context.set_offline(True)
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    phone.get_by_text("Toelichting toevoegen").click()
    phone.get_by_label("Toelichting").fill("Wij doen veel.")
    phone.close(run_before_unload=False)
    assert stored(room) == {}
    again = phone.context.new_page()
    again.context.set_offline(False)
    again.goto(room.path("live:seat"))
    expect(again.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
    expect(again.locator("#answer-4")).to_be_checked()
    expect(again.locator("#note")).to_have_value("Wij doen veel.")
    assert stored(room) == {1: 4}
    assert again.evaluate(KEPT) == {}


@pytest.mark.parametrize(
    "portal",
    [
        {"status": 200, "content_type": "text/html", "body": PORTAL},
        *(
            pytest.param(portal, marks=pytest.mark.long)
            for portal in (
                {"status": 200, "content_type": "application/json", "body": "{}"},
                {"status": 200, "json": {"statement": 1, "seat": 0, "version": 1}},
                {"status": 302, "headers": {"Location": "/inloggen/"}, "body": ""},
                {"status": 511, "content_type": "text/html", "body": PORTAL},
                {"status": 404, "content_type": "text/html", "body": PORTAL},
            )
        ),
    ],
    ids=["page", "json", "of another seat", "redirect", "511", "404"],
)
def test_what_a_wifi_that_wants_a_sign_in_answers_is_not_saved(room: Room, portal: dict) -> None:
    phone = at_first_statement(room)
    phone.context.route(ANSWERS, lambda route: route.fulfill(**portal))
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    assert len(phone.evaluate(KEPT)) == 1
    phone.context.unroute(ANSWERS)
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
    assert stored(room) == {1: 4}


@pytest.mark.long
def test_only_a_forged_acknowledgement_passes_for_saved(room: Room) -> None:
    """The control: it is what the acknowledgement names that the phone goes by."""
    phone = at_first_statement(room)
    forged = {"statement": 1, "version": 1, "choice": "4", "note": "", "words": "Opgeslagen om 9.00 uur"}
    with room.inside():
        forged["seat"] = Representative.objects.get(party=room.parties[0]).pk
    phone.context.route(ANSWERS, lambda route: route.fulfill(json=forged))
    tap(phone, 4)
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om")
    assert stored(room) == {}


@pytest.mark.long
def test_a_phone_that_takes_any_answer_for_saved_loses_it(room: Room) -> None:
    """The control: the same script with its check of the acknowledgement taken away."""

    def unchecked(route: Route) -> None:
        answer = route.fetch()
        script = re.sub(
            r'outcome:String\([^?]*version>0\?"stored":"later"', 'outcome:"stored"', answer.text()
        )
        assert script != answer.text()
        route.fulfill(response=answer, body=script)

    phone = at_first_statement(room)
    phone.context.route("**/vendor/phone*.js", unchecked)
    phone.reload()
    phone.context.route(ANSWERS, lambda route: route.fulfill(json={}))
    tap(phone, 4)
    until(phone, f"Object.keys(({KEPT})()).length === 0")
    phone.context.unroute(ANSWERS)
    phone.reload()
    expect(phone.locator("#answer-form")).to_be_visible()
    assert stored(room) == {}


@pytest.mark.long
@pytest.mark.parametrize("status", [302, 511])
def test_while_the_wifi_wants_a_sign_in_the_page_stays_and_goes_on_after_it(room: Room, status: int) -> None:
    seated = at_first_statement(room)
    # A browser of its own: here the policy has to keep a page from going to another host.
    kept = seated.context.storage_state()
    with seated.context.browser.new_context(storage_state=kept, locale="nl-NL") as context:
        phone = context.new_page()
        phone.route("**/stroom/**", lambda route: route.abort())
        phone.goto(seated.url)
        seated.close()
        phone.evaluate("window.stayed = true")
        portal = {"status": status, "headers": {"Location": "http://wifi.example/"}, "body": PORTAL}
        phone.route("**/deelnemen/**", lambda route: route.fulfill(**portal))
        tap(phone, 6)
        expect(phone.locator("#saved")).to_have_text(WAITS)
        expect(phone.locator("#connection")).to_contain_text("Geen verbinding", timeout=POLLED)
        phone.unroute("**/deelnemen/**")
        expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
        room.reveal()
        expect(phone.get_by_role("heading", level=1)).to_have_text(
            "De antwoorden van de tafel", timeout=POLLED
        )
        assert phone.evaluate("window.stayed")


def test_too_late_is_told_with_what_was_typed(room: Room) -> None:
    phone = at_first_statement(room)
    phone.context.set_offline(True)
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    phone.get_by_text("Toelichting toevoegen").click()
    phone.get_by_label("Toelichting").fill("Wij doen veel.")
    room.reveal()
    phone.context.set_offline(False)
    section = phone.locator("#not-saved")
    expect(section).to_contain_text("kwam te laat", timeout=POLLED)
    expect(section).to_contain_text("Stelling 1: 4")
    expect(section).to_contain_text("Wij doen veel.")
    phone.reload()
    expect(section).to_contain_text("Stelling 1: 4")
    section.get_by_role("button", name="Ik heb dit gelezen").click()
    expect(section).to_be_hidden()
    assert phone.evaluate(KEPT) == {}
    assert stored(room) == {}


@pytest.mark.long
def test_what_waited_since_before_the_talk_is_no_answer_of_after_it(room: Room) -> None:
    phone = at_first_statement(room)
    phone.context.set_offline(True)
    tap(phone, 4)
    room.reveal()
    with room.inside() as session:
        theme = session.current
    room.take(stage.reopen_theme, theme=theme, reason="Er is veel gezegd.")
    phone.context.set_offline(False)
    expect(phone.locator("#not-saved")).to_contain_text("kwam te laat", timeout=POLLED)
    assert stored(room) == stored(room, moment=Moment.AFTER_TALK) == {}


@pytest.mark.long
def test_a_seat_that_was_withdrawn_says_so(room: Room) -> None:
    phone = at_first_statement(room)
    phone.context.set_offline(True)
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    with room.inside():
        person = Representative.objects.get(party=room.parties[0])
        remove_from_table(representative=person, actor=FACILITATOR, now=NOW)
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "U doet niet meer mee aan deze sessie", timeout=POLLED
    )
    expect(phone.locator("#not-saved")).to_contain_text("u doet niet meer mee voor deze organisatie")
    expect(phone.locator("#not-saved")).to_contain_text("Stelling 1: 4")
    phone.locator("#not-saved button").click()
    assert phone.evaluate(KEPT) == {}


@pytest.mark.long
def test_two_tabs_send_once(room: Room) -> None:
    client = room.seat()
    room.answering()
    one = room.open_page(room.path("live:seat"), viewport=PHONE, holding=client)
    other = one.context.new_page()
    other.goto(room.path("live:seat"))
    expect(other.locator("#answer-form")).to_be_visible()
    posted: list[str] = []
    one.context.on("request", lambda sent: posted.append(sent.url) if sent.method == "POST" else None)
    one.context.route(ANSWERS, lambda route: route.abort())
    tap(one, 4)
    expect(one.locator("#saved")).to_have_text(WAITS)
    one.context.unroute(ANSWERS)
    posted.clear()
    for page in (one, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(one.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
    expect(other.locator("#answer-4")).to_be_checked(timeout=SOON)
    assert len(posted) == 1
    with room.inside():
        assert AnswerChange.objects.filter(party=room.parties[0]).count() == 1


@pytest.mark.long
def test_an_acknowledgement_that_got_lost_asks_nobody(room: Room) -> None:
    """The answer arrived, the phone never heard so, and somebody chose again: no clash with oneself."""
    phone = at_first_statement(room)

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.context.route(ANSWERS, swallow, times=1)
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    assert stored(room) == {1: 4}
    tap(phone, 8)
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
    expect(phone.get_by_role("dialog")).to_be_hidden()
    assert stored(room) == {1: 8}


@pytest.mark.long
def test_a_clash_of_a_statement_elsewhere_is_asked_there(room: Room) -> None:
    phone = room.phone(name="Els")
    answering_ahead(room, phone)
    phone.context.set_offline(True)
    tap(phone, 4)
    phone.locator("#bar .is-main").click()
    expect(phone.locator("#now")).to_have_attribute("data-view", "2", timeout=POLLED)
    choose(room.phone(name="Omar"), 9)
    phone.context.set_offline(False)
    phone.locator("#not-saved").get_by_role("link", name="Kies welk antwoord telt").click(timeout=POLLED)
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Houd het antwoord van Omar: 9")).to_be_visible()
    dialog.get_by_role("button", name="Gebruik mijn antwoord: 4").click()
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=SOON)
    expect(phone.locator("#not-saved")).to_be_hidden()
    assert stored(room) == {1: 4}


@pytest.mark.long
def test_a_wrong_clock_changes_nothing(room: Room) -> None:
    phone = at_first_statement(room)
    phone.clock.set_fixed_time("2019-03-31T02:30:00")
    phone.context.set_offline(True)
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    phone.clock.set_fixed_time("2041-01-01T00:00:00")
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=POLLED)
    assert stored(room) == {1: 4}


@pytest.mark.long
def test_of_a_seat_that_this_phone_gave_up_nothing_stays(room: Room) -> None:
    phone = at_first_statement(room)
    phone.context.route(ANSWERS, lambda route: route.abort())
    tap(phone, 4)
    expect(phone.locator("#saved")).to_have_text(WAITS)
    assert "4" in json.dumps(phone.evaluate(KEPT))
    with room.inside() as session:
        by_code = Phone(session).code_page()
    phone.goto(f"{by_code}?partij={room.parties[1].pk}&ander")
    phone.get_by_label("Uw naam").fill("Omar")
    phone.get_by_role("button", name="Begrepen, meedoen").click()
    expect(phone.locator("#answer-form")).to_be_visible()
    assert phone.evaluate(KEPT) == {}
    assert phone.locator("input[name=answer]:checked").count() == 0
    expect(phone.locator("#not-saved")).to_be_hidden()


# Two hats


@pytest.mark.long
@pytest.mark.parametrize("viewport", [PHONE, NARROW], ids=["390", "320"])
def test_two_hats_answer_twice_with_one_tap_between(room: Room, viewport: dict[str, int]) -> None:
    phone = at_first_statement(room, viewport=viewport)
    phone.get_by_role("link", name="Ook voor een andere organisatie?").click()
    phone.get_by_label("Deelnamecode").fill(room.session.join_code)
    phone.get_by_role("button", name="Meedoen").click()
    phone.get_by_role("link", name=room.parties[1].name).click()
    phone.get_by_role("button", name="Ik ben Yusuf en zit hier ook voor").click()
    header = phone.locator("#phone-header")
    expect(header.locator("bdi")).to_have_text(room.parties[1].name)
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    expect(header.locator(".app-phone-header__party")).to_have_css("font-size", "22px")
    choose(phone, 9)
    header.get_by_role("button", name=f"Antwoord voor {room.parties[0].name}").click()
    expect(header.locator("bdi")).to_have_text(room.parties[0].name)
    expect(phone.locator("input[name=answer]:checked")).to_have_count(0)
    choose(phone, 2)
    assert (stored(room), stored(room, 1)) == ({1: 2}, {1: 9})
    # What the facilitator does next comes to the hat that is on.
    room.reveal()
    expect(phone.locator(".app-own-row").first).to_contain_text("2", timeout=SOON)


# From scan to first answer


def test_from_scan_to_first_answer_in_three_taps(room: Room, open_page: Callable[..., Page]) -> None:
    room.answering()
    with room.inside() as session:
        card = Phone(session).link(room.parties[0])
        invited = Representative.objects.create(
            municipality=room.municipality, party=room.parties[1], name="Ilse", email="ilse@example.org"
        )
        ways = {
            "card": card,
            "invitation": f"/{room.municipality.slug}/uitnodiging-sessie/{token_for(invited)}/",
            "personal link": Phone(session).link(invited),
            "code": Phone(session).code_page(),
        }
    for way, link in ways.items():
        phone = open_page(link, viewport=PHONE, has_touch=True)
        taps = 0

        def touch(target: object) -> None:
            nonlocal taps
            taps += 1
            target.tap()

        if way == "code":
            touch(phone.get_by_role("link", name=room.parties[2].name))
            expect(phone.get_by_label("Uw naam")).to_be_focused()
            phone.keyboard.type("Els")
        if way == "card":
            touch(phone.get_by_label("Uw naam"))
            phone.keyboard.type("Els")
        assert phone.locator("input[type=password]").count() == 0
        touch(phone.get_by_role("button", name="Begrepen, meedoen"))
        touch(phone.locator("#answer-7"))
        expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=SOON)
        assert taps <= 3, way
