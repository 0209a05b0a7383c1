"""Kinds of parties: four categories, who signals by law, and loading in place."""

import copy
from typing import Any

import pytest

from catalogue.enums import PartyCategory
from catalogue.models import PartyKind
from catalogue.party_kinds import PARTY_KINDS, load_party_kinds
from catalogue.reading import CatalogueFileError, read_file

CONTENT = read_file(path=PARTY_KINDS)


@pytest.fixture
def content(empty: None) -> dict[str, Any]:
    """A copy of the content of the file, loaded once."""
    load_party_kinds(content=CONTENT)
    return copy.deepcopy(CONTENT)


def test_every_category_has_kinds_in_the_order_of_the_file(content: dict[str, Any]) -> None:
    for category in PartyCategory:
        names = [kind.name for kind in PartyKind.objects.filter(category=category)]
        assert names == [entry["name"]["nl"] for entry in content[category]]
        assert len(names) >= 5


def test_who_signals_by_law(content: dict[str, Any]) -> None:
    assert {kind.slug for kind in PartyKind.objects.filter(statutory_partner=True)} == {
        "woningcorporatie",
        "energieleverancier",
        "drinkwaterbedrijf",
        "zorgverzekeraar",
    }


def test_creditors_and_agencies_can_be_asked_to_the_table(content: dict[str, Any]) -> None:
    creditors = {"belastingdienst", "duo", "uwv", "svb", "cjib", "gerechtsdeurwaarder"}
    assert PartyKind.objects.filter(slug__in=creditors, statutory_partner=False).count() == 6


def test_a_second_load_changes_nothing(content: dict[str, Any]) -> None:
    before = list(PartyKind.objects.values())
    assert load_party_kinds(content=content) == 0
    assert list(PartyKind.objects.values()) == before


def test_a_changed_kind_is_updated_in_place_and_a_lost_one_stays(content: dict[str, Any]) -> None:
    old = PartyKind.objects.get(slug="kinderopvang")
    schools = content["schools_employers"]
    next(entry for entry in schools if entry["slug"] == "kinderopvang")["name"]["nl"] = "Opvang"
    lost = schools.pop(0)
    schools.append(lost | {"slug": "nieuw"})
    assert load_party_kinds(content=content) > 0
    assert PartyKind.objects.get(pk=old.pk).name == "Opvang"
    assert PartyKind.objects.filter(slug=lost["slug"]).exists()
    assert load_party_kinds(content=content) == 0


def test_a_wrong_file_changes_nothing(content: dict[str, Any]) -> None:
    before = list(PartyKind.objects.values())
    content["fixed_costs"][0]["name"]["nl"] = "Verhuurder"
    content["schools_employers"][-1]["name"]["nl"] = ""
    with pytest.raises(CatalogueFileError, match=r"party kind 37 andere-school: .*name"):
        load_party_kinds(content=content)
    assert list(PartyKind.objects.values()) == before


def test_a_slug_twice_or_an_unknown_category_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(CatalogueFileError, match="slug of its own"):
        load_party_kinds(content=content | {"municipality": content["fixed_costs"]})
    with pytest.raises(CatalogueFileError, match="stand under"):
        load_party_kinds(content=content | {"kerken": []})
