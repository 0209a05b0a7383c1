"""The glossary is complete with the catalogue, verbatim, in one alphabet, and can be searched."""

import html
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalogue.models import Term
from catalogue.versions import current_catalogue
from municipalities.models import Municipality
from tests.builders import national_catalogue
from tests.queries import BLOCK
from vroegsignalering.explained.glossary import glossary, sortable
from vroegsignalering.explained.words import OWN_WORDS

pytestmark = pytest.mark.django_db


def terms() -> list[Term]:
    national_catalogue()
    return list(Term.objects.filter(statement__theme__catalogue=current_catalogue()))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_word_stands_once_with_every_meaning(language: str) -> None:
    words = {term.word.casefold() for term in terms()}
    entries = glossary(language=language)
    assert len(entries) == len(words) + len(OWN_WORDS)
    anchors = [entry.anchor for entry in entries]
    assert len(set(anchors)) == len(anchors)
    for term in terms():
        entry = next(one for one in entries if one.dutch.casefold() == term.word.casefold())
        meaning = next(one for one in entry.meanings if one.text == term.definition_in(language))
        assert term.statement in meaning.statements
        assert entry.source == current_catalogue().source


def test_the_alphabet_knows_no_accents_and_no_capitals() -> None:
    national_catalogue()
    for language in ("nl", "en"):
        words = [sortable(entry.word) for entry in glossary(language=language)]
        assert words == sorted(words)
    assert sortable("Één partij") == "een partij"


def test_the_page_shows_the_definitions_word_for_word(client: Client) -> None:
    text = html.unescape(client.get("/begrippen/").content.decode()).replace("<wbr>", "")
    for term in terms():
        assert term.definition in text


def test_in_english_the_official_dutch_stands_beside_it_and_says_so() -> None:
    page = Client(headers={"accept-language": "en"}).get("/begrippen/").content.decode()
    text = html.unescape(page).replace("<wbr>", "")
    dutch = " ".join(re.findall(r'lang="nl">(.*?)</', text))
    for term in terms():
        assert term.definition_en in text
        assert term.definition in dutch and term.word in dutch
    for word in OWN_WORDS:
        assert word.dutch in dutch


def test_searching_works_without_a_script(client: Client) -> None:
    national_catalogue()
    page = client.get("/begrippen/", {"zoek": " SCHAARSTE "}).content.decode()
    assert page.count("data-glossary-entry") == 1 and 'id="begrip-schaarste"' in page
    accents = client.get("/begrippen/", {"zoek": "coordinator"}).content.decode()
    assert 'id="begrip-coordinator"' in accents
    nothing = client.get("/begrippen/", {"zoek": "<b>zzz"}).content.decode()
    assert "data-glossary-entry" not in nothing and "Geen woord gevonden" in nothing
    assert "<b>zzz" not in nothing


def test_the_page_asks_the_database_little(
    client: Client, municipality: Municipality, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    national_catalogue()
    with django_assert_max_num_queries(5 + BLOCK):
        client.get(f"/{municipality.slug}/begrippen/")
