"""The component page shows every component there is, and exists only where developers or the demo are."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.test import Client
from pytest_django import Settings

from common.icons import ICONS
from common.templatetags import components
from municipalities.models import Municipality
from vroegsignalering.style_guide.views import PARTS

FOLDER = project.BASE_DIR / "templates"
COMPONENTS = {path.name for path in (FOLDER / "components").glob("*.html")}
SAMPLES = "\n".join(path.read_text() for path in (FOLDER / "style_guide").glob("*.html"))


@pytest.fixture
def shown(db: None, settings: Settings, client: Client) -> Iterator[set[str]]:
    """The names of all templates that the parts of the page render together."""
    settings.DEMO = True
    names: set[str] = set()
    for part in PARTS:
        answer = client.get("/stijlgids/", {"deel": part})
        assert answer.status_code == 200, part
        names |= {template.name for template in answer.templates}
    yield names


def hidden(names: set[str]) -> set[str]:
    """Return the components that none of these templates is."""
    return {name for name in COMPONENTS if f"components/{name}" not in names}


def test_every_component_is_shown(shown: set[str]) -> None:
    assert hidden(shown) == set()
    assert hidden(shown - {"components/badge.html"}) == {"badge.html"}  # the control


def test_every_tag_is_shown() -> None:
    tags = {name for name in components.register.tags if not re.search(rf"{{% {name}\b", SAMPLES)}
    assert tags == set()


@pytest.mark.django_db
def test_every_icon_and_style_is_shown(settings: Settings, municipality: Municipality) -> None:
    settings.DEMO = True
    html = Client().get("/stijlgids/?deel=kleuren&donker=1").content.decode()
    assert [name for name in ICONS if f"<code>{name}</code>" not in html] == []
    assert "app-dark" in html


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?deel=kleuren", "?deel=bestaat-niet&stijl=nergens"])
def test_on_other_installations_it_does_not_exist(query: str) -> None:
    assert Client().get(f"/stijlgids/{query}").status_code == 404


@pytest.mark.django_db
def test_what_is_unknown_shows_the_first_part(settings: Settings) -> None:
    settings.DEMO = True
    answer = Client().get("/stijlgids/?deel=bestaat-niet&stijl=nergens&donker=ja")
    assert answer.status_code == 200
    assert "style_guide/basis.html" in {template.name for template in answer.templates}
