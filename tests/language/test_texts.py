"""Every Dutch text is found, with the file that shows it; what comes from the sources is left as it is."""

from pathlib import Path

import pytest

from language.texts import all_texts, catalogue_texts, translated_texts, verbatim_texts
from tests.catalogue import sources

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "%(n)s party"
msgid_plural "%(n)s parties"
msgstr[0] "%(n)s partij"
msgstr[1] "%(n)s partijen"

msgid "Save"
msgstr "Opslaan"
"""
TEMPLATE = """{% load i18n %}<p>{% blocktranslate trimmed count n=n %}{{ n }} party{% plural %}{{ n }} parties
{% endblocktranslate %}</p>"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a product with one template, one mail, one module and their Dutch."""
    for name, content in {
        "locale/nl/LC_MESSAGES/django.po": PO,
        "templates/page.html": TEMPLATE,
        "templates/mail/page.txt": "{% load i18n %}{% translate 'Save' %}",
        "rooms/enums.py": "from django.utils.translation import gettext_lazy as _\nSAVE = _('Save')\n",
        "tests/test_one.py": "from django.utils.translation import gettext as _\n_('Only a test')\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def test_each_text_is_with_each_file_that_shows_it(small: Path) -> None:
    mapping = translated_texts(small)
    assert {(text.kind, text.file, text.dutch) for text in mapping.texts} == {
        ("template", "templates/page.html", "%(n)s partij"),
        ("template", "templates/page.html", "%(n)s partijen"),
        ("mail", "templates/mail/page.txt", "Opslaan"),
        ("code", "rooms/enums.py", "Opslaan"),
    }
    assert mapping.unmapped == mapping.untranslated == []


def test_a_text_without_a_file_is_told(small: Path) -> None:
    (small / "templates" / "page.html").unlink()
    assert translated_texts(small).unmapped == ["%(n)s party"]


def test_a_text_without_dutch_is_told(small: Path) -> None:
    (small / "templates" / "new.html").write_text("{% load i18n %}{% translate 'Nobody translated this' %}")
    assert translated_texts(small).untranslated == ["Nobody translated this"]


def test_the_product_is_read_whole() -> None:
    mapping = all_texts()
    files = {text.file for text in mapping.texts}
    assert mapping.unmapped == []
    assert {text.kind for text in mapping.texts} == {
        "mail",
        "template",
        "code",
        "catalogue",
        "demo",
        "README",
    }
    assert {
        "templates/mail/group_sessions/invite_participant.txt",
        "templates/live/phone/step_statement.html",
        "sessions/enums.py",
    } <= files


def test_what_is_exempt_is_what_stands_in_the_sources() -> None:
    """Read from the catalogue and from the sources on their own: neither has a text that the other lacks."""
    themes, advice = sources.brochure(), sources.advice()
    printed = {one.text for theme in themes for one in theme.statements}
    printed |= {text for theme in themes for one in theme.statements for text in one.definitions.values()}
    printed |= {theme.introduction for theme in themes} | {piece.text for piece in advice}
    verbatim = {_one_line(text) for text in verbatim_texts()}
    assert {_one_line(text) for text in printed} <= verbatim
    long_ones = {text for text in verbatim if len(text.split()) > 14}
    overall = {text for text in long_ones if text.startswith("Hoe goed doet uw gemeente het")}
    assert long_ones - overall <= {_one_line(text) for text in printed}


def test_what_we_wrote_in_the_catalogue_is_not_exempt() -> None:
    ours = {text.dutch for text in catalogue_texts()}
    assert "Wanneer merkt u dat schaamte iemand tegenhoudt?" in ours
    assert any(text.startswith("Deze uitleg is van 2020.") for text in ours)
    assert not ours & set(verbatim_texts())


def _one_line(text: str) -> str:
    return " ".join(text.split())
