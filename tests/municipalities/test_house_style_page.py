"""The page of the house style: look, save, undo, neutral; and what bad input gets."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import ExifTags, Image

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Corners, Font, Role
from municipalities.house_style.choosing import house_style_of
from municipalities.house_style.form import packed
from municipalities.models import Logo, Municipality
from tests.builders import build_member, build_municipality, drawing, dress, outside, sign_in

CHOSEN = {"brand_colour": "#7a1fa2", "corners": "large", "font": "nunito-sans"}


@pytest.fixture
def browser(municipality: Municipality) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    return sign_in(client, build_member(municipality, Role.ADMINISTRATOR))


def page(municipality: Municipality, name: str = "house_style", **parts: str) -> str:
    return reverse(f"municipalities:{name}", kwargs={"gemeente": municipality.slug, **parts})


def worn(municipality: Municipality) -> Any:
    fresh = Municipality.objects.dressed().get(pk=municipality.pk)
    with tenant(fresh):
        return house_style_of(fresh)


def file(content: bytes, name: str = "logo.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 30), **along: Any) -> bytes:
    held = BytesIO()
    Image.new("RGB", size, "#7a1fa2").save(held, format=kind, **along)
    return held.getvalue()


def test_a_style_is_saved_and_worn(municipality: Municipality, browser: Client) -> None:
    answer = browser.post(page(municipality), {**CHOSEN, "logo": file(drawing())})
    assert answer.status_code == 302
    style = worn(municipality)
    assert style is not None and style.logo is not None
    assert (style.brand_colour, style.corners, style.font) == ("#7a1fa2", Corners.LARGE, Font.NUNITO_SANS)
    html = browser.get(page(municipality)).content.decode()
    sheet = html.split('rel="stylesheet" href="')[2].split('"')[0]
    assert "#7a1fa2" in browser.get(sheet).content.decode()
    assert style.logo.fingerprint in html
    assert 'name="theme-color" content="#7a1fa2"' in html


def test_each_change_is_in_the_log(municipality: Municipality, browser: Client) -> None:
    browser.post(page(municipality), CHOSEN)
    browser.post(page(municipality, "undo_house_style"))
    browser.post(page(municipality, "undo_house_style"))
    browser.post(page(municipality, "neutral_style"))
    with tenant(municipality):
        rows = AuditEvent.objects.filter(target_type="municipalities.housestyle")
        assert [row.action for row in rows] == [
            "change house style",
            "undo house style",
            "undo house style",
            "return to neutral",
        ]
        assert {row.role for row in rows} == {"administrator"}


def test_undo_goes_one_step_back_and_forth(municipality: Municipality, browser: Client) -> None:
    browser.post(page(municipality), CHOSEN)
    browser.post(page(municipality), {**CHOSEN, "brand_colour": "#00857d"})
    browser.post(page(municipality, "undo_house_style"))
    assert worn(municipality).brand_colour == "#7a1fa2"
    browser.post(page(municipality, "undo_house_style"))
    assert worn(municipality).brand_colour == "#00857d"


def test_undo_does_without_a_logo_that_is_gone(municipality: Municipality, browser: Client) -> None:
    with tenant(municipality):
        dress(municipality, "#7a1fa2")
        dress(municipality, "#00857d", with_logo=False)
        Logo.objects.all().delete()
    browser.post(page(municipality, "undo_house_style"))
    assert worn(municipality).brand_colour == "#7a1fa2" and worn(municipality).logo is None


def test_undo_without_anything_to_undo_says_so(municipality: Municipality, browser: Client) -> None:
    answer = browser.post(page(municipality, "undo_house_style"), follow=True)
    assert "There is no earlier style" in answer.content.decode()


def test_the_neutral_style_comes_back_after_a_question(municipality: Municipality, browser: Client) -> None:
    browser.post(page(municipality), CHOSEN)
    assert "neutral style?" in browser.get(page(municipality, "neutral_style")).content.decode()
    assert worn(municipality) is not None
    browser.post(page(municipality, "neutral_style"))
    assert worn(municipality) is None
    browser.post(page(municipality, "undo_house_style"))
    assert worn(municipality).brand_colour == "#7a1fa2"


def test_looking_saves_nothing(municipality: Municipality, browser: Client) -> None:
    answer = browser.post(page(municipality), {**CHOSEN, "look": "1", "logo": file(drawing())})
    html = answer.content.decode()
    assert answer.status_code == 200 and worn(municipality) is None
    assert "brand_colour=%237a1fa2" in html
    # The file needs not be chosen again.
    kept = answer.context["form"]["kept_logo"].value()
    browser.post(page(municipality), {**CHOSEN, "kept_logo": kept})
    assert worn(municipality).logo.fingerprint == kept


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "ff0", "rgb(255, 255, 0)"])
def test_a_light_colour_is_adapted_and_told(municipality: Municipality, browser: Client, colour: str) -> None:
    html = browser.post(page(municipality), {**CHOSEN, "brand_colour": colour, "look": "1"}).content.decode()
    assert "slightly darker shade" in html
    answer = browser.get(page(municipality, "preview"), {**CHOSEN, "brand_colour": colour})
    assert "slightly darker shade" in answer.json()["notice"]


NO_COLOURS = [
    "",
    "blauw-ish",
    "#12345",
    "url(x)",
    "red;}",
    "rgb(1 2 3 / 50%)",
    "rgb(1e308 0 1e308)",
    "#fff\0",
]


@pytest.mark.parametrize("colour", NO_COLOURS)
def test_what_is_no_colour_is_told_and_kept(municipality: Municipality, browser: Client, colour: str) -> None:
    typed = {**CHOSEN, "brand_colour": colour}
    answer = browser.post(page(municipality), typed)
    assert answer.status_code == 422 and worn(municipality) is None
    form = answer.context["form"]
    assert form.errors["brand_colour"] and form["font"].value() == CHOSEN["font"]
    assert form["brand_colour"].value() == colour
    assert browser.get(page(municipality, "preview"), typed).status_code in {400, 422}


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    "{}</svg>"
)


def svg(inner: str) -> bytes:
    return SVG.format(inner).encode()


def multiplied(holder: str, drawn: str) -> str:
    """Return ten in each of ten, ten deep: what draws one of them draws ten thousand million shapes."""
    levels = [holder.format(f"n{level}", drawn.format(f"n{level + 1}") * 10) for level in range(10)]
    return f"<defs>{''.join(levels)}<path id='n10' d='M0 0h1v1z'/></defs>{drawn.format('n0')}"


BAD_LOGOS = {
    "20 MB": (b"x" * 20_000_000, "larger than 1 MB"),
    "script": (svg("<script>alert(1)</script>"), "&lt;script&gt;"),
    "on load": (svg("<g onload='alert(1)'/>"), "onload"),
    "foreign object": (svg("<foreignObject/>"), "&lt;foreignObject&gt;"),
    "picture elsewhere": (svg("<image href='https://example.org/x.png'/>"), "&lt;image&gt;"),
    "drawing elsewhere": (svg("<use xlink:href='https://example.org/x.svg#a'/>"), "href="),
    "script address": (svg("<a href='javascript:alert(1)'><path d='M0 0h9'/></a>"), "href="),
    "data address": (svg("<use href='data:image/svg+xml,x'/>"), "href="),
    "fill elsewhere": (
        svg("<path fill='url(https://example.org/x)' d='M0 0h9v9z'/>"),
        "fill=",
    ),
    "escaped fill": (svg("<path style='fill:u\\72l(//x)' d='M0 0h9v9z'/>"), "style="),
    "style sheet": (svg("<style>@import 'https://example.org/x';</style>"), "&lt;style&gt;"),
    "moving": (svg("<a><set attributeName='href' to='javascript:x'/></a>"), "&lt;set&gt;"),
    "entities": (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("&a;"), "ENTITY"),
    "instruction": (b'<?xml-stylesheet href="x"?>' + svg(""), "xml-stylesheet"),
    "other letters": (svg("<script/>").decode().encode("utf-16"), "no SVG, PNG"),
    "half a file": (svg("<path")[:-9], "can&#x27;t read this SVG"),
    "copies of copies": (svg(multiplied("<g id='{}'>{}</g>", "<use href='#{}'/>")), "too complicated"),
    "patterns of patterns": (
        svg(
            multiplied(
                "<pattern id='{}' width='1' height='1'>{}</pattern>", "<path d='M0 0h9v9z' fill='url(#{})'/>"
            )
        ),
        "too complicated",
    ),
    "hours of filtering": (
        svg(
            "<filter id='a'><feTurbulence numOctaves='99999999' baseFrequency='.1'/></filter>"
            "<path d='M0 0h9v9z' filter='url(#a)'/>"
        ),
        "too complicated",
    ),
    "deep": (svg("<g>" * 900 + "<path d='M0 0h9v9z'/>" + "</g>" * 900), "too complicated"),
    "deeper": (svg("<g>" * 2000 + "</g>" * 2000), "too complicated"),
    "as high as a town": (
        SVG.replace("0 0 9 9", "0 0 1 3000").format("<path d='M0 0h9v9z'/>").encode(),
        "too long",
    ),
    "no box": (SVG.replace("0 0 9 9", "0 0 nan x").format("<path d='M0 0h9v9z'/>").encode(), "how large"),
    "doctypes": (b"<!DOCTYPE" * 100_000, "can&#x27;t read this SVG"),
    "nothing drawn": (svg(""), "shows nothing"),
    "a strip": (SVG.replace("0 0 9 9", "0 0 900 9").format("<path d='M0 0h900v9z'/>").encode(), "too long"),
    "empty": (b" ", "is empty"),
    "text": (b"logo", "no SVG, PNG"),
    "html": (b"<html></html>", "no SVG, PNG"),
    "half a picture": (picture()[:60], "no SVG, PNG"),
    "gif": (picture("GIF"), "no SVG, PNG"),
    "bomb": (picture(size=(6000, 5000)), "25 million pixels"),
}


@pytest.mark.parametrize(("content", "said"), BAD_LOGOS.values(), ids=BAD_LOGOS)
def test_a_bad_logo_is_told_and_the_style_stays(
    municipality: Municipality, browser: Client, content: bytes, said: str
) -> None:
    with tenant(municipality):
        dress(municipality, "#00857d")
    before = worn(municipality)
    answer = browser.post(page(municipality), {**CHOSEN, "logo": file(content)})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "the style stays as it was" in html
    assert worn(municipality) == before and worn(municipality).brand_colour == "#00857d"
    with tenant(municipality):
        assert Logo.objects.count() == 1


GRADIENT = "<linearGradient id='a'><stop stop-color='red'/></linearGradient>"
GOOD_LOGOS = {
    "reference in quotes": svg(GRADIENT + "<path fill='url(&quot;#a&quot;)' d='M0 0h9v9z'/>"),
    "another encoding": b'<?xml version="1.0" encoding="utf-7"?>' + drawing(),
    "an encoding of nobody": b'<?xml version="1.0" encoding="nergens"?>' + drawing(),
}


@pytest.mark.parametrize("content", GOOD_LOGOS.values(), ids=GOOD_LOGOS)
def test_an_odd_but_harmless_drawing_is_taken(
    municipality: Municipality, browser: Client, content: bytes
) -> None:
    assert browser.post(page(municipality), {**CHOSEN, "logo": file(content)}).status_code == 302
    assert worn(municipality).logo is not None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew(municipality: Municipality, browser: Client, kind: str) -> None:
    along = Image.Exif()
    along[ExifTags.Base.Artist] = "geheim"
    upload = picture(kind, (1200, 600), icc_profile=b"geheim" * 9999, exif=along) + b"<?php"
    browser.post(page(municipality), {**CHOSEN, "logo": file(upload, "x.php")})
    with tenant(municipality):
        logo = Logo.objects.get()
    assert (logo.media_type, logo.width, logo.height) == ("image/png", 384, 192)
    assert b"<?php" not in bytes(logo.content) and b"geheim" not in bytes(logo.content)
    assert len(logo.content) < 10_000


def test_a_drawing_is_cleaned_and_locked_up(municipality: Municipality, browser: Client) -> None:
    hidden = "<metadata>geheim</metadata><!-- geheim --><x xmlns='urn:x' label='geheim'/>"
    extra = hidden + "<path d='M0 0h9v9z'/>"
    browser.post(page(municipality), {**CHOSEN, "logo": file(svg(extra))})
    with tenant(municipality):
        logo = Logo.objects.get()
    answer = Client().get(page(municipality, "logo", fingerprint=logo.fingerprint, ending="svg"))
    assert b"geheim" not in answer.content and b'xmlns="http://www.w3.org/2000/svg"' in answer.content
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith(
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


TOKENS = {
    "url": (
        b":root { --basis-color-accent-1-bg-subtle: url(https://x) }",
        "--basis-color-accent-1-bg-subtle",
    ),
    "import": (b'@import "https://example.org/x.css";', "@import"),
    "brace": (b":root { --basis-border-radius-md: 0 } } body { display: none }", "}body"),
    "half a letter": (b'{"\\ud800": {"value": "x"}}', "--?"),
    "a pressed field": (b":root { --basis-color-default-bg-active: #15202b }", "seen well enough on"),
    "contrast": (
        b":root { --basis-color-default-color-document: #eeeeee }",
        "--basis-color-default-color-document” can&#x27;t be seen well enough",
    ),
}


@pytest.mark.parametrize(("content", "said"), TOKENS.values(), ids=TOKENS)
def test_a_bad_token_file_is_told_and_the_style_stays(
    municipality: Municipality, browser: Client, content: bytes, said: str
) -> None:
    with tenant(municipality):
        dress(municipality, "#00857d")
    answer = browser.post(page(municipality), {**CHOSEN, "design_tokens": file(content, "tokens.css")})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert worn(municipality).brand_colour == "#00857d"
    assert worn(municipality).refinements == {}


def test_design_tokens_refine_the_style(municipality: Municipality, browser: Client) -> None:
    tokens = {
        "basis": {
            "border-radius": {"md": {"value": "2px"}},
            "text": {"font-family": {"default": {"value": "Noto Sans"}}},
        }
    }
    upload = file(json.dumps(tokens).encode(), "tokens.json")
    browser.post(page(municipality), {**CHOSEN, "design_tokens": upload})
    style = worn(municipality)
    assert style is not None
    assert style.refinements == {"--basis-border-radius-md": "2px"} and style.font == Font.NOTO_SANS
    # They stay at the next change, until somebody takes them away.
    kept = (
        browser.get(page(municipality)).content.decode().split('name="kept_tokens" value="')[1].split('"')[0]
    )
    browser.post(page(municipality), {**CHOSEN, "kept_tokens": kept})
    assert worn(municipality).refinements == {"--basis-border-radius-md": "2px"}
    browser.post(page(municipality), {**CHOSEN, "kept_tokens": kept, "remove_tokens": "on"})
    assert worn(municipality).refinements == {}


def test_a_bad_token_file_does_not_take_the_earlier_one_away(
    municipality: Municipality, browser: Client
) -> None:
    kept = packed({"--basis-border-radius-md": "2px"})
    content, _said = TOKENS["contrast"]
    upload = file(content, "tokens.css")
    answer = browser.post(page(municipality), {**CHOSEN, "kept_tokens": kept, "design_tokens": upload})
    assert answer.status_code == 422
    browser.post(page(municipality), {**CHOSEN, "kept_tokens": answer.context["form"]["kept_tokens"].value()})
    assert worn(municipality).refinements == {"--basis-border-radius-md": "2px"}


def test_a_changed_word_holds_no_tokens(municipality: Municipality, browser: Client) -> None:
    browser.post(page(municipality), {**CHOSEN, "kept_tokens": '{"--x": "url(x)"}', "kept_logo": "0" * 32})
    style = worn(municipality)
    assert style is not None and style.refinements == {} and style.logo is None


def test_nothing_of_another_municipality(municipality: Municipality, browser: Client) -> None:
    other = build_municipality("Dorpstede")
    with outside(), tenant(other):
        logo = dress(other, "#8b2a6b").logo
    assert logo is not None
    browser.post(page(municipality), {**CHOSEN, "kept_logo": logo.fingerprint})
    assert worn(municipality).logo is None
    assert browser.get(page(other)).status_code == 404
    assert browser.get(page(other, "preview"), CHOSEN).status_code == 404
    assert browser.post(page(other), CHOSEN).status_code == 404
    assert (
        Client().get(page(municipality, "logo", fingerprint=logo.fingerprint, ending="svg")).status_code
        == 404
    )
    assert "#8b2a6b" not in browser.get(page(municipality)).content.decode()


def test_the_preview_reaches_the_preview_only(municipality: Municipality, browser: Client) -> None:
    address = browser.get(page(municipality, "preview"), CHOSEN).json()["sheet"]
    css = browser.get(address).content.decode()
    assert css.count(".ma-theme") == css.count(".ma-theme.style-worn") == 2
    assert browser.get(address)["Cache-Control"] == "no-store"
    assert Client().get(address).status_code == 302


def test_the_style_costs_a_page_no_query(municipality: Municipality, browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/{municipality.slug}/groepssessies/").status_code == 200
        return len(asked)

    without = queries()
    with tenant(municipality):
        dress(municipality)
    assert queries() == without
