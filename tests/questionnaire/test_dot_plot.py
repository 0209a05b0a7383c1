"""The drawing of a picture: well-formed, self-contained, within its bounds, and readable without it."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import get_args
from xml.etree import ElementTree

import pytest
import weasyprint
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.dot_plot import Size, dot_plot_image, figures_in_words, picture_as_table, render_dot_plot
from questionnaire.enums import RevealedKind
from questionnaire.lettering import ELLIPSIS
from questionnaire.picture import StatementPicture, picture_of

from .test_picture import STATEMENT, Said, answer, picture

SVG = "{http://www.w3.org/2000/svg}"
SIZES = get_args(Size)
LONG = "Stichting Maatschappelijke Dienstverlening Waterveen en Omstreken"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def drawn(of: StatementPicture, size: Size = "web") -> ElementTree.Element:
    return ElementTree.fromstring(render_dot_plot(of, size=size))


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def of_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def full(n: int, name: str = LONG) -> StatementPicture:
    return picture(**{f"{at} {name}": at % 11 for at in range(n)})


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("n", [0, 1, 2, 8, 25, 60])
def test_every_party_is_a_dot_within_the_picture(size: Size, n: int) -> None:
    svg = drawn(full(n), size)
    _x, _y, width, height = map(int, svg.get("viewBox").split())
    dots = [*of_class(svg, "dot-plot__dot"), *of_class(svg, "dot-plot__mark")]
    assert len(dots) == n
    numbers = ["".join(one.itertext()) for one in of_class(svg, "dot-plot__number")]
    assert sorted(map(int, numbers)) == sorted(at % 11 for at in range(n))
    for element in svg.iter():
        for side, limit in (
            ("x", width),
            ("x1", width),
            ("x2", width),
            ("cx", width),
            ("y", height),
            ("cy", height),
        ):
            assert 0 <= int(element.get(side, 0)) <= limit


@pytest.mark.parametrize("n", [3, 8, 14, 25])
def test_names_of_sixty_letters_stand_whole_on_the_big_screen(n: int) -> None:
    names = [f"{LONG[:57]} {at:02}" for at in range(n)]
    svg = drawn(picture(**{name: at % 11 for at, name in enumerate(names)}), "screen")
    shown = " ".join(texts(svg))
    assert ELLIPSIS not in shown and all(name in shown for name in names)


@pytest.mark.parametrize("size", SIZES)
def test_it_needs_nothing_from_elsewhere_and_runs_nothing(size: Size) -> None:
    nasty = ["<script>alert(1)</script>", '"><image href="//x">', "&amp;", "{{ 7 }}", "]]>", "url(#a)"]
    svg = drawn(picture(**dict.fromkeys(nasty, 5)), size)
    tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "line", "text", "circle", "polygon"}
    for element in svg.iter():
        for name, value in element.attrib.items():
            assert name != "style" and not name.startswith("on") and "href" not in name
            assert "url(" not in value
    assert set(nasty) <= set(texts(svg)) | {title.text for title in svg.iter(f"{SVG}title")}


def test_print_stands_on_its_own_and_the_web_follows_the_house_style() -> None:
    assert "var(" not in render_dot_plot(full(3), size="print")
    colours = set(re.findall(r' (?:fill|stroke)="([^"]*)"', render_dot_plot(full(3), size="web")))
    assert colours and all(colour.startswith("var(--app-dot") for colour in colours)


def test_it_has_a_name_and_a_description_with_ids_of_its_own() -> None:
    svg = drawn(full(3))
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert (title.text, desc.text) == ("5. Iedereen vindt hulp.", full(3).description)
    other = ElementTree.fromstring(render_dot_plot(full(3), uid="second"))
    ids = [element.get("id") for one in (svg, other) for element in one.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_all_dots_look_alike_but_for_a_mark_of_another_shape() -> None:
    plain = drawn(picture(a=9, b=9, c=8, d=7, e=7, f=5, g=3, h=2))
    looks = {(dot.tag, dot.get("r"), dot.get("fill")) for dot in of_class(plain, "dot-plot__dot")}
    assert len(looks) == 1 and not of_class(plain, "dot-plot__mark")
    groups = drawn(picture(a=9, b=8, c=3, d=2))
    assert not of_class(groups, "dot-plot__dot")
    assert len(of_class(groups, "dot-plot__mark--low")) == 3  # with the one in the legend
    assert {mark.tag for mark in of_class(groups, "dot-plot__mark")} == {f"{SVG}polygon"}
    assert {"the lower group", "the higher group"} <= set(texts(groups))
    assert "lower than the rest" in texts(drawn(picture(a=8, b=8, c=7, d=2)))


def test_an_empty_chair_is_dashed_and_said_in_words() -> None:
    svg = drawn(picture(a=4, b=RevealedKind.ABSENT, c=RevealedKind.DONT_KNOW))
    (chair,) = of_class(svg, "dot-plot__row--absent")
    assert {line.get("stroke-dasharray") for line in chair.iter(f"{SVG}line")} == {"10 8"}
    words = ["".join(one.itertext()) for one in of_class(svg, "dot-plot__words")]
    assert words == [str(RevealedKind.DONT_KNOW.label), str(RevealedKind.ABSENT.label)]


def test_after_the_talk_is_a_second_hollow_dot_with_an_arrow() -> None:
    svg = drawn(
        picture_of(STATEMENT, [answer("a", 8, 5), answer("b", 7, 7), answer("c", 6, RevealedKind.DONT_KNOW)])
    )
    after = of_class(svg, "dot-plot__after")
    assert len(after) == 2  # one of them in the legend
    line, head = of_class(svg, "dot-plot__arrow")
    dot = of_class(svg, "dot-plot__dot")[0]
    assert int(dot.get("cx")) > int(line.get("x1")) > int(line.get("x2")) > int(after[0].get("cx"))
    assert head.tag == f"{SVG}polygon"
    assert any(text.startswith("after the talk: ") for text in texts(svg))


def test_figures_and_end_labels_stand_in_words() -> None:
    found = texts(drawn(picture(a=9, b=2, c=RevealedKind.ABSENT)))
    assert {"helemaal niet", "helemaal", "0", "10", "2 figures · from 2 to 9 · middle answer 5.5"} <= set(
        found
    )
    assert figures_in_words(picture(a=4)) == ["1 figure"]
    assert figures_in_words(picture()) == ["0 figures"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_coordinate_is_localised(language: str) -> None:
    with override(language):
        ElementTree.fromstring(render_dot_plot(full(25), size="screen"))
        for number in re.findall(
            r' (?:x|y|x1|y1|x2|y2|cx|cy|r|font-size)="([^"]*)"', render_dot_plot(full(25))
        ):
            assert number.isdigit()


@given(
    st.lists(
        st.tuples(
            st.text(max_size=200),
            st.integers(0, 10) | st.sampled_from([k for k in RevealedKind if k != "value"]),
        ),
        max_size=12,
    ),
    st.sampled_from(SIZES),
)
@settings(max_examples=60, deadline=None)
def test_any_name_gives_well_formed_drawing(parties: list[tuple[str, Said]], size: Size) -> None:
    with override("en"):
        of = picture_of(STATEMENT, [answer(name, said) for name, said in parties])
        assert len(of_class(drawn(of, size), "dot-plot__row")) == len(parties)
        assert len(picture_as_table(of).rows) == len(parties)


def test_the_table_says_the_same() -> None:
    of = picture_of(
        STATEMENT, [answer("a", 9, 8), answer("b", 9), answer("c", 9), answer("d", 1, RevealedKind.DONT_KNOW)]
    )
    table = picture_as_table(of)
    assert table.caption == "5. Iedereen vindt hulp."
    assert table.headers == ("Party", "Answer", "After the talk", "Stands out")
    assert table.rows[0] == ("a", "9", "8", "")
    assert table.rows[-1] == ("d", "1", str(RevealedKind.DONT_KNOW.label), "lower than the rest")
    plain = picture_as_table(picture(a=4, b=RevealedKind.ABSENT))
    assert plain.headers == ("Party", "Answer")
    assert plain.rows == (("a", "4"), ("b", str(RevealedKind.ABSENT.label)))


@pytest.mark.slow
def test_the_report_draws_it_without_a_word_of_complaint(caplog: pytest.LogCaptureFixture) -> None:
    names = {LONG: 9, "שלום": 8, "مؤسسة": 7, "🏠": RevealedKind.ABSENT}
    source = dot_plot_image(picture(**names))
    assert b64decode(source.split(",")[1]).startswith(b"<svg")
    with caplog.at_level("WARNING", logger="weasyprint"):
        pdf = weasyprint.HTML(
            string=f'<html lang="nl"><title>t</title><img alt="x" src="{source}">'
        ).write_pdf()
    assert pdf.startswith(b"%PDF")
    assert not [record for record in caplog.records if "SVG" in record.message or "image" in record.message]
