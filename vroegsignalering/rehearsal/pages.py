"""Read a page as a browser does: its forms with what is filled in already, its links, its words."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Attributes = dict[str, str]
SILENT = {"script", "style", "template"}
TYPED = {"hidden", "text", "email", "search", "date", "time", "number", "url", "tel"}


@dataclass
class Control:
    """One field of a form; of radios and boxes each is a control of its own."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = False
    id: str = ""
    label: str = ""


@dataclass
class Form:
    """A form; `action` is where it is sent."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return any(control.name == name for control in self.controls)

    def choices(self, name: str) -> list[Control]:
        """Return what can be chosen for a field, without the empty choice."""
        return [one for one in self.controls if one.name == name and one.value]

    def filled(self, **typed: str) -> dict[str, str]:
        """Return what a browser would send after this was typed; `__` in a name stands for `-`."""
        sent = {one.name: one.value for one in self.controls if one.kind in TYPED or one.chosen}
        return sent | {name.replace("__", "-"): value for name, value in typed.items()}


@dataclass
class Page:
    """What came back: the address it ended at, its status, and what stands in it."""

    address: str
    status: int
    body: str
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    marks: Attributes = field(default_factory=dict)
    text: str = ""

    def form(self, *, to: str = "", holding: str = "") -> Form | None:
        """Return the first form whose action matches `to` and that has the field `holding`."""
        for form in self.forms:
            if re.search(to, form.action) and (not holding or form.has(holding)):
                return form
        return None

    def link(self, pattern: str) -> str:
        """Return the first link that matches, or ''."""
        return next((link for link in self.links if re.search(pattern, link)), "")


class _Reader(HTMLParser):
    """Collects forms, links and text; `data-…` marks are kept by name, the first of each."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.words: list[str] = []
        self.silent = 0
        self.form: Form | None = None
        self.by_id: dict[str, Control] = {}
        self.labels: list[tuple[str, list[str], list[Control]]] = []
        self.read_labels: list[tuple[str, list[str], list[Control]]] = []
        self.select = ""
        self.area: Control | None = None
        self.option: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        for name, value in has.items():
            if name.startswith("data-"):
                self.page.marks.setdefault(name, value)
        if tag == "a" and "href" in has:
            self.page.links.append(urljoin(self.page.address, has["href"]))
        elif tag == "form":
            action = urljoin(self.page.address, has.get("action", "")).partition("#")[0]
            self.form = Form(action, has.get("method", "get").lower())
            self.page.forms.append(self.form)
        elif tag == "label":
            self.labels.append((has.get("for", ""), [], []))
        else:
            self._control(tag, has)

    def _control(self, tag: str, has: Attributes) -> None:
        if tag == "input":
            kind = has.get("type", "text")
            value = has.get("value", "on" if kind in {"checkbox", "radio"} else "")
            self._add(Control(has.get("name", ""), kind, value, "checked" in has, has.get("id", "")))
        elif tag == "textarea":
            self.area = Control(has.get("name", ""), "text", id=has.get("id", ""))
            self._add(self.area)
        elif tag == "select":
            self.select = has.get("name", "")
        elif tag == "option" and self.select:
            is_first = self.form is None or not self.form.has(self.select)
            chosen = "selected" in has
            if chosen and self.form is not None:
                for other in self.form.controls:
                    other.chosen = other.chosen and other.name != self.select
            self.option = Control(self.select, "option", has.get("value", ""), chosen or is_first)
            self._add(self.option)

    def _add(self, control: Control) -> None:
        if self.form is None or not control.name:
            return
        self.form.controls.append(control)
        if control.id:
            self.by_id[control.id] = control
        if self.labels:
            self.labels[-1][2].append(control)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT and self.silent:
            self.silent -= 1
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select, self.option = "", None
        elif tag == "textarea" and self.area is not None:
            # A browser drops the line break right after the tag.
            self.area.value, self.area = self.area.value.removeprefix("\n"), None
        elif tag == "label" and self.labels:
            self.read_labels.append(self.labels.pop())

    def name_controls(self) -> None:
        """Give each control the words of its label, which may stand before it."""
        for target, words, inside in self.read_labels:
            for control in [*inside, *([self.by_id[target]] if target in self.by_id else [])]:
                control.label = control.label or " ".join("".join(words).split())

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data
        elif self.option is not None:
            self.option.label = f"{self.option.label}{data}".strip()
        elif not self.silent:
            self.words.append(data)
            for _target, words, _inside in self.labels:
                words.append(data)


def read_page(body: str, *, address: str, status: int) -> Page:
    """Return what stands in a page; anything but HTML is one long text."""
    page = Page(address=address, status=status, body=body)
    reader = _Reader(page)
    reader.feed(body)
    reader.name_controls()
    page.text = " ".join(" ".join(reader.words).split())
    return page
