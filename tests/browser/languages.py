"""Finds Dutch on a page that says it is English."""

from playwright.sync_api import Page

# Small words that stand in nearly every Dutch sentence, and in no English one; EN 301 549 is a standard.
DUTCH = r"\b(de|het|een|en(?! 301 549)|van|voor|niet|geen|wordt|zijn|naar|uw|deze|bij|nog|met)\b"
LOOK = """pattern => {
  const isDutch = (text) => new RegExp(pattern, "i").test(text || "");
  const isMarked = (one) => {
    const marked = one.closest("[lang]");
    return marked !== document.documentElement && marked.lang === "nl";
  };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest("script, style, template") || isMarked(parentElement)) continue;
    if (isDutch(data)) found.push(data.trim());
  }
  for (const name of ["aria-label", "placeholder", "alt", "title"])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (isDutch(one.getAttribute(name)) && !isMarked(one)) found.push(one.getAttribute(name));
  return found.map((text) => text.slice(0, 120));
}"""


def dutch_on(page: Page) -> list[str]:
    """Return the Dutch texts on a page that are not marked as Dutch, as a statement's own words are."""
    page.wait_for_load_state()
    return list(page.evaluate(LOOK, DUTCH))
