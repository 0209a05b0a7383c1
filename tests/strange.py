"""Strange values, and bodies of forms made of them: what people, robots and attackers send to a page.

A body is what a page would send with one field, or all of them, filled with something strange.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import QueryDict

VALUES = (
    "",
    " ",
    "\0",
    "a\0b",
    "\r\n\r\n",
    "\t\x0b\x1f\x7f",
    "0",
    "-1",
    "1.5",
    "1e400",
    "NaN",
    "inf",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,  # longer than Python turns into a number
    "0x10",
    "1_000",
    "١٢",  # Arabic digits: `isdigit`, and `int` takes them
    "²",  # `isdigit`, and `int` refuses it
    "１２",
    "true",
    "null",
    "[]",
    '{"a": [1]}',
    "2026-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "9999-12-31T23:59",
    "2027-03-28T02:30",  # an hour that the Netherlands leaves out
    "24:60",
    "31-12-9999 24:00",
    "'; DROP TABLE users_user; --",
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% debug %}",
    "%s%n%(x)s{0.__class__}",
    "=HYPERLINK(1)",
    "../../../etc/passwd",
    "//example.org/\\",
    "%00%0d%0aSet-Cookie:a=b",
    "a@b",
    f"{'a' * 80}@{'b.' * 90}nl",
    "sanne@xn--example",
    "İıßﬃ",  # longer or shorter in the other case
    "e" + "\u0301" * 300,
    "\u202egnirts\u202c\u200b\ufeff",
    "👩‍👩‍👧‍👦" * 40,
    "\ud7ff\ue000\uffff\U0010ffff",
    "a" * 5_000,
    "regel\n" * 2_000,
    "111222333",  # passes the eleven-proof
    "NL91 ABNA 0417 1643 00",
)
"""One of each kind that once broke something somewhere; every one can stand in a form that was sent."""

RAW = (
    (b"", "application/x-www-form-urlencoded"),
    (b"name=%ff%fe%ed%a0%80&title=\xff", "application/x-www-form-urlencoded"),
    (b"&&==&=a&a", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"name=a", "application/x-www-form-urlencoded; charset=nonsense"),
    (b'{"name": {"$ne": 1}}', "application/json"),
    (b"<a/>", "text/xml"),
    (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na', "multipart/form-data; boundary=x"),
    (b"nothing", "multipart/form-data; boundary=x"),
    (b"nothing", "multipart/form-data"),
    (b"&".join(b"f%d=1" % number for number in range(1_200)), "application/x-www-form-urlencoded"),
)
"""Bodies that no form makes, with what they say they are."""


@dataclass
class SentForm:
    """A form on a page: where it sends to, and what, when nobody changes anything."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are sent with POST."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[SentForm] = []
        self._open: SentForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("method", "").lower() == "post":
            self._open = SentForm(has.get("action", ""))
            self.found.append(self._open)
        elif self._open is not None and has.get("name"):
            self._select = has["name"] if tag == "select" else ""
            if has.get("type") not in {"checkbox", "radio"} or "checked" in has:
                self._open.values[has["name"]] = has.get("value", "")
            self._open.values.setdefault(has["name"], has.get("value", ""))
        elif tag == "option" and self._open is not None and self._select:
            chosen = "selected" in has or not self._open.values.get(self._select)
            self._open.values |= {self._select: has.get("value", "")} if chosen else {}

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_on(page: str) -> list[SentForm]:
    """Return what can be sent from a page."""
    parser = Forms()
    parser.feed(page)
    return parser.found


def strange_bodies(
    usual: Mapping[str, str], names: Sequence[str], *, number: int, seed: str
) -> Iterator[tuple[str, dict[str, str | list[str]]]]:
    """Yield bodies with what is strange about each: the same ones for the same seed.

    `usual` is what the page would send; `names` are fields that the page may not even have.
    """
    dice = random.Random(seed)
    every = sorted({*usual, *names})
    for turn in range(number):
        value = dice.choice(VALUES)
        if turn % 3 == 0 or not every:
            yield f"all {value[:20]!r}", dict.fromkeys(every, value)
        elif turn % 3 == 1:
            name = dice.choice(every)
            yield f"{name} {value[:20]!r}", {**usual, name: value}
        else:
            mixed = {name: dice.choice(VALUES) for name in every if dice.random() < 0.7}
            yield f"mixed {turn}", {**mixed, dice.choice(every): [value, dice.choice(VALUES)]}


def encoded(body: Mapping[str, str | list[str]]) -> str:
    """Return a body as a browser sends it."""
    sent = QueryDict(mutable=True)
    for name, value in body.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent.urlencode()
