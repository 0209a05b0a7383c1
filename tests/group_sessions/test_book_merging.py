"""Merging two organisations, undoing it, and everything that looks for where an organisation went on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.address_book import organisation_named, write_organisation
from sessions.merge_preview import candidates_for, consequences_of
from sessions.merging import Merges, goes_on_as, merge_organisations, undo_merge, with_merged_ids
from sessions.models import Contact, GroupSession, Organisation, OrganisationAlias, Party
from sessions.organisation_list import Wanted, entries_of, keys_of
from sessions.parties import add_party
from tests.builders import NOW, TODAY, build_municipality, build_organisation, build_session, open_doors
from tests.group_sessions.test_book_import import BY, call, known


def merge(one: Organisation, into: Organisation) -> None:
    merge_organisations(one, into=into, **BY)


def everything() -> list[object]:
    models = (Organisation, OrganisationAlias, Contact, Party)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_one_goes_on_as_the_other_and_undo_restores_exactly(inside: Municipality) -> None:
    session = build_session(inside, parties=["Woonstede", "Wonen Noord"])
    one, other = (Organisation.objects.get(name=name) for name in ("Woonstede", "Wonen Noord"))
    call(one)
    before = everything()
    merge(one, other)
    assert goes_on_as(one) == other and goes_on_as(other) == other
    assert with_merged_ids(other) == {one.pk, other.pk} and with_merged_ids(one) == {one.pk}
    assert session.parties.count() == 2, "nothing moves, also where both sat at one table"
    assert organisation_named(municipality=inside, name="WOONSTEDE") == other
    undo_merge(one, **BY)
    assert everything() == before
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions[-2:] == ["merge organisations", "undo merge"]


def test_every_phone_of_a_table_that_sits_looks_again(inside: Municipality) -> None:
    sits = build_session(inside, parties=["Woonstede"])
    planned = build_session(inside, parties=["Wonen Noord"], title="Later")
    open_doors(sits)
    one, other = (Organisation.objects.get(name=name) for name in ("Woonstede", "Wonen Noord"))

    def revisions() -> list[int]:
        return [GroupSession.objects.get(pk=session.pk).revision for session in (sits, planned)]

    first, waits = revisions()
    merge(one, other)
    assert revisions() == [first + 1, waits]
    merge(one, other)
    assert revisions() == [first + 1, waits], "nothing changed"
    undo_merge(one, **BY)
    assert revisions() == [first + 2, waits]


def test_a_chain_is_followed_and_undone_link_by_link(inside: Municipality) -> None:
    a, b, c = (build_organisation(inside, name) for name in "ABC")
    merge(a, b)
    merge(b, c)
    assert (
        goes_on_as(a) == c and with_merged_ids(c) == {a.pk, b.pk, c.pk} and with_merged_ids(b) == {a.pk, b.pk}
    )
    undo_merge(b, **BY)
    assert goes_on_as(a) == b and goes_on_as(c) == c


def test_circles_and_itself_and_twice_are_refused(inside: Municipality) -> None:
    a, b, c = (build_organisation(inside, name) for name in "ABC")
    merge(a, b)
    merge(a, b)
    for one, into in ((b, a), (a, a), (a, c), (c, a)):
        with pytest.raises(ValidationError):
            merge(one, into)
    assert AuditEvent.objects.filter(action="merge organisations").count() == 1


def test_one_of_another_municipality_is_refused(municipality: Municipality) -> None:
    dorpstede = build_municipality("Dorpstede")
    with tenant(dorpstede):
        elsewhere = build_organisation(dorpstede, "Elders")
    with tenant(municipality):
        here = build_organisation(municipality, "Hier")
        with pytest.raises(ValidationError):
            merge(here, elsewhere)
        here.refresh_from_db()
        assert here.merged_into_id is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
def test_no_row_of_merges_bites_its_tail(inside: Municipality, steps: list[tuple[int, int, bool]]) -> None:
    Organisation.objects.all().update(merged_into=None)
    rows = [
        Organisation.objects.filter(name=name).first() or build_organisation(inside, name) for name in "ABCDE"
    ]
    for one, other, undo in steps:
        try:
            if undo:
                undo_merge(rows[one], **BY)
            else:
                merge(rows[one], rows[other])
        except ValidationError:
            continue
    merges = Merges(inside.pk)
    ends = {row.pk: merges.end_of(row.pk) for row in rows}
    assert all(Organisation.objects.get(pk=end).merged_into_id is None for end in ends.values())
    assert all(pk in merges.all_of(end) for pk, end in ends.items())


def test_lists_show_one_and_find_it_by_every_name(inside: Municipality) -> None:
    one, other = known(inside, "Woonstede", aliases=["WS"]), known(inside, "Coöperatie Één")
    call(one)
    call(other, "Mila Post", "m@x.example")
    merge(one, other)
    for text in ("woonst", "ws", "cooperatie een", "ÉÉN"):
        assert keys_of(municipality=inside, wanted=Wanted(text=text), today=TODAY) == [other.pk], text
    (entry,) = entries_of([other.pk], municipality=inside, today=TODAY)
    assert sorted(entry.known_as) == ["WS", "Woonstede"]
    assert {contact.person.name for contact in entry.contacts} == {"Sander Bakker", "Mila Post"}


def test_the_preview_tells_what_to_look_at(inside: Municipality) -> None:
    session = build_session(inside, parties=["Woonstede", "Wonen Noord"])
    one, other = (Organisation.objects.get(name=name) for name in ("Woonstede", "Wonen Noord"))
    Organisation.objects.filter(pk=one.pk).update(kvk_number="01234567", covenant_signed_on=date(2026, 1, 1))
    Organisation.objects.filter(pk=other.pk).update(kvk_number="76543210")
    one.refresh_from_db()
    other.refresh_from_db()
    call(one)
    said = consequences_of(one, into=other, today=TODAY)
    assert said.both_at == [session] and (said.sessions, said.sessions_of_other) == (1, 1)
    assert said.other_number and said.covenant_moves and not said.other_kind and len(said.contacts) == 1


def test_what_looks_alike_is_offered_first(inside: Municipality) -> None:
    one = known(inside, "Woonstede", kvk_number="01234567")
    twin = known(inside, "Stichting Woonstede")
    same_number = known(inside, "Iets heel anders", kvk_number="01234567")
    known(inside, "Voedselbank")
    assert set(candidates_for(one, text="", today=TODAY)) == {twin, same_number}
    assert candidates_for(one, text="voedsel", today=TODAY)[0].name == "Voedselbank"


def test_a_merged_one_takes_the_place_of_what_it_goes_on_as(inside: Municipality) -> None:
    session = build_session(inside, parties=[])
    one, other = build_organisation(inside, "Woonstede"), build_organisation(inside, "Wonen Noord")
    merge(one, other)
    said = {"actor": Actor(role="coordinator"), "now": NOW}
    assert add_party(session, name="woonstede", **said).organisation == other
    for again in ({"name": "Wonen Noord"}, {"organisation": one}, {"organisation": other}):
        with pytest.raises(ValidationError):
            add_party(session, **again, **said)


def test_who_sat_there_before_the_merge_is_not_seated_again(inside: Municipality) -> None:
    session = build_session(inside, parties=["Woonstede"])
    one, other = Organisation.objects.get(name="Woonstede"), build_organisation(inside, "Wonen Noord")
    merge(one, other)
    with pytest.raises(ValidationError):
        add_party(session, organisation=other, actor=Actor(role="coordinator"), now=NOW)


def test_a_name_leads_to_one_organisation(inside: Municipality) -> None:
    known(inside, "Woonstede", aliases=["WS"])
    for name, aliases in (("woonstede", []), ("ws", []), ("Nieuw", ["WOONSTEDE"]), ("Nieuw", ["Ws"])):
        with pytest.raises(ValidationError):
            known(inside, name, aliases=aliases)
    kept = Organisation.objects.get()
    write_organisation(kept, municipality=inside, name="Woonstede", kind=kept.kind, aliases=["ws"], **BY)
    assert [alias.name for alias in kept.aliases.all()] == ["ws"]
