"""What axe finds on a page against WCAG 2.2 AA and its best practices."""

from django.conf import settings
from playwright.sync_api import Page

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Return one line per broken rule: its name, and the first element that breaks it."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())  # not a script tag: the page's own policy would rightly refuse it
    # From the top: a link that the edge of the window cuts through would count as too small to touch.
    page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)[
        "violations"
    ]
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


STICKING_OUT = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const isClipped = (one) => {
    for (let box = one.parentElement; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter(
    (one) => one.getBoundingClientRect().right > page.clientWidth + 1 && !isClipped(one),
  );
  const inner = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  const widths = `${page.scrollWidth} wide in ${page.clientWidth}`;
  return [widths, ...inner.map((one) => one.outerHTML.slice(0, 150))];
}"""


def sticking_out(page: Page) -> str:
    """Return what lies beside a page, where one would have to scroll sideways; nothing when it fits."""
    return "\n".join(page.evaluate(STICKING_OUT)[:4])
