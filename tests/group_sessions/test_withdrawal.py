"""Withdrawing what gives access: the old stops at once, the new works, who sits stays, and the log tells."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions import stage
from sessions.links import row_of, token_for
from sessions.models import GroupSession, Party
from sessions.seats import seat_by_link, session_by_code
from sessions.stepping import StaleStep, StepRefused
from sessions.withdrawal import (
    cards_seen,
    renew_join_code,
    renew_screen_link,
    renew_seat_card,
    renew_seat_cards,
)
from tests.builders import NOW, build_session, open_doors, outside, take
from tests.live.phones import Phone

COORDINATOR = Actor(role="coordinator")
Page = Callable[..., str]


def by(seen: object) -> dict[str, object]:
    return {"seen": str(seen), "actor": COORDINATOR, "now": NOW}


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_withdrawn_name_card_opens_nothing_and_the_new_one_does(session: GroupSession) -> None:
    first, second, _third = open_doors(session).parties.all()
    phone = Phone(session).sit(first)
    old, other = token_for(first), token_for(second)
    renew_seat_card(first, **by(1))
    assert seat_by_link(old) is None
    assert seat_by_link(other) == second
    first.refresh_from_db()
    assert seat_by_link(token_for(first)) == first
    assert actions()[-1] == "renew name card"
    assert Phone(session).client.post(phone.link(old), {"name": "Ann"}).status_code == 404
    # Who sits there stays seated.
    assert phone.get("seat").status_code == 200


def test_all_cards_at_once(session: GroupSession) -> None:
    parties = list(open_doors(session).parties.all())
    old = [token_for(party) for party in parties]
    assert renew_seat_cards(session, **by(cards_seen(parties))) == len(parties) == 3
    assert [seat_by_link(token) for token in old] == [None] * 3
    assert all(seat_by_link(token_for(party)) == party for party in session.parties.all())
    assert actions()[-1] == "renew name cards"


def test_a_withdrawn_screen_link_shows_nothing(session: GroupSession) -> None:
    open_doors(session)
    old, revision = token_for(session), session.revision
    renew_screen_link(session, **by(1))
    session.refresh_from_db()
    assert row_of(old, GroupSession) is None
    assert session.revision > revision
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    for name in ("screen", "screen_now", "screen_stand"):
        with outside():
            assert Client().get(reverse(f"live:{name}", kwargs={**place, "token": old})).status_code == 404, (
                name
            )
        with outside():
            fresh = reverse(f"live:{name}", kwargs={**place, "token": token_for(session)})
            assert Client().get(fresh).status_code == 200, name


def test_a_withdrawn_code_opens_nothing_and_nobody_loses_a_seat(session: GroupSession) -> None:
    old = open_doors(session).join_code
    phone = Phone(session).sit(session.parties.first())
    new = renew_join_code(session, **by(old))
    assert new != old
    assert session_by_code(old) is None
    assert session_by_code(new) == session
    assert phone.get("seat").status_code == 200
    assert actions()[-1] == "renew join code"
    assert old not in "".join(AuditEvent.objects.values_list("reason", flat=True))


def test_a_code_that_another_session_has_is_not_given(session: GroupSession) -> None:
    taken = build_session(session.municipality).join_code
    codes = iter([taken, taken, "VRJ2CDE5"])
    new = renew_join_code(session, **by(session.join_code), new_code=lambda: next(codes))
    assert new == "VRJ2CDE5"


def test_the_second_of_two_clicks_withdraws_nothing(session: GroupSession) -> None:
    party = open_doors(session).parties.first()
    renew_seat_card(party, **by(1))
    cards = cards_seen(list(session.parties.all()))
    renew_seat_cards(session, **by(cards))
    renew_screen_link(session, **by(1))
    code = renew_join_code(session, **by(session.join_code))
    for again in (
        lambda: renew_seat_card(party, **by(1)),
        lambda: renew_seat_cards(session, **by(cards)),
        lambda: renew_screen_link(session, **by(1)),
        lambda: renew_join_code(session, **by(session.join_code)),
    ):
        with pytest.raises(StaleStep):
            again()
    session.refresh_from_db()
    assert (session.join_code, session.screen_link_version) == (code, 2)
    assert set(session.parties.values_list("seat_card_version", flat=True)) == {2, 3}


def test_after_the_end_only_the_screen_can_be_withdrawn(session: GroupSession) -> None:
    take(stage.start_session, open_doors(session))
    take(stage.close_session, session, follow_up_on=None)
    party = session.parties.first()
    for verb, row, seen in (
        (renew_seat_card, party, 1),
        (renew_seat_cards, session, 3),
        (renew_join_code, session, session.join_code),
    ):
        with pytest.raises(StepRefused):
            verb(row, **by(seen))
    renew_screen_link(session, **by(1))


@pytest.mark.parametrize("name", ["renew_code", "renew_screen", "renew_cards", "renew_card"])
def test_each_page_asks_and_then_does(
    planner: Client, page: Page, planned: GroupSession, municipality: Municipality, name: str
) -> None:
    with tenant(municipality):
        party = planned.parties.first()
        more = {"party_pk": party.pk} if name == "renew_card" else {}

    def state() -> tuple[object, ...]:
        with tenant(municipality):
            planned.refresh_from_db()
            cards = list(Party.objects.values_list("seat_card_version", flat=True))
            return planned.join_code, planned.screen_link_version, cards

    before = state()
    asked = planner.get(page(name, **more))
    assert asked.status_code == 200
    assert state() == before
    seen = asked.context["form"].initial["seen"]
    for _click in range(2):
        assert planner.post(page(name, **more), {"seen": seen}, follow=True).status_code == 200
        after = state()
        assert after != before
    assert planner.post(page(name, **more), {"seen": "x" * 500}).status_code == 422
    assert state() == after


def test_the_page_lists_all_that_lets_people_in(planner: Client, page: Page, planned: GroupSession) -> None:
    text = planner.get(page("access")).content.decode()
    assert planned.spoken_join_code in text
    for name in ("renew_code", "renew_screen", "renew_cards"):
        assert page(name) in text
    with tenant(planned.municipality):
        cards = [page("renew_card", party_pk=party.pk) for party in planned.parties.all()]
    assert all(card in text for card in cards)
    assert page("access") in planner.get(page("detail")).content.decode()
