"""The controls: what the crawl looks for is found in a page that has it, and not in the page without it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.architecture.doors import DOORS, NOT_OURS
from tests.architecture.world import FOREIGN, PEOPLE
from tests.browser import accessibility
from tests.browser.inspector import Inspector
from tests.browser.room import PHONE, Room
from tests.browser.routes import stops, unvisited

Check = Callable[[Page], list[str]]
Spoil = Callable[[Page], object]

STYLE = """rules => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
FORM = "main form.app-form"
INSERT = "(one, html) => one.insertAdjacentHTML('beforeend', html)"


def change(script: str) -> Spoil:
    return lambda page: page.evaluate(script)


def style(rules: str) -> Spoil:
    return lambda page: page.evaluate(STYLE, rules)


def put(html: str) -> Spoil:
    """Return what adds a piece of HTML to the form of a page."""
    return lambda page: page.locator(FORM).evaluate(INSERT, html)


def put_pills_that_look_alike(page: Page) -> None:
    for is_chosen in ("true", "false"):
        put(f'<button class="app-pill" aria-pressed="{is_chosen}">a</button>')(page)
    style(".app-pill { all: unset !important; outline: 2px solid !important }")(page)


def put_a_bar_over_the_page(page: Page) -> None:
    put('<div class="bar">a</div>')(page)
    style(".bar { position: fixed; inset: 0; background: white }")(page)


def put_a_small_button(page: Page) -> None:
    put('<button class="small">a</button>')(page)
    style(".small { all: unset; display: block; inline-size: 44px; block-size: 20px }")(page)


WITHOUT_MAIN = "const main = document.querySelector('main'); main.replaceWith(...main.childNodes)"
JUST_WIDE_ENOUGH = """
  const { style } = document.querySelector("h1");
  Object.assign(style, { inlineSize: "max-content", whiteSpace: "nowrap", overflow: "hidden" });
  style.inlineSize = `${document.querySelector("h1").offsetWidth + 1}px`;
"""
ON_THE_LABEL = """
  const [title, label] = ["main h1", "main label"].map((one) => document.querySelector(one));
  title.style.translate = `0 ${label.getBoundingClientRect().top - title.getBoundingClientRect().top}px`;
"""
HALF_OUT = "main h1 { translate: -200px 0 }"
FIXED_OUT = f"{FORM}, {FORM} * {{ position: fixed; inset-inline-start: -200vw }}"
ABOVE = "main h1 { position: absolute; inset-block-start: -3rem }"
TOO_WIDE = "main { inline-size: 200vw }"


SPOILED: dict[str, tuple[Check, Spoil]] = {
    "label:": (accessibility.violations, change("document.querySelector('main label').remove()")),
    "color-contrast:": (accessibility.violations, style("h1 { color: #bbb !important }")),
    "html-has-lang:": (accessibility.violations, change("document.documentElement.removeAttribute('lang')")),
    "landmark-one-main:": (accessibility.violations, change(WITHOUT_MAIN)),
    "0 × main": (accessibility.structure, change(WITHOUT_MAIN)),
    "2 × h1": (accessibility.structure, put("<h1>Nog een</h1>")),
    "h4 without a h3": (accessibility.structure, put("<h4>Te diep</h4>")),
    "title says too little": (accessibility.structure, change("document.title = 'Pagina'")),
    "no skip link": (accessibility.structure, change("document.querySelector('.nl-skip-link').remove()")),
    "the skip link is not first": (
        accessibility.structure,
        change("document.body.append(document.querySelector('.nl-skip-link'))"),
    ),
    "the skip link leads nowhere": (
        accessibility.structure,
        change("document.querySelector('main').id = 'x'"),
    ),
    "text is cut off": (accessibility.cut_off, style("h1 { block-size: 8px; overflow: hidden }")),
    "text lies over text": (accessibility.lying_over, change(ON_THE_LABEL)),
    "1280 wide": (accessibility.lines_sticking_out, style(TOO_WIDE)),
    "out of reach, left of the page": (accessibility.lines_sticking_out, style(HALF_OUT)),
    "out of reach, left of the page: <": (accessibility.lines_sticking_out, style(FIXED_OUT)),
    "out of reach, above the page": (accessibility.lines_sticking_out, style(ABOVE)),
    "with text spacing: text is cut off": (accessibility.spaced, change(JUST_WIDE_ENOUGH)),
    "44 × 20 is too small": (accessibility.too_small, put_a_small_button),
    "the focus is not seen": (
        accessibility.without_focus_ring,
        style("* { outline: 0 !important; box-shadow: none !important; border: 0 !important }"),
    ),
    "hidden when it has the focus": (accessibility.hidden_with_focus, put_a_bar_over_the_page),
    "moves, though less motion": (accessibility.moving, style("h1 { transition: opacity 1s !important }")),
    "no edge in forced colours": (
        accessibility.lost_in_forced_colors,
        style("button { border: 0 !important; outline: 0 !important }"),
    ),
    "not seen as chosen in forced colours": (accessibility.lost_in_forced_colors, put_pills_that_look_alike),
}


def test_each_fault_is_found_where_it_was_made(open_page: Callable[..., Page]) -> None:
    page = open_page("/inloggen/", viewport={"width": 640, "height": 800})
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    missed = []
    for fault, (check, spoil) in SPOILED.items():
        page.emulate_media(forced_colors="active" if "forced" in fault else "none")
        page.reload()
        assert check(page) == [], f"before {fault}"
        spoil(page)
        if not any(line.startswith(fault) for line in check(page)):
            missed.append((fault, check(page)))
    assert missed == []


def test_only_what_hides_the_page_below_may_be_unfolded_over_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/inloggen/")
    put('<details open><summary>a</summary><div class="panel">Over de velden heen</div></details>')(page)
    panel = ".panel {{ position: absolute; z-index: 1; inset: 0; block-size: 999px; overflow-wrap: anywhere;"
    panel += " font-size: 4rem; background: {} }}"
    style(panel.format("white"))(page)
    assert accessibility.lying_over(page) == []
    style(panel.format("transparent"))(page)
    assert accessibility.lying_over(page)


def test_what_is_away_on_purpose_or_a_scroll_away_is_in_reach(open_page: Callable[..., Page]) -> None:
    """The skip link above the page, words for a screen reader, an ornament, and a box that scrolls."""
    page = open_page("/inloggen/", viewport={"width": 320, "height": 300})
    for piece in ("<p class='app-hidden away'>a</p>", "<i class='away' aria-hidden='true'>a</i>"):
        put(piece)(page)
    put("<div class='box'><p class='wide'>a</p></div>")(page)
    style(
        ".away { position: absolute; inset-inline-start: -9rem } .box { overflow: auto; inline-size: 5rem }"
        " .wide { inline-size: 40rem }"
    )(page)
    page.evaluate("document.querySelector('.box').scrollLeft = 200; scrollTo(0, 150)")
    assert page.evaluate("document.querySelector('.nl-skip-link').getBoundingClientRect().bottom < 0")
    assert page.evaluate("document.querySelector('main h1').getBoundingClientRect().top < 0")
    assert accessibility.sticking_out(page) == ""
    put("<p class='away'>Een zin die niemand leest</p>")(page)
    assert "Een zin die niemand leest" in accessibility.sticking_out(page)


def test_a_page_that_changes_in_silence_is_found(room: Room) -> None:
    phone = room.phone()
    assert accessibility.structure(phone) == []
    phone.evaluate(
        "document.querySelectorAll('[role=status], [role=alert], [aria-live]').forEach((one) => one.remove())"
    )
    assert accessibility.structure(phone) == ["changes by itself, without a live region"]


def test_what_is_said_twice_is_found(room: Room) -> None:
    room.answering()
    console = room.console()
    assert accessibility.structure(console) == []
    said = console.locator("#console-progress").inner_text()
    put = "(main, said) => main.insertAdjacentHTML('beforeend', `<p role=\"status\">${said}</p>`)"
    console.locator("main").evaluate(put, said)
    assert accessibility.structure(console) == [f"two live regions say: {said}"]


def test_two_elements_with_one_name_are_found(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    inspector = Inspector(tmp_path)
    html = open_page("/inloggen/", viewport=PHONE).request.get("/inloggen/").text()
    inspector.keep_html("as it is", html)
    inspector.keep_html("spoiled", html.replace("</main>", '<p id="main">Nog een</p></main>'))
    assert [line.partition(":")[0].rpartition("-")[0] for line in inspector.invalid_html()] == ["spoiled"]


def test_two_pages_with_one_title_are_found(tmp_path: Path) -> None:
    inspector = Inspector(tmp_path)
    inspector.titles["Verslag · Waterveen"] |= {"reports:session_report", "agenda:list"}
    inspector.titles["Agenda · Waterveen"] |= {"agenda:list"}
    assert len(inspector.same_titles()) == 1


def test_a_route_that_was_not_visited_is_found() -> None:
    everywhere = stops()
    assert unvisited(everywhere) == []
    left_out = next(stop for stop in everywhere if stop.name == "agenda:detail" and stop.who == "reader")
    assert unvisited(stop for stop in everywhere if stop != left_out) == ["agenda:detail as reader"]
    assert {stop.who for stop in everywhere if stop.expected == "403"} >= {"reader", "administrator"}


def test_the_whole_crawl_has_a_stop_for_every_page_as_everybody() -> None:
    visited = {(stop.name, stop.who) for stop in stops(is_whole=True)}
    pages = [name for name, door in DOORS.items() if "GET" in door.methods.split()]
    assert {(name, who) for name in [*pages, *NOT_OURS] for who in [*PEOPLE, *FOREIGN]} == visited
