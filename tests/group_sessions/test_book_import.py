"""Taking over a file: what each row would do, all or nothing, and nothing else than was shown."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_save

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.address_book import write_organisation
from sessions.book_export import export_address_book
from sessions.book_import import taking
from sessions.book_import.outcome import Status
from sessions.book_import.plan import Plan
from sessions.book_import.reading import read_file
from sessions.book_import.taking import BookChanged, cancel_import, keep_import, take_over, was_cancelled
from sessions.contacts import add_contact, end_contact
from sessions.merging import merge_organisations
from sessions.models import AddressBookImport, Contact, ContactPerson, Organisation, OrganisationAlias
from tests.builders import NOW, TODAY, build_municipality
from tests.group_sessions.book_files import book, csv_with
from tests.group_sessions.test_parties import kind

BY = {"actor": Actor(role="coordinator"), "now": NOW}
HEAD = [
    "Organisatie",
    "Soort",
    "Andere namen",
    "KvK-nummer",
    "Convenant getekend op",
    "Convenant tot",
    "Contactpersoon",
    "Functie",
    "E-mailadres",
    "Telefoon",
    "Thema's",
]


def line(organisation: str = "Woonstede", slug: str = "Woningcorporatie", **said: str) -> list[str]:
    known = {"Organisatie": organisation, "Soort": slug}
    other = {"alias": 2, "kvk": 3, "signed": 4, "until": 5, "person": 6, "role": 7, "email": 8, "phone": 9}
    row = [known.get(head, "") for head in HEAD]
    for name, value in said.items():
        row[{**other, "themes": 10}[name]] = value
    return row


def keep(municipality: Municipality, *rows: Sequence[str]) -> AddressBookImport:
    read = read_file(csv_with(*rows, head=HEAD), book=book())
    return keep_import(municipality=municipality, rows=read.rows, file_name="lijst.csv", **BY)


def plan_of(kept: AddressBookImport) -> Plan:
    return Plan(kept.rows, municipality=kept.municipality, today=TODAY)


def take(kept: AddressBookImport) -> int:
    return take_over(kept, fingerprint=plan_of(kept).fingerprint, **BY)


def statuses(kept: AddressBookImport) -> list[str]:
    return [one.status.value for one in plan_of(kept).outcomes]


def codes(kept: AddressBookImport) -> list[list[str]]:
    return [[remark.code for remark in one.problems] for one in plan_of(kept).outcomes]


def counts() -> list[int]:
    return [model.objects.count() for model in (Organisation, OrganisationAlias, ContactPerson, Contact)]


def known(municipality: Municipality, name: str = "Woonstede", **fields: Any) -> Organisation:
    said = {"kind": kind("woningcorporatie"), **fields}
    return write_organisation(municipality=municipality, name=name, **said, **BY)


def call(organisation: Organisation, name: str = "Sander Bakker", email: str = "s@w.example") -> Contact:
    said = {"phone": "0612345678", "function": "consulent", "themes": [], "from_date": date(2026, 1, 1)}
    return add_contact(organisation, name=name, email=email, **said, **BY)


def test_rows_become_organisations_and_people(inside: Municipality) -> None:
    kept = keep(
        inside,
        line(
            kvk="1234567", alias="WS | De Woonstede", signed="1-3-2026", person="Sander", email="S@W.example"
        ),
        line(slug="", person="Mila", phone="0201234567", themes="Communicatie"),
        line("Voedselbank", "Voedselbank"),
    )
    assert statuses(kept) == ["new", "new", "new"]
    assert take(kept) == 3
    woonstede = Organisation.objects.get(name="Woonstede")
    assert (woonstede.kvk_number, woonstede.covenant_signed_on) == ("01234567", date(2026, 3, 1))
    assert {alias.name for alias in woonstede.aliases.all()} == {"WS", "De Woonstede"}
    assert {(one.person.name, one.person.email) for one in woonstede.contacts.all()} == {
        ("Sander", "s@w.example"),
        ("Mila", ""),
    }
    assert Contact.objects.get(person__name="Mila").themes == ["communicatie"]
    kept.refresh_from_db()
    assert kept.rows == [] and kept.taken_over_at == NOW
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("add organisation") == 2 and actions.count("add contact") == 2
    assert {"read address book file", "take over address book file"} <= set(actions)


def test_the_same_file_again_changes_nothing(inside: Municipality) -> None:
    rows = [line(person="Sander", email="s@w.example", kvk="01234567", alias="WS", themes="alle")]
    take(keep(inside, *rows))
    before = counts()
    again = keep(inside, *rows)
    assert statuses(again) == ["unchanged"] and take(again) == 0 and counts() == before


def test_what_we_export_is_unchanged_when_it_is_read(inside: Municipality) -> None:
    other = known(inside, "Woonstede Zuid")
    organisation = known(inside, aliases=["WS"], kvk_number="01234567", covenant_signed_on=date(2026, 3, 1))
    call(organisation)
    call(other, "Mila Post", "")
    merge_organisations(other, into=organisation, **BY)
    for file_type in ("csv", "xlsx"):
        content = export_address_book(municipality=inside, file_type=file_type, today=TODAY, **BY)
        read = read_file(content, book=book())
        kept = keep_import(municipality=inside, rows=read.rows, file_name="x", **BY)
        assert statuses(kept) == ["unchanged", "unchanged"], codes(kept)
    assert AuditEvent.objects.filter(action="export address book").count() == 2


def test_a_change_is_named_with_what_it_was(inside: Municipality) -> None:
    call(known(inside, kvk_number="01234567"))
    kept = keep(inside, line(kvk="76543210", person="sander bakker", email="s@w.example", role="teamleider"))
    (outcome,) = plan_of(kept).outcomes
    assert outcome.status is Status.CHANGES
    said = [one.change(lambda _column, value: value) for one in outcome.changes]
    assert any("76543210" in one and "01234567" in one for one in said)
    assert any("teamleider" in one and "consulent" in one for one in said)
    take(kept)
    contact = Contact.objects.select_related("person", "organisation").get()
    assert (contact.function, contact.organisation.kvk_number) == ("teamleider", "76543210")
    assert contact.person.phone == "0612345678", "an empty cell changes nothing"


def test_other_names_and_merged_names_lead_to_the_organisation(inside: Municipality) -> None:
    organisation, old = known(inside, aliases=["Café Één"]), known(inside, "Het Oude")
    merge_organisations(old, into=organisation, **BY)
    kept = keep(
        inside,
        line("cafe EEN", person="A", email="a@x.example"),
        line("HET OUDE", person="B", email="b@x.example"),
        line("woonstede", person="C", email="c@x.example"),
    )
    assert take(kept) == 3
    assert Organisation.objects.count() == 2 and organisation.contacts.count() == 3


BAD_ROWS: dict[str, tuple[list[list[str]], list[list[str]]]] = {
    "kind of a new one": ([line(slug="")], [["kind missing"]]),
    "reach without a name": ([line(email="a@b.example")], [["person missing"]]),
    "end without beginning": ([line(until="1-1-2030")], [["until without signed"]]),
    "end before beginning": ([line(signed="1-1-2030", until="1-1-2029")], [["until before signed"]]),
    "two numbers for one": (
        [line(kvk="01234567"), line(kvk="76543210", person="A")],
        [[], ["says otherwise"]],
    ),
    "two kinds in other capitals": ([line(), line("WOONSTEDE", "DUO", person="A")], [[], ["says otherwise"]]),
    "the same row": ([line(), line()], [[], ["same row"]]),
    "the same in other capitals": ([line(), line("WOONSTÉDE")], [[], ["same row"]]),
    "the same person": ([line(person="Jan"), line(person="JAN")], [[], ["same row"]]),
    "one address, two names": (
        [line(person="Jan", email="a@b.example"), line("DUO", "DUO", person="Piet", email="A@B.example")],
        [[], ["email twice"]],
    ),
    "a name of another": ([line(), line("DUO", "DUO", alias="woonstede")], [[], ["alias taken"]]),
    "an alias of another": ([line(alias="WS"), line("DUO", "DUO", alias="ws")], [[], ["alias taken"]]),
    "21 other names": ([line(alias="|".join(f"n{n}" for n in range(21)))], [["too many aliases"]]),
    "a bad row is not the one above": ([line(slug=""), line()], [["kind missing"], []]),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_named_and_the_good_ones_go_on(inside: Municipality, name: str) -> None:
    rows, expected = BAD_ROWS[name]
    kept = keep(inside, *rows)
    assert codes(kept) == expected
    for outcome in plan_of(kept).outcomes:
        assert all("%(" not in remark.problem for remark in outcome.problems)
    assert take(kept) == expected.count([])
    assert Organisation.objects.count() == min(1, expected.count([]))


def test_an_address_of_somebody_else_in_the_book_is_refused(inside: Municipality) -> None:
    organisation, other = known(inside), known(inside, "Voedselbank")
    call(organisation)
    call(organisation, "Ali", "")
    call(organisation, "ALI", "")
    kept = keep(
        inside,
        line(person="Piet", email="S@W.example"),
        line("Voedselbank", "", person="Sander Bakker", email="s@w.example"),
        line(person="Sander Bakker", email="nieuw@w.example"),
        line(person="ali"),
    )
    assert codes(kept) == [["email of other"], ["works elsewhere"], ["other email"], ["several people"]]
    assert take(kept) == 0 and other.contacts.count() == 0


def test_who_left_comes_back_as_the_same_person(inside: Municipality) -> None:
    contact = call(known(inside))
    end_contact(contact, last_day=date(2026, 2, 1), **BY)
    kept = keep(inside, line(person="Sander Bakker", email="s@w.example"))
    assert [one.code for one in plan_of(kept).outcomes[0].changes] == ["again"]
    take(kept)
    assert ContactPerson.objects.count() == 1 and Contact.objects.count() == 2


def test_a_number_that_another_has_is_a_question_and_no_problem(inside: Municipality) -> None:
    known(inside, kvk_number="01234567")
    (outcome,) = plan_of(keep(inside, line("Nieuw", kvk="01234567"))).outcomes
    assert outcome.status is Status.NEW and [note.code for note in outcome.notes] == ["kvk twice"]


def test_a_book_that_changed_meanwhile_is_shown_again(inside: Municipality) -> None:
    kept = keep(inside, line(), line("DUO", "DUO"))
    seen = plan_of(kept).fingerprint
    known(inside, "DUO")
    before = counts()
    with pytest.raises(BookChanged):
        take_over(kept, fingerprint=seen, **BY)
    assert counts() == before
    assert take(kept) == 2, "looked at again"


def test_taking_over_twice_is_once(inside: Municipality) -> None:
    kept = keep(inside, line())
    seen = plan_of(kept).fingerprint
    assert [take_over(kept, fingerprint=seen, **BY) for _ in range(2)] == [1, 0]
    assert Organisation.objects.count() == 1


def test_a_file_that_is_cancelled_leaves_nothing(inside: Municipality) -> None:
    kept = keep(inside, line(person="Jan", email="a@b.example"))
    cancel_import(kept, **BY)
    assert counts() == [0, 0, 0, 0] and not AddressBookImport.objects.exists() and was_cancelled(kept.pk)
    assert not was_cancelled(kept.pk + 1)


class Stumble(Exception):
    """The database fails in the middle."""


def stumble_at(contact_name: str) -> Any:
    def stumble(sender: Any, instance: Contact, **kwargs: Any) -> None:
        if instance.person.name == contact_name:
            raise Stumble

    return stumble


@pytest.fixture
def stumbling() -> Any:
    stumble = stumble_at("Tweede")
    post_save.connect(stumble, sender=Contact)
    yield
    post_save.disconnect(stumble, sender=Contact)


def two_people(municipality: Municipality) -> AddressBookImport:
    first = line(person="Eerste", email="e@b.example")
    return keep(municipality, first, line("DUO", "DUO", person="Tweede", email="t@b.example"))


def test_what_fails_half_way_leaves_nothing(inside: Municipality, stumbling: None) -> None:
    kept = two_people(inside)
    with pytest.raises(Stumble):
        take(kept)
    kept.refresh_from_db()
    assert counts() == [0, 0, 0, 0] and kept.taken_over_at is None and len(kept.rows) == 2


def test_without_its_transaction_half_a_file_would_stay(
    inside: Municipality, stumbling: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = two_people(inside)
    monkeypatch.setattr(taking.transaction, "atomic", nullcontext)
    with pytest.raises(Stumble):
        take(kept)
    assert connection.in_atomic_block, "only the test's own transaction is left"
    assert counts() != [0, 0, 0, 0]


def test_two_municipalities_may_know_the_same_person(db: None) -> None:
    for municipality in (build_municipality("Waterveen"), build_municipality("Dorpstede")):
        with tenant(municipality):
            kept = keep(municipality, line(person="Jan", email="a@b.example"))
            assert statuses(kept) == ["new"] and take(kept) == 1


def test_a_file_name_with_a_number_of_a_resident_is_not_kept(inside: Municipality) -> None:
    kept = keep_import(municipality=inside, rows=[], file_name="lijst 123456782.csv", **BY)
    assert "123456782" not in kept.file_name
