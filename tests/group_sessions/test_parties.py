"""Who comes to the table: adding, renaming, removing, absent, and the people who answer."""

import pytest
from django.core.exceptions import ValidationError

from audit.actors import Actor
from audit.models import AuditEvent
from catalogue.models import PartyKind
from municipalities.models import Municipality
from sessions.links import row_of, token_for
from sessions.models import GroupSession, Organisation, Party, Representative
from sessions.parties import (
    PartyInUse,
    add_party,
    change_representative,
    invite_representative,
    mark_absent,
    mark_present,
    missing_categories,
    remove_party,
    rename_party,
)
from sessions.stepping import StepRefused
from tests.builders import NOW, build_session, open_doors, seat
from tests.group_sessions.test_stage import bring_to

COORDINATOR = Actor(role="coordinator")
LONGEST = "W" * 120
NAMES = [
    LONGEST,
    "🏦🤝",
    "مساعدة الديون",
    "\u202eomgekeerd",
    "<script>alert(1)</script>",
    "'; DROP TABLE party; --",
    "{{ 7|add:1 }}",
    "=1+1",
]


def kind(slug: str = "werkgever") -> PartyKind:
    return PartyKind.objects.get(slug=slug)


def add(session: GroupSession, **fields: object) -> Party:
    return add_party(session, actor=COORDINATOR, now=NOW, **fields)


def invite(party: Party, **fields: object) -> Representative:
    wanted = {"name": "Fatima", "email": "fatima@example.nl", **fields}
    return invite_representative(party, actor=COORDINATOR, now=NOW, **wanted)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_stays_what_it_is(session: GroupSession, name: str) -> None:
    assert Party.objects.get(pk=add(session, name=name, kind=kind()).pk).name == name


@pytest.mark.parametrize("name", ["", "  ", "\n\t", "W" * 121, "W" * 200])
def test_no_name_and_too_long_a_name_are_refused(session: GroupSession, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add(session, name=name, kind=kind())
    assert "name" in refused.value.error_dict
    assert session.parties.count() == 3
    assert not AuditEvent.objects.exists()


def test_a_new_organisation_comes_last_and_into_the_address_book(session: GroupSession) -> None:
    before = session.revision
    party = add(session, name=" Bakkerij \n Blom ", kind=kind())
    assert (party.name, party.position) == ("Bakkerij Blom", 3)
    assert Organisation.objects.get(name="Bakkerij Blom").kind == kind()
    assert session.revision == before + 1


def test_a_known_name_is_the_known_organisation(inside: Municipality) -> None:
    build_session(inside)
    other = build_session(inside, parties=["Andere partij"])
    party = add(other, name="woonstede")
    assert party.name == "Woonstede"
    assert Organisation.objects.filter(name__iexact="woonstede").count() == 1


def test_an_unknown_organisation_needs_its_kind(session: GroupSession) -> None:
    with pytest.raises(ValidationError) as refused:
        add(session, name="Bakkerij Blom")
    assert list(refused.value.error_dict) == ["kind"]


def test_an_organisation_sits_at_a_table_once(session: GroupSession) -> None:
    with pytest.raises(ValidationError):
        add(session, name="WOONSTEDE", kind=kind())
    assert session.parties.count() == 3


@pytest.mark.parametrize("state", ["open", "answering", "revealed", "paused", "wrap-up"])
def test_a_party_walks_in_while_the_session_runs(session: GroupSession, state: str) -> None:
    bring_to(session, state)
    session.refresh_from_db()
    seen = session.stage_revision
    add(session, name="Laatkomer", kind=kind())
    session.refresh_from_db()
    assert session.parties.count() == 4
    assert session.stage_revision == seen, "a walk-in makes nobody's console stale"


@pytest.mark.parametrize("state", ["closed", "archived", "cancelled"])
def test_nothing_changes_at_a_table_that_is_over(session: GroupSession, state: str) -> None:
    party = session.parties.first()
    person = invite(party)
    bring_to(session, state)
    said = {"actor": COORDINATOR, "now": NOW}
    verbs = [
        lambda: add_party(session, name="Nieuw", kind=kind(), **said),
        lambda: rename_party(party, name="Nieuw", **said),
        lambda: remove_party(party, **said),
        lambda: mark_absent(party, **said),
        lambda: invite(party, email="ander@example.nl"),
        lambda: change_representative(person, name="x", email="x@example.nl", function="", **said),
    ]
    logged = AuditEvent.objects.count()
    for verb in verbs:
        with pytest.raises(StepRefused):
            verb()
    assert AuditEvent.objects.count() == logged


def test_another_name_at_the_table_leaves_the_address_book_alone(session: GroupSession) -> None:
    party = session.parties.get(name="Woonstede")
    rename_party(party, name="Woonstede (wijkteam)", actor=COORDINATOR, now=NOW)
    party.refresh_from_db()
    assert (party.name, party.organisation.name) == ("Woonstede (wijkteam)", "Woonstede")
    with pytest.raises(ValidationError):
        rename_party(party, name="W" * 121, actor=COORDINATOR, now=NOW)


def test_a_removed_party_takes_its_links_along(session: GroupSession) -> None:
    party = session.parties.first()
    links = [token_for(party), token_for(invite(party))]
    remove_party(party, actor=COORDINATOR, now=NOW)
    assert session.parties.count() == 2
    assert [row_of(link, Party, Representative) for link in links] == [None, None]


def test_a_party_that_somebody_sits_for_stays(inside: Municipality) -> None:
    session = build_session(inside, answer_ahead=True)
    party = session.parties.first()
    seat(party)
    with pytest.raises(PartyInUse):
        remove_party(party, actor=COORDINATOR, now=NOW)
    assert session.parties.count() == 3 and party.representatives.count() == 1


def test_no_party_disappears_when_the_doors_are_open(session: GroupSession) -> None:
    open_doors(session)
    with pytest.raises(StepRefused):
        remove_party(session.parties.first(), actor=COORDINATOR, now=NOW)


def test_absent_and_present_are_noted_once(session: GroupSession) -> None:
    party = session.parties.first()
    for verb in (mark_absent, mark_absent, mark_present, mark_present):
        verb(party, actor=COORDINATOR, now=NOW)
    assert not party.is_absent
    assert [event.action for event in AuditEvent.objects.all()] == ["mark absent", "mark present"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "W" * 121), ("email", "geen adres"), ("function", "W" * 121)],
)
def test_a_person_who_cannot_be_is_refused(session: GroupSession, field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        invite(session.parties.first(), **{field: value})
    assert list(refused.value.error_dict) == [field]
    assert not Representative.objects.exists()


def test_a_person_is_on_the_list_of_a_party_once(session: GroupSession) -> None:
    party = session.parties.first()
    invite(party)
    with pytest.raises(ValidationError):
        invite(party, email="FATIMA@example.nl")
    assert party.representatives.count() == 1


def test_another_address_withdraws_the_first_link(session: GroupSession) -> None:
    person = invite(session.parties.first())
    first = token_for(person)
    said = {"name": "Fatima B.", "function": "", "actor": COORDINATOR, "now": NOW}
    change_representative(person, email="fatima@example.nl", **said)
    assert row_of(first, Representative) == person, "the same address keeps its link"
    change_representative(person, email="ander@example.nl", **said)
    assert row_of(first, Representative) is None


def test_the_selection_aid_knows_who_is_missing(session: GroupSession) -> None:
    Party.objects.all().delete()
    parties = [
        add(session, name=f"nieuw: {slug}", kind=kind(slug))
        for slug in ("woningcorporatie", "voedselbank", "schuldhulpverlening")
    ]
    assert [category.value for category in missing_categories(parties)] == ["schools_employers"]
    assert missing_categories([*parties, add(session, name="nieuw: mbo", kind=kind("mbo"))]) == []
