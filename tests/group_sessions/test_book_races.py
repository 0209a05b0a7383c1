"""Merging against everything else that writes in the address book: no half merge, no circle, no lost row."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

import sessions.address_book
import sessions.book_import.taking
import sessions.contacts
import sessions.merging
from audit.models import AuditEvent
from catalogue.models import PartyKind
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.address_book import (
    end_organisation,
    organisation_named,
    resume_organisation,
    write_organisation,
)
from sessions.book_import.taking import BookChanged, take_over
from sessions.contacts import change_contact
from sessions.merging import Merges, goes_on_as, merge_organisations, undo_merge
from sessions.models import AddressBookImport, Contact, ContactPerson, GroupSession, Organisation, Party
from sessions.parties import add_party
from sessions.retention import remove_contacts
from tests.builders import build_municipality, build_session
from tests.group_sessions.test_book_import import BY, call, keep, known, line, plan_of
from tests.group_sessions.test_locks import meanwhile

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

Book = tuple[Organisation, Organisation, Organisation]
BOTH_WAYS = pytest.mark.parametrize("other_way", [False, True], ids=["merge first", "merge second"])


@pytest.fixture
def house(db: None) -> Municipality:
    return build_municipality()


@pytest.fixture
def room(house: Municipality) -> GroupSession:
    with tenant(house):
        return build_session(house)


@pytest.fixture
def book(house: Municipality, room: GroupSession) -> Book:
    with tenant(house):
        return known(house, "Amstelwonen"), known(house, "Breedwonen"), known(house, "Centraalwonen")


def merging(one: Organisation, into: Organisation) -> Callable[[], None]:
    def merge() -> None:
        # As a page does that was read before: it knows nothing of what happens meanwhile.
        first, other = Organisation(pk=one.pk, municipality=one.municipality), into
        with suppress(ValidationError):
            merge_organisations(first, into=other, **BY)

    return merge


def state(house: Municipality) -> dict[str, str | None]:
    """Return what each of the three goes on as; there is no circle, and the log tells the same."""
    with tenant(house):
        rows = Organisation.objects.filter(name__endswith="wonen").select_related("merged_into")
        for row in rows:
            assert goes_on_as(row).merged_into_id is None
            assert (row.merged_into_id is None) == (row.merged_at is None)
        told = AuditEvent.objects.filter(action__in=["merge organisations", "undo merge"])
        latest = {event.target_id: event.action for event in told.order_by("pk")}
        merged = {row.pk for row in rows if row.merged_into_id is not None}
        assert merged == {pk for pk, action in latest.items() if action == "merge organisations"}
        return {row.name[0]: row.merged_into and row.merged_into.name[0] for row in rows}


def run(house: Municipality, one: Callable[[], object], other: Callable[[], object], other_way: bool) -> None:
    first, second = (other, one) if other_way else (one, other)
    meanwhile(house, second, first=first)


def test_each_into_the_other_is_one_of_the_two(house: Municipality, book: Book) -> None:
    a, b, _c = book
    meanwhile(house, merging(b, a), first=merging(a, b))
    assert state(house) == {"A": "B", "B": None, "C": None}


def test_one_into_two_others_is_one_of_the_two(house: Municipality, book: Book) -> None:
    a, b, c = book
    meanwhile(house, merging(a, c), first=merging(a, b))
    assert state(house) == {"A": "B", "B": None, "C": None}


def test_three_in_a_circle_leave_an_end(house: Municipality, book: Book) -> None:
    a, b, c = book
    with tenant(house):
        merging(a, b)()
    meanwhile(house, merging(c, a), first=merging(b, c))
    assert state(house) == {"A": "B", "B": "C", "C": None}


@BOTH_WAYS
def test_a_merge_and_its_undo(house: Municipality, book: Book, other_way: bool) -> None:
    a, b, c = book
    with tenant(house):
        merging(a, b)()
    run(house, merging(b, c), lambda: undo_merge(a, **BY), other_way)
    assert state(house) == {"A": None, "B": "C", "C": None}


def test_an_undo_and_a_merge_the_other_way_round(house: Municipality, book: Book) -> None:
    a, b, _c = book
    with tenant(house):
        merging(a, b)()
    meanwhile(house, merging(b, a), first=lambda: undo_merge(a, **BY))
    assert state(house) == {"A": None, "B": "A", "C": None}


def import_of(house: Municipality) -> Callable[[], None]:
    """Return the taking over of a file that changes Amstelwonen, as its page showed it."""
    with tenant(house):
        kept = keep(house, line("Amstelwonen", kvk="01234567", person="Mila", phone="0201234567"))
        fingerprint = plan_of(kept).fingerprint

    def take() -> None:
        with suppress(BookChanged):
            take_over(AddressBookImport.objects.get(pk=kept.pk), fingerprint=fingerprint, **BY)

    return take


@BOTH_WAYS
def test_a_merge_and_a_file_that_is_taken_over(house: Municipality, book: Book, other_way: bool) -> None:
    a, b, _c = book
    run(house, merging(a, b), import_of(house), other_way)
    assert state(house) == {"A": "B", "B": None, "C": None}
    with tenant(house):
        taken = AddressBookImport.objects.exclude(taken_over_at=None).count()
        assert taken == Contact.objects.filter(organisation=a).count() == (1 if other_way else 0)
        assert not Contact.objects.filter(organisation=b).exists(), "the page said: at Amstelwonen"


@BOTH_WAYS
def test_an_undo_and_a_file_that_is_taken_over(house: Municipality, book: Book, other_way: bool) -> None:
    a, b, _c = book
    with tenant(house):
        merging(a, b)()
    run(house, lambda: undo_merge(a, **BY), import_of(house), other_way)
    assert state(house) == {"A": None, "B": None, "C": None}


def change(house: Municipality, row: Organisation) -> Callable[[], object]:
    said = {"municipality": house, "name": row.name, "kind": row.kind, "kvk_number": "12345678"}
    return lambda: write_organisation(Organisation.objects.get(pk=row.pk), **said, **BY)


@BOTH_WAYS
def test_a_merge_and_a_change_of_the_same_organisation(
    house: Municipality, book: Book, other_way: bool
) -> None:
    a, b, _c = book
    run(house, merging(a, b), change(house, a), other_way)
    assert state(house) == {"A": "B", "B": None, "C": None}
    with tenant(house):
        assert Organisation.objects.get(pk=a.pk).kvk_number == "12345678"


@BOTH_WAYS
def test_an_organisation_that_stops_and_a_change_of_it(
    house: Municipality, book: Book, other_way: bool
) -> None:
    a, _b, _c = book
    on = BY["now"].date()
    run(house, lambda: end_organisation(a, on=on, **BY), change(house, a), other_way)
    with tenant(house):
        a.refresh_from_db()
        assert (a.ended_on, a.kvk_number) == (on, "12345678")
        resume_organisation(a, **BY)


@BOTH_WAYS
def test_a_merge_and_a_party_of_either(
    house: Municipality, room: GroupSession, book: Book, other_way: bool
) -> None:
    """Who was offered the organisation before its merge gets a place once: at the table it is one."""
    a, b, _c = book
    with tenant(house):
        add_party(room, organisation=b, **BY)

    def add() -> None:
        with suppress(ValidationError):
            add_party(room, organisation=a, **BY)

    run(house, merging(a, b), add, other_way)
    assert state(house) == {"A": "B", "B": None, "C": None}
    with tenant(house):
        ends = [Merges(house.pk).end_of(pk) for pk in Party.objects.values_list("organisation", flat=True)]
        # Added first, it keeps its place: merging moves nothing. Added later, there is one already.
        assert ends.count(b.pk) == (2 if other_way else 1)


def test_a_party_by_a_name_that_is_merged_meanwhile(
    house: Municipality, room: GroupSession, book: Book
) -> None:
    a, b, _c = book
    kind = PartyKind.objects.get(slug="werkgever")
    meanwhile(house, lambda: add_party(room, name="amstelwonen", kind=kind, **BY), first=merging(a, b))
    with tenant(house):
        found = organisation_named(municipality=house, name="Amstelwonen")
        assert found == b
        assert Party.objects.filter(organisation=b).count() == 1


def test_a_contact_of_somebody_who_is_erased_meanwhile_stays_away(house: Municipality, book: Book) -> None:
    with tenant(house):
        contact = call(book[0])
    told: list[ValidationError] = []

    def correct() -> None:
        said = {"name": "Sander Bakker", "email": "s@w.example", "phone": "", "function": "", "themes": []}
        try:
            change_contact(contact, **said, **BY)
        except ValidationError as refusal:
            told.append(refusal)

    meanwhile(house, correct, first=lambda: erase(contact))
    assert told
    with tenant(house):
        assert not ContactPerson.objects.exists() and not Contact.objects.exists()


def erase(contact: Contact) -> None:
    """Take somebody out as `erase_here` does: the municipality is held."""
    Municipality.objects.select_for_update(no_key=True).get(pk=contact.municipality_id)
    remove_contacts([contact.person_id])


def test_without_the_lock_two_go_round_in_a_circle(
    house: Municipality, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each looks at rows that the other is about to change."""
    monkeypatch.setattr(sessions.merging, "hold_municipality", lambda municipality: municipality)
    monkeypatch.setattr(
        sessions.merging, "_held", lambda *keys: list(Organisation.objects.filter(pk__in=keys).order_by("pk"))
    )
    a, b, _c = book
    meanwhile(house, merging(b, a), first=merging(a, b))
    with tenant(house):
        into = {row.pk: row.merged_into_id for row in Organisation.objects.filter(pk__in=[a.pk, b.pk])}
    assert into == {a.pk: b.pk, b.pk: a.pk}


@pytest.mark.parametrize("other", ["change", "import"])
def test_without_the_lock_a_merge_gets_lost(
    house: Municipality, book: Book, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: whoever writes a whole row without holding the municipality takes the merge back."""
    for module in (sessions.address_book, sessions.book_import.taking):
        monkeypatch.setattr(module, "hold_municipality", lambda municipality: municipality)
    a, b, _c = book
    meanwhile(house, change(house, a) if other == "change" else import_of(house), first=merging(a, b))
    with pytest.raises(AssertionError):
        state(house)


def test_without_the_lock_somebody_erased_comes_back(
    house: Municipality, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a known person is written again after they went."""
    with tenant(house):
        contact = call(book[0])
    monkeypatch.setattr(sessions.contacts, "hold_municipality", lambda municipality: municipality)
    meanwhile(house, lambda: call(book[1]), first=lambda: erase(contact))
    with tenant(house):
        assert ContactPerson.objects.filter(pk=contact.person_id).exists()


def test_without_the_lock_one_organisation_sits_twice(
    house: Municipality, room: GroupSession, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what was chosen from a page that is older than the merge."""
    monkeypatch.setattr("sessions.parties.hold_goes_on_as", goes_on_as)
    a, b, _c = book
    with tenant(house):
        add_party(room, organisation=b, **BY)
    meanwhile(house, lambda: add_party(room, organisation=a, **BY), first=merging(a, b))
    with tenant(house):
        ends = [Merges(house.pk).end_of(pk) for pk in Party.objects.values_list("organisation", flat=True)]
        assert ends.count(b.pk) == 2
