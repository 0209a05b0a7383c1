"""What somebody typed while their seat was withdrawn: without a script too it is there to copy."""

import pytest

from questionnaire.models import Answer
from sessions.models import GroupSession
from sessions.seats import remove_from_table
from tests.builders import FACILITATOR, NOW, answering
from tests.live.phones import Phone, text_of

TYPED = "Wij bellen <b>eerst</b>.\r\nDaarna een brief."
KEPT = "Wij bellen &lt;b&gt;eerst&lt;/b&gt;.<br>Daarna een brief."


@pytest.fixture
def phone(session: GroupSession) -> Phone:
    """A phone whose seat was withdrawn while its page was open."""
    answering(session, 1)
    session.refresh_from_db()
    phone = Phone(session).sit(session.parties.first(), "Sanne")
    person = session.parties.first().representatives.get()
    remove_from_table(representative=person, actor=FACILITATOR, now=NOW)
    return phone


def test_a_note_is_shown_to_who_typed_it(phone: Phone) -> None:
    refused = phone.submit(1, answer="7", note=TYPED)
    assert refused.status_code == 404
    page = text_of(refused)
    assert KEPT in page and "Dit typte u" in page
    assert not Answer.objects.exists()


def test_why_a_point_is_given_back_is_shown_too(phone: Phone) -> None:
    refused = phone.client.post(phone.at("hand_back_action", action=1), {"reason": TYPED})
    assert refused.status_code == 404
    assert KEPT in text_of(refused)


@pytest.mark.parametrize("note", ["", "  \r\n", "\0"])
def test_who_typed_nothing_reads_nothing(phone: Phone, note: str) -> None:
    assert 'id="typed"' not in text_of(phone.submit(1, answer="7", note=note))
    assert 'id="typed"' not in text_of(phone.get("seat"))


def test_who_never_had_a_seat_keeps_it_as_well(phone: Phone) -> None:
    assert KEPT in text_of(Phone(phone.session).submit(1, answer="7", note=TYPED))


def test_with_two_hats_the_other_one_is_offered_beside_it(session: GroupSession) -> None:
    answering(session, 1)
    one, other, _third = session.parties.all()
    phone = Phone(session).sit(one, "Els")
    phone.client.post(phone.link(other), {"hat": "also"})
    gone = other.representatives.get()
    remove_from_table(representative=gone, actor=FACILITATOR, now=NOW)
    page = text_of(phone.submit(1, answer="7", note=TYPED, seat=gone.pk))
    assert KEPT in page and f"Antwoord voor {one.name}" in page
