"""Each role in five drawn steps, on the platform and in a municipality; the drawings take every colour."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from municipalities.models import Municipality
from vroegsignalering.explained.offices import ROLES
from vroegsignalering.explained.story import STORY

TEMPLATES = settings.BASE_DIR / "templates" / "explained"
DRAWINGS = sorted((TEMPLATES / "drawings").rglob("*.svg"))
FIXED_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklch|color)a?\(|\s(?:fill|stroke|style|color|opacity)=", re.I
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_a_role_has_five_steps_each_with_words_and_a_drawing(language: str, role: object) -> None:
    page = Client(headers={"accept-language": language}).get(f"/zo-werkt-het/{role.slug}/").content.decode()
    steps = page.partition('<ol class="explained-steps"')[2].partition("</ol>")[0]
    assert steps.count('<li class="explained-step">') == 5
    assert steps.count('<svg class="draw"') == 5
    with translation.override(language):
        for step in role.steps:
            assert f"<span>{step.title}</span>" in steps
    assert f'<html lang="{language}"' in page


@pytest.mark.django_db
def test_the_whole_story_leads_to_every_role(client: Client) -> None:
    page = client.get("/zo-werkt-het/").content.decode()
    assert page.count('<svg class="draw"') == 1 + len(STORY) + len(ROLES)
    for role in ROLES:
        assert f'href="/zo-werkt-het/{role.slug}/"' in page


def test_inside_a_municipality_the_links_stay_there(client: Client, municipality: Municipality) -> None:
    slug = municipality.slug
    for path in ("zo-werkt-het/", "zo-werkt-het/manager/", "begrippen/"):
        response = client.get(f"/{slug}/{path}")
        page = response.content.decode().partition("<main")[2].partition("</main>")[0]
        assert response.status_code == 200
        assert municipality.name in response.content.decode()
        assert 'href="/zo-werkt-het/' not in page and 'href="/begrippen/' not in page


@pytest.mark.django_db
def test_a_role_that_is_none_is_not_there(client: Client) -> None:
    assert client.get("/zo-werkt-het/burgemeester/").status_code == 404


def test_every_drawing_takes_its_colours_from_the_house_style() -> None:
    assert len(DRAWINGS) > 30
    for path in DRAWINGS:
        assert not FIXED_COLOUR.search(path.read_text()), path.name
    css = (settings.BASE_DIR / "static" / "css" / "explained.css").read_text()
    for colour in re.findall(r"\.draw[^{]*\{([^}]*)\}", css):
        for name, value in re.findall(r"(fill|stroke):\s*([^;]+);", colour):
            assert value.startswith("var(--app-") or value in {"none", "Canvas", "CanvasText"}, (name, value)


def test_a_fixed_colour_would_be_noticed() -> None:
    for wrong in ('<path fill="red"/>', '<path class="#00615a"/>', '<g style="x"/>', "rgb(0 0 0)"):
        assert FIXED_COLOUR.search(wrong)


def test_every_drawing_is_decorative_and_used() -> None:
    scenes = [path for path in DRAWINGS if path.parent.name == "drawings"]
    drawn = {step.drawing for role in ROLES for step in role.steps} | {step.drawing for step in STORY}
    drawn |= {role.drawing for role in ROLES}
    shown = (TEMPLATES / "how_it_works.html").read_text()
    for path in scenes:
        assert 'aria-hidden="true" focusable="false"' in path.read_text()
        assert path.stem in drawn or f"drawings/{path.name}" in shown, path.name
    everything = "".join(path.read_text() for path in DRAWINGS)
    for path in DRAWINGS:
        assert path in scenes or f"parts/{path.name}" in everything, path.name


def test_every_class_of_a_drawing_has_a_rule() -> None:
    css = (settings.BASE_DIR / "static" / "css" / "explained.css").read_text()
    variants = ("brand", "mid", "soft", "bright", "paper", "solid", "key")
    for path in DRAWINGS:
        for name in re.findall(r'class="([^"{]+)"', path.read_text()):
            assert all(f".{one}" in css for one in name.split()), (path.name, name)
    assert all(f".draw-{name}" in css for name in variants)
