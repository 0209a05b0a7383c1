"""The selection aid: who takes part, who is known and not asked, who is missing; a table that grows large."""

from collections.abc import Callable

from django.test import Client

from audit.actors import Actor
from catalogue.enums import PartyCategory
from catalogue.models import PartyKind
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.merging import Merges
from sessions.models import GroupSession, Organisation, Party, Representative
from sessions.parties import add_party, mark_absent
from sessions.selection_aid import COMFORTABLE, Group, SelectionAid, selection_aid
from sessions.views.shown import table_of
from tests.builders import NOW, build_organisation, build_session

BY = {"actor": Actor(role="coordinator"), "now": NOW}
Page = Callable[..., str]


def aid_of(session: GroupSession) -> SelectionAid:
    return selection_aid(session, table_of(session), merges=Merges(session.municipality_id))


def group(session: GroupSession, category: PartyCategory) -> Group:
    return next(one for one in aid_of(session).groups if one.category == category)


def add(session: GroupSession, name: str, slug: str) -> Party:
    return add_party(session, name=name, kind=PartyKind.objects.get(slug=slug), **BY)


def known(municipality: Municipality, name: str, slug: str) -> Organisation:
    kind = PartyKind.objects.get(slug=slug)
    return Organisation.objects.create(municipality=municipality, name=name, kind=kind)


def test_who_is_there_who_is_known_and_who_is_missing_are_three_things(inside: Municipality) -> None:
    session = build_session(inside, parties=())
    add(session, "Woonstede", "woningcorporatie")
    known(inside, "Energie & Co", "energieleverancier")
    found = group(session, PartyCategory.FIXED_COSTS)
    assert [party.name for party in found.parties] == ["Woonstede"]
    assert [one.name for one in found.known] == ["Energie & Co"]
    slugs = {kind.slug for kind in found.missing}
    assert "drinkwaterbedrijf" in slugs
    assert not slugs & {"woningcorporatie", "energieleverancier"}


def test_an_empty_category_is_named(inside: Municipality) -> None:
    session = build_session(inside, parties=())
    assert len(aid_of(session).empty) == 4
    add(session, "ROC", "mbo")
    assert PartyCategory.SCHOOLS_EMPLOYERS not in {one.category for one in aid_of(session).empty}


def test_creditors_stand_apart_by_name(inside: Municipality) -> None:
    found = group(build_session(inside, parties=()), PartyCategory.FIXED_COSTS)
    assert {kind.slug for kind in found.creditors} >= {
        "belastingdienst",
        "duo",
        "cjib",
        "gerechtsdeurwaarder",
    }
    assert not {kind.slug for kind in found.others} & {"belastingdienst", "duo"}


def test_who_is_often_forgotten_is_named_until_it_sits_there(inside: Municipality) -> None:
    session = build_session(inside, parties=())
    forgotten = {kind.slug for kind in aid_of(session).forgotten}
    assert {"belastingdienst", "werkgever", "basisschool"} <= forgotten
    assert not forgotten & {"woningcorporatie", "schuldhulpverlening"}
    add(session, "Bakkerij Blom", "werkgever")
    assert "werkgever" not in {kind.slug for kind in aid_of(session).forgotten}


def test_what_was_merged_or_stopped_is_offered_nowhere(inside: Municipality) -> None:
    session = build_session(inside, parties=())
    party = add(session, "Woonstede", "woningcorporatie")
    known(inside, "Gestopt", "telecombedrijf")
    merged = known(inside, "Oude naam", "telecombedrijf")
    Organisation.objects.filter(name="Gestopt").update(ended_on=NOW.date())
    Organisation.objects.filter(pk=merged.pk).update(merged_into=party.organisation, merged_at=NOW)
    assert group(session, PartyCategory.FIXED_COSTS).known == []


def test_a_table_is_large_above_twelve_people_and_says_who_could_sit_together(inside: Municipality) -> None:
    session = build_session(inside, parties=())
    for number in range(COMFORTABLE):
        add(session, f"Partij {number}", "werkgever" if number < 2 else "mbo")
    assert not aid_of(session).is_large
    party = session.parties.last()
    for number in range(2):
        Representative.objects.create(
            municipality=inside, party=party, name=f"P{number}", email=f"p{number}@example.nl"
        )
    aid = aid_of(session)
    assert aid.people == COMFORTABLE + 1 and aid.is_large
    assert [one.name for one in aid.together[0]] == ["Partij 0", "Partij 1"]
    Representative.objects.filter(name="P1").update(reply="declined")
    assert not aid_of(session).is_large, "who said no is not expected"
    mark_absent(party, **BY)
    assert aid_of(session).people == COMFORTABLE - 1


def test_the_warning_blocks_nothing(planner: Client, page: Page, planned: GroupSession) -> None:
    assert 'id="grote-tafel"' not in planner.get(page("parties")).content.decode()
    for number in range(COMFORTABLE):
        said = {"name": f"Partij {number}", "kind": "werkgever"}
        assert planner.post(page("parties"), said).status_code == 302
    assert 'id="grote-tafel"' in planner.get(page("parties")).content.decode()
    with tenant(planned.municipality):
        assert planned.parties.count() == COMFORTABLE + 3


def test_a_large_address_book_is_offered_in_part(planner: Client, page: Page, planned: GroupSession) -> None:
    with tenant(planned.municipality):
        for _number in range(30):
            build_organisation(planned.municipality)
    content = planner.get(page("parties")).content.decode()
    assert content.count('name="organisation"') == 12
    assert "En nog 18" in content
