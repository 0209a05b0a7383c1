"""What changed between two versions of an agenda is told in words, and nothing else is."""

from typing import Any

from django.utils import translation

from agenda.agreeing.difference import difference

ENTRY: dict[str, Any] = {
    "id": 1,
    "what": "Eén nummer",
    "organisation": "Woonstede",
    "organisation_id": 7,
    "role": "teamleider",
    "helpers": [],
    "helper_ids": [],
    "deadline": "2027-03-01",
    "theme": "Samenwerken",
    "effect": "",
    "is_priority": False,
}


def entry(**changed: Any) -> dict[str, Any]:
    return {**ENTRY, **changed}


def test_the_same_agenda_in_another_order_has_no_difference() -> None:
    two = entry(id=2, what="Samen bellen")
    assert not difference([ENTRY, two], [two, entry()])


def test_a_point_that_came_and_one_that_went() -> None:
    found = difference([ENTRY], [entry(id=2)])
    assert ([one["id"] for one in found.added], [one["id"] for one in found.removed]) == ([2], [1])
    assert found.changed == []


def test_each_thing_that_changed_is_named_with_before_and_after() -> None:
    after = entry(
        organisation="ROC", role="", deadline="", helpers=["Voedselbank"], helper_ids=[3], is_priority=True
    )
    with translation.override("en"):
        (changed,) = difference([ENTRY], [after]).changed
        said = {str(one.label): (one.before, one.after) for one in changed.changes}
    assert said == {
        "Owner": ("Woonstede, teamleider", "ROC"),
        "Who helps": ("nobody", "Voedselbank"),
        "By when": ("1 March 2027", "no date yet"),
        "Most important to the table": ("no", "yes"),
    }


def test_an_organisation_that_is_another_row_with_the_same_name_is_no_change_to_read() -> None:
    """Merging an organisation leaves what people agreed to as it reads."""
    assert not difference([ENTRY], [entry(organisation_id=8)])
