"""Traps of preparing: one organisation under two names, the own municipality, and lists that change."""

import copy
from typing import Any

import pytest

from audit.actors import Actor
from catalogue.loading import catalogue_files, load_catalogue
from catalogue.models import Catalogue, PartyKind, PublishedCatalogue, Statement
from catalogue.reading import read_file
from catalogue.versions import NATIONAL_SET, current_catalogue
from municipalities.models import Municipality
from questionnaire.enums import AnswerKind
from questionnaire.models import RevealedAnswer
from questionnaire.then_and_now import earlier_theme
from sessions.address_book import write_organisation
from sessions.copying import copy_session
from sessions.enums import Sequel
from sessions.merging import Merges, merge_organisations, undo_merge
from sessions.models import GroupSession, Organisation
from sessions.parties import add_party
from sessions.planning import plan_session
from sessions.selection_aid import selection_aid
from sessions.views.shown import table_of
from tests.builders import (
    NOW,
    answer,
    answering,
    build_session,
    national_catalogue,
    reveal,
    seat,
    statements_of,
)
from tests.group_sessions.test_planning import SOON

BY = {"actor": Actor(role="coordinator"), "now": NOW}


def kind(slug: str) -> PartyKind:
    return PartyKind.objects.get(slug=slug)


def next_version(**changed: Any) -> Catalogue:
    """Publish the set once more: another version, or another set, with one word of a definition corrected."""
    content = copy.deepcopy(read_file(path=catalogue_files()[0]))
    statement = content["themes"][1]["statements"][0]
    statement["text"]["nl"] = statement["text"]["nl"].replace("oplossingen", "hulp")
    return load_catalogue(content={**content, **changed}, now=NOW).catalogue


def again(earlier: GroupSession, **said: Any) -> GroupSession:
    wanted = {"title": "Nog een keer", "starts_at": SOON, "duration_minutes": 120, "location": ""}
    return copy_session(earlier, **{**wanted, "sequel": Sequel.NONE, **said}, **BY)


def test_trap_05_one_organisation_under_two_names_has_one_chair(inside: Municipality) -> None:
    session = build_session(inside, parties=())
    write_organisation(
        municipality=inside,
        name="Woonstede",
        kind=kind("woningcorporatie"),
        aliases=["Stichting Woonstede", "WS Wonen"],
        **BY,
    )
    party = add_party(session, name="stichting  WOONSTEDE", **BY)
    assert party.organisation.name == "Woonstede"
    assert Organisation.objects.count() == 1


def test_trap_05_two_that_turn_out_to_be_one_sit_there_once_the_next_time(inside: Municipality) -> None:
    earlier = build_session(inside, parties=("Woonstede", "Woonstede BV", "Voedselbank"))
    one, other = (party.organisation for party in earlier.parties.order_by("position")[:2])
    merge_organisations(other, into=one, **BY)
    session = again(earlier)
    assert [party.name for party in session.parties.all()] == ["Woonstede", "Voedselbank"]
    undo_merge(other, **BY)
    assert earlier.parties.count() == 3, "the earlier table stays as it was"
    later = again(earlier, title="Na herstel")
    assert later.parties.count() == 3


def test_trap_06_a_department_of_the_municipality_answers_like_any_other(inside: Municipality) -> None:
    """The coordinator's own department has a chair, stands in the selection aid, and waits for the reveal."""
    session = build_session(inside, parties=("Woonstede",))
    own = add_party(session, name="Schuldhulp", kind=kind("schuldhulpverlening"), **BY)
    aid = selection_aid(session, table_of(session), merges=Merges(inside.pk))
    group = next(one for one in aid.groups if one.category == "municipality")
    assert [party.pk for party in group.parties] == [own.pk]
    theme = answering(session, 1)
    seat(own, "De coördinator zelf")
    statement = statements_of(theme)[0]
    answer(own, statement, 3)
    assert not RevealedAnswer.objects.exists(), "its own department is shown no sooner than another"
    reveal(session, theme)
    shown = RevealedAnswer.objects.get(party=own, statement=statement)
    assert (shown.kind, shown.value) == (AnswerKind.VALUE, 3)


def test_trap_28_a_correction_between_invitation_and_session_is_a_new_version(inside: Municipality) -> None:
    first = national_catalogue()
    session = plan_session(
        municipality=inside, title="Uitgenodigd", starts_at=SOON, catalogue=current_catalogue(), **BY
    )
    corrected = next_version(version=first.version + 1)
    assert current_catalogue() == corrected != first
    session.refresh_from_db()
    read = Statement.objects.filter(theme__in=[row.theme_id for row in session.themes.all()])
    assert session.catalogue == first
    assert {one.theme.catalogue_id for one in read.select_related("theme")} == {first.pk}
    assert any("oplossingen" in one.text for one in read), "participants answer what they were sent to read"
    assert again(session).catalogue == corrected, "the next table gets the corrected list"
    with pytest.raises(PublishedCatalogue):
        read.update(text="Anders")


def test_trap_28_a_repeat_with_a_corrected_list_keeps_the_order_of_its_table(inside: Municipality) -> None:
    earlier = build_session(inside)
    rows = list(earlier.themes.exclude(position=0).order_by("-position"))
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.save()
    order = [row.theme.slug for row in earlier.themes.order_by("position")]
    corrected = next_version(version=national_catalogue().version + 1)
    session = again(earlier)
    assert [row.theme.slug for row in session.themes.order_by("position")] == order
    assert {row.theme.catalogue for row in session.themes.select_related("theme")} == {corrected}


def test_trap_28_spelling_keeps_figures_comparable_and_another_meaning_does_not(inside: Municipality) -> None:
    """The session of then asked version 1: corrected spelling compares with it, another question does not."""
    first = national_catalogue()
    earlier = build_session(inside)
    theme = answering(earlier, 2)
    reveal(earlier, theme)
    corrected = load_catalogue(content=spelled_anew(first.version + 1), now=NOW).catalogue
    meant = next_version(version=first.version + 2)
    for catalogue, compares in ((corrected, True), (meant, False)):
        later = GroupSession.objects.create(
            municipality=inside,
            catalogue=catalogue,
            title="Herhaalsessie",
            starts_at=SOON,
            join_code=f"ABCDEF{catalogue.version:02}",
            created_at=NOW,
            previous=earlier,
        )
        row = later.themes.create(municipality=inside, theme=catalogue.themes.get(position=2), position=2)
        assert (earlier_theme(row) is not None) is compares


def spelled_anew(version: int) -> dict[str, Any]:
    content = copy.deepcopy(read_file(path=catalogue_files()[0]))
    statement = content["themes"][2]["statements"][0]
    statement["text"]["nl"] = statement["text"]["nl"].replace("organisatie", "organizatie", 1)
    corrected = {"where": f"statement {statement['number']}", "was": "organisatie", "now": "organizatie"}
    return {**content, "version": version, "corrects": 1, "corrections": [corrected]}


def test_trap_29_a_set_of_one_municipality_is_never_the_national_one(inside: Municipality) -> None:
    """What municipalities are compared by is the national set; a set of one's own has a name of its own."""
    own_set = next_version(slug="eigen-stellingen-waterveen", version=9)
    national = current_catalogue()
    assert national.slug == NATIONAL_SET and national != own_set
    with_own = build_session(inside, title="Eigen stellingen")
    take_own_set(with_own, own_set)
    repeat = again(with_own)
    assert repeat.catalogue.slug == own_set.slug, "a repeat asks what its own table was asked"
    planned = plan_session(municipality=inside, title="Landelijk", starts_at=SOON, catalogue=national, **BY)
    asked = Statement.objects.filter(theme__in=planned.themes.values("theme"))
    assert {one.theme.catalogue_id for one in asked.select_related("theme")} == {national.pk}


def take_own_set(session: GroupSession, own_set: Catalogue) -> None:
    session.catalogue = own_set
    session.save(update_fields=["catalogue"])
    for row in session.themes.select_related("theme"):
        row.theme = own_set.themes.get(position=row.theme.position)
        row.save(update_fields=["theme"])
