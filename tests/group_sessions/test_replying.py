"""What who was invited lets know: kept, changed until the start, and never for another party."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from outbox.models import Promise
from sessions import standing
from sessions.enums import JoinedBy, Reply
from sessions.invitations import promises_of, send_again
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from sessions.parties import change_representative, invite_representative, remove_party
from sessions.replying import (
    MOST_ON_A_LIST,
    decline,
    hand_on,
    person_by_link,
    reply_coming,
    substitutes_of,
)
from sessions.seats import LinkWithdrawn, actor_of, remove_from_table, take_seat
from sessions.stepping import StepRefused
from tests.builders import NOW
from tests.group_sessions.test_invitations import SAID, send, worker
from tests.group_sessions.test_stage import bring_to

ELS = {"substitute_name": "Els", "substitute_email": "els@example.nl"}


@pytest.fixture
def fatima(session: GroupSession) -> Representative:
    party = session.parties.get(name="Woonstede")
    person = invite_representative(party, name="Fatima", email="fatima@example.nl", **SAID)
    send(session)
    worker()
    return again(person)


def again(person: Representative) -> Representative:
    """Return somebody as the page behind the link finds them."""
    found = person_by_link(token_for(Representative.objects.get(pk=person.pk)))
    assert found is not None
    return found


def by(person: Representative) -> dict[str, object]:
    return {"actor": actor_of(person), "now": NOW}


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_who_comes_is_noted_once_and_may_still_change(fatima: Representative) -> None:
    for _press in range(2):
        reply_coming(fatima, **by(fatima))
    assert (again(fatima).reply, again(fatima).replied_at) == (Reply.COMING, NOW)
    assert actions().count("reply coming") == 1
    assert decline(fatima, reason="Vakantie", **by(fatima)) is None
    assert (again(fatima).reply, again(fatima).decline_reason) == (Reply.DECLINED, "Vakantie")
    reply_coming(fatima, **by(fatima))
    assert (again(fatima).reply, again(fatima).decline_reason) == (Reply.COMING, "")


def test_a_substitute_is_listed_invited_at_once_and_logged(fatima: Representative) -> None:
    for _press in range(2):
        els = decline(fatima, reason="", **ELS, **by(fatima))
    assert els is not None and els.instead_of == fatima and els.party == fatima.party
    assert substitutes_of(again(fatima)) == [els]
    [message] = worker()
    assert message["To"] == "els@example.nl"
    assert actions().count("hand on invitation") == actions().count("decline invitation") == 1
    log = str(list(AuditEvent.objects.values()))
    assert "els@example.nl" not in log and "Els" not in log


def test_who_declined_keeps_a_place_in_the_history_and_gets_no_seat(fatima: Representative) -> None:
    bring_to(fatima.party.session, "open")
    fatima = again(fatima)
    decline(fatima, reason="Ziek", **ELS, **by(fatima))
    with pytest.raises(LinkWithdrawn):
        take_seat(
            party=fatima.party, name="Fatima", joined_by=JoinedBy.LINK, now=NOW, representative=again(fatima)
        )
    with pytest.raises(LinkWithdrawn):
        take_seat(party=fatima.party, name="Piet", joined_by=JoinedBy.LINK, now=NOW, instead_of=again(fatima))
    assert again(fatima).removed_at is None and again(fatima).invited_at is not None
    reply_coming(fatima, **by(fatima))
    seat = take_seat(
        party=fatima.party, name="Fatima", joined_by=JoinedBy.LINK, now=NOW, representative=again(fatima)
    )
    assert list(Representative.objects.present()) == [seat]
    decline(again(fatima), reason="", **by(fatima))
    assert not Representative.objects.present().exists(), "the seat that was taken ends too"


def test_a_colleague_comes_beside_or_instead(fatima: Representative) -> None:
    reply_coming(fatima, **by(fatima))
    beside = hand_on(fatima, name="Els", email="ELS@example.nl", in_my_place=False, **by(fatima))
    assert (beside.instead_of, beside.email, again(fatima).reply) == (None, "els@example.nl", Reply.COMING)
    instead = hand_on(fatima, name="Piet", email="piet@example.nl", in_my_place=True, **by(fatima))
    assert (instead.instead_of, again(fatima).reply) == (fatima, Reply.DECLINED)
    assert sorted(message["To"] for message in worker()) == ["els@example.nl", "piet@example.nl"]


def test_who_is_on_the_list_already_is_told_like_anybody_and_asked_once(fatima: Representative) -> None:
    els = invite_representative(fatima.party, name="Els", email="els@example.nl", **SAID)
    for name in ("Els", "Iemand anders"):
        found = hand_on(fatima, name=name, email="els@example.nl", in_my_place=False, **by(fatima))
        assert found == els
    assert len(worker()) == 1
    assert fatima.party.representatives.count() == 2


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"name": "", "email": "els@example.nl"}, {"name"}),
        ({"name": "Els", "email": ""}, {"email"}),
        ({"name": "Els", "email": "geen adres"}, {"email"}),
        ({"name": "W" * 121, "email": "els@example.nl"}, {"name"}),
        ({"name": "fatima", "email": "fatima@example.nl"}, {"name"}),
    ],
)
def test_who_can_be_no_colleague_is_refused_and_nothing_is_noted(
    fatima: Representative, typed: dict[str, str], fields: set[str]
) -> None:
    for refused in (
        lambda: hand_on(fatima, **typed, in_my_place=True, **by(fatima)),
        lambda: decline(
            fatima,
            reason="x",
            substitute_name=typed["name"],
            substitute_email=typed["email"],
            **by(fatima),
        ),
    ):
        with pytest.raises(ValidationError) as error:
            refused()
        assert set(error.value.error_dict) == fields
    assert again(fatima).reply == "" and Representative.objects.count() == 1


def test_a_reason_holds_no_residents_and_no_novel(fatima: Representative) -> None:
    for reason in ("Bel mw. Jansen op 06-12345678", "x" * 301):
        with pytest.raises(ValidationError):
            decline(fatima, reason=reason, **by(fatima))
    assert again(fatima).reply == ""


def test_a_link_that_went_astray_lists_no_crowd(fatima: Representative) -> None:
    for number in range(MOST_ON_A_LIST - 1):
        hand_on(fatima, name=f"P{number}", email=f"p{number}@x.nl", in_my_place=False, **by(fatima))
    with pytest.raises(ValidationError):
        hand_on(fatima, name="Te veel", email="veel@x.nl", in_my_place=False, **by(fatima))
    assert fatima.party.representatives.count() == MOST_ON_A_LIST


def test_a_withdrawn_link_answers_nothing(fatima: Representative, session: GroupSession) -> None:
    send_again(again(fatima), session=session, seen=1, **SAID)
    with pytest.raises(LinkWithdrawn):
        reply_coming(fatima, **by(fatima))
    fresh = again(fatima)
    remove_from_table(representative=again(fatima), **SAID)
    with pytest.raises(LinkWithdrawn):
        decline(fresh, reason="", **by(fatima))
    assert Representative.objects.get(pk=fatima.pk).reply == ""


@pytest.mark.parametrize("state", ["running", "closed", "cancelled"])
def test_from_the_start_on_nothing_changes(fatima: Representative, state: str) -> None:
    bring_to(fatima.party.session, state)
    for refused in (
        lambda: reply_coming(fatima, **by(fatima)),
        lambda: decline(fatima, reason="", **ELS, **by(fatima)),
        lambda: hand_on(fatima, name="E", email="e@x.nl", in_my_place=False, **by(fatima)),
    ):
        with pytest.raises(StepRefused):
            refused()
    assert Representative.objects.count() == 1


def test_another_address_is_another_person_who_has_not_replied(fatima: Representative) -> None:
    decline(fatima, reason="Vakantie", **by(fatima))
    change_representative(fatima, name="Els", email="els@example.nl", function="", **SAID)
    assert (again(fatima).reply, again(fatima).decline_reason) == ("", "")


def test_a_party_with_a_substitute_can_be_taken_off_the_list(fatima: Representative) -> None:
    decline(fatima, reason="", **ELS, **by(fatima))
    remove_party(fatima.party, **SAID)
    assert not Representative.objects.exists()


def test_everybody_stands_somewhere_and_is_counted_once(session: GroupSession) -> None:
    party = session.parties.first()
    names = ["komt", "komt niet", "zwijgt", "onbereikbaar"]
    people = {
        name: invite_representative(party, name=name, email=f"{number}@x.nl", **SAID)
        for number, name in enumerate(names)
    }
    invite_representative(party, name="zonder mail", email="", **SAID)
    send(session)
    worker()
    invite_representative(party, name="nieuw", email="nieuw@x.nl", **SAID)
    reply_coming(again(people["komt"]), **SAID)
    decline(again(people["komt niet"]), reason="", **SAID)
    Promise.objects.filter(payload__id=people["onbereikbaar"].pk).update(bounced_at=NOW + timedelta(hours=1))
    rows = list(Representative.objects.order_by("pk"))
    promised = promises_of(rows)
    found = {row.name: standing.standing_of(row, promised=promised) for row in rows}
    assert [one.name for one in found.values()] == [
        "COMING",
        "DECLINED",
        "SILENT",
        "NOT_ARRIVED",
        "NO_ADDRESS",
        "NOT_INVITED",
    ]
    counts = standing.counts_of(list(found.values()))
    assert counts == standing.Counts(invited=4, coming=1, declined=1, silent=1, not_arrived=1)
