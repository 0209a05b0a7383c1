"""The people one calls: their details, their move, and what became of what was agreed with them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from agenda.models import ActionPoint
from agenda.owners.now import agreed_with, mark_owners
from audit.models import AuditEvent
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.address_book import end_organisation
from sessions.contacts import PersonKnown, add_contact, change_contact, end_contact, move_contact
from sessions.merging import merge_organisations
from sessions.models import Contact, ContactPerson, Organisation
from sessions.organisation_list import lines_by_theme, people_to_suggest
from sessions.parties import add_party, invite_representative
from tests.builders import NOW, TODAY, build_organisation, build_session
from tests.group_sessions.test_book_import import BY, call, known

SOON = TODAY + timedelta(days=10)


def details(contact: Contact, **said: object) -> dict[str, object]:
    person = contact.person
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "function": contact.function,
        "themes": contact.themes,
        **said,
        **BY,
    }


def test_a_move_is_one_act_and_both_places_are_in_the_history(inside: Municipality) -> None:
    old, new = known(inside), known(inside, "Voedselbank")
    contact = call(old)
    moved = move_contact(contact, to=new, on=TODAY, function="voorzitter", themes=["samenwerking"], **BY)
    contact.refresh_from_db()
    assert contact.until_date == TODAY - timedelta(days=1) and contact.function == "consulent"
    assert (moved.from_date, moved.person, moved.organisation) == (TODAY, contact.person, new)
    assert list(Contact.objects.all().current(today=TODAY)) == [moved]
    again = move_contact(contact, to=new, on=TODAY, function="voorzitter", themes=[], **BY)
    assert again == moved and AuditEvent.objects.filter(action="move contact").count() == 1


def test_a_move_that_cannot_be_is_refused_and_changes_nothing(inside: Municipality) -> None:
    old, new = known(inside), known(inside, "Voedselbank")
    contact = call(old)
    before = list(Contact.objects.values())
    for to, on in ((old, TODAY), (new, date(2025, 12, 31)), (new, date(2026, 1, 1))):
        with pytest.raises(ValidationError):
            move_contact(contact, to=to, on=on, function="", themes=[], **BY)
    assert list(Contact.objects.values()) == before
    end_contact(contact, last_day=TODAY, **BY)
    with pytest.raises(ValidationError):
        move_contact(contact, to=new, on=SOON, function="", themes=[], **BY)


def test_a_known_address_is_the_known_person(inside: Municipality) -> None:
    old, new = known(inside), known(inside, "Voedselbank")
    contact = call(old)
    assert call(new, "sander bakker", "S@W.example").person == contact.person
    with pytest.raises(PersonKnown):
        call(new, "Piet", "s@w.example")
    with pytest.raises(ValidationError):
        call(old)
    assert ContactPerson.objects.count() == 1 and Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "W" * 121),
        ("name", "Jan 123456782"),
        ("name", "jan@example.nl"),
        ("email", "geen adres"),
        ("email", "123456782@example.nl"),
        ("phone", "123456782"),
        ("phone", "0" * 21),
        ("function", "bel 0612345678"),
        ("function", "W" * 121),
    ],
)
def test_details_that_cannot_be_are_refused_at_their_field(
    inside: Municipality, field: str, value: str
) -> None:
    contact = call(known(inside))
    with pytest.raises(ValidationError) as refused:
        change_contact(contact, **details(contact, **{field: value}))
    assert list(refused.value.error_dict) == [field]
    contact.refresh_from_db()
    assert contact.function == "consulent" and ContactPerson.objects.get().name == "Sander Bakker"


def test_ending_twice_is_once_and_never_before_the_beginning(inside: Municipality) -> None:
    contact = call(known(inside))
    with pytest.raises(ValidationError):
        end_contact(contact, last_day=date(2025, 1, 1), **BY)
    for day in (TODAY, SOON):
        end_contact(contact, last_day=day, **BY)
    contact.refresh_from_db()
    assert contact.until_date == TODAY and AuditEvent.objects.filter(action="end contact").count() == 1


@pytest.mark.parametrize("day", [date.max, TODAY + timedelta(days=4000)])
def test_nobody_stops_in_a_far_year(inside: Municipality, day: date) -> None:
    contact = call(known(inside))
    with pytest.raises(ValidationError, match="tien jaar"):
        end_contact(contact, last_day=day, **BY)
    with pytest.raises(ValidationError, match="tien jaar"):
        end_organisation(contact.organisation, on=day, **BY)
    assert not Promise.objects.exists()


def test_short_lines_name_who_to_call_about_each_theme(inside: Municipality) -> None:
    woonstede, duo = known(inside), known(inside, "Wonen Noord")
    call(woonstede)
    said = {"phone": "", "function": "", "from_date": TODAY, **BY}
    add_contact(duo, name="Mila", email="", themes=["communicatie"], **said)
    ended = call(duo, "Weg", "weg@x.example")
    end_contact(ended, last_day=TODAY - timedelta(days=1), **BY)
    lines = lines_by_theme(["communicatie", "drempels"], municipality=inside, today=TODAY)
    names = {
        theme: [line.contact.person.name for found in groups.values() for line in found]
        for theme, groups in lines.items()
    }
    assert names == {"communicatie": ["Mila", "Sander Bakker"], "drempels": ["Sander Bakker"]}


def test_contacts_are_suggested_until_they_are_on_the_list(inside: Municipality) -> None:
    session = build_session(inside, parties=[])
    one, other = known(inside), known(inside, "Wonen Noord")
    call(one)
    call(other, "Mila", "")
    merge_organisations(one, into=other, **BY)
    party = add_party(session, organisation=other, **BY)
    assert [c.person.name for c in people_to_suggest(party, today=TODAY)] == ["Mila", "Sander Bakker"]
    invite_representative(party, name="S. Bakker", email="s@w.example", **BY)
    assert [c.person.name for c in people_to_suggest(party, today=TODAY)] == ["Mila"]


def agreed(municipality: Municipality, owner: Organisation, email: str) -> ActionPoint:
    session = build_session(municipality, parties=[])
    return ActionPoint.objects.create(
        municipality=municipality,
        session=session,
        what="Eén nummer op elke brief",
        owner_organisation=owner,
        owner_name="Sander Bakker",
        owner_email=email,
        created_at=NOW,
        changed_at=NOW,
    )


def test_what_was_agreed_with_who_left_stays_and_says_so(inside: Municipality) -> None:
    old, new = known(inside), known(inside, "Voedselbank")
    contact = call(old)
    point = agreed(inside, old, "S@W.example")
    mark_owners([point], today=TODAY)
    assert point.owner_left_on is None
    move_contact(contact, to=new, on=TODAY, function="", themes=[], **BY)
    mark_owners([point], today=TODAY)
    assert point.owner_left_on == TODAY - timedelta(days=1)
    shown = agreed_with(contact.person, TODAY)
    assert [one.pk for one in shown["points"]] == [point.pk]
    point.refresh_from_db()
    assert (point.owner_organisation, point.owner_name) == (old, "Sander Bakker")


def test_who_works_for_what_it_goes_on_as_did_not_leave(inside: Municipality) -> None:
    old, new = known(inside), build_organisation(inside, "Wonen Noord")
    contact = call(old)
    point = agreed(inside, old, "s@w.example")
    merge_organisations(old, into=new, **BY)
    end_contact(contact, last_day=TODAY - timedelta(days=3), **BY)
    call(new)
    point = ActionPoint.objects.select_related("owner_organisation").get(pk=point.pk)
    mark_owners([point], today=TODAY)
    assert point.owner_left_on is None and point.owner_now == new
