"""The page about accessibility says what is so, and promises only what the owner of an installation set."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from vroegsignalering.accessibility import LIMITATIONS, NOT_TESTED, TESTED

pytestmark = pytest.mark.django_db
PROMISES = ("5 werkdagen", "3 weken", "mailto:", "(C)", "30 juni 2027")


def page() -> str:
    return Client().get("/toegankelijkheid/").content.decode()


def test_without_an_owner_nothing_is_promised_in_their_name() -> None:
    said = page()
    assert [words for words in PROMISES if words in said] == []
    assert "Status: nog niet bepaald" in said and "nog geen datum voor een onderzoek" in said


def test_an_owner_sets_who_answers_and_when_an_expert_looks(settings: Settings) -> None:
    settings.ACCESSIBILITY_OWNER = "Gemeente Waterveen"
    settings.ACCESSIBILITY_CONTACT = "toegankelijk@waterveen.nl"
    settings.ACCESSIBILITY_INSPECTION_BY = date(2027, 6, 30)
    said = page()
    assert [words for words in PROMISES if words not in said] == []
    assert "Gemeente Waterveen" in said
    assert said.count("30 juni 2027") == 1 + len(LIMITATIONS)


def test_it_says_what_was_tested_and_what_was_not() -> None:
    said = page()
    for words in [*TESTED, *NOT_TESTED, *(one.alternative for one in LIMITATIONS)]:
        assert str(words) in said
    assert "geen deskundige" in said
