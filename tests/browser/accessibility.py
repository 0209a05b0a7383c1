"""What is wrong with a page: by axe against WCAG 2.2 AA, and by checks of our own for what axe leaves out."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
OWN = Path(__file__).with_name("page_checks.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false,
})"""


def dressed(page: Page) -> None:
    """Wait until a page has its style sheets and fonts: its words are there before they have their size."""
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready.then(() => true)")


def violations(page: Page) -> list[str]:
    """Return one line per rule of axe that is broken: its name, and the first element that breaks it."""
    dressed(page)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())  # not a script tag: the page's own policy would rightly refuse it
    # From the top: a link that the edge of the window cuts through would count as too small to touch.
    page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    found = page.evaluate(RUN_AXE, TAGS)["violations"]
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def own_check(name: str) -> Callable[..., list[str]]:
    """Return a check of `page_checks.js` as a function of a page."""

    def check(page: Page, **options: object) -> list[str]:
        dressed(page)
        if not page.evaluate("Boolean(window.pageChecks)"):
            page.evaluate(OWN.read_text())
        return list(page.evaluate(f"options => window.pageChecks.{name}(options)", options))

    return check


structure = own_check("structure")
lines_sticking_out = own_check("stickingOut")
cut_off = own_check("cutOff")
lying_over = own_check("lyingOver")
spaced = own_check("spaced")
too_small = own_check("tooSmall")
without_focus_ring = own_check("withoutFocusRing")
hidden_with_focus = own_check("hiddenWithFocus")
moving = own_check("moving")
lost_in_forced_colors = own_check("lostInForcedColors")


def sticking_out(page: Page) -> str:
    """Return what lies beside a page, where one scrolls sideways or can never get; nothing when it fits."""
    return "\n".join(lines_sticking_out(page))
