"""The traps of inviting: who moves on, a mailbox of several people, and people without mail."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.contacts import add_contact, end_contact, move_contact
from sessions.enums import JoinedBy, Reply
from sessions.invitations import send_invitations
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from sessions.parties import invite_representative
from sessions.replying import decline, person_by_link, reply_coming
from sessions.seats import LinkWithdrawn, seat_by_link, take_seat
from tests.builders import build_member, build_session, sign_in
from tests.group_sessions.test_invitations import SAID, bodies, worker
from tests.group_sessions.test_stage import bring_to

LONG_AGO = date(2020, 1, 1)
MAILBOX = "info@voedselbank.example"


def listed(session: GroupSession, party: str, name: str, email: str) -> Representative:
    person = invite_representative(session.parties.get(name=party), name=name, email=email, **SAID)
    return Representative.objects.select_related("municipality", "party__session").get(pk=person.pk)


def contact(session: GroupSession, party: str, name: str, email: str):  # type: ignore[no-untyped-def]
    organisation = session.parties.get(name=party).organisation
    more = {"phone": "", "function": "", "themes": [], "from_date": LONG_AGO, **SAID}
    return add_contact(organisation, name=name, email=email, **more)


def move(session: GroupSession, held, *, on: date):  # type: ignore[no-untyped-def]
    to = session.parties.get(name="ROC Waterland").organisation
    return move_contact(held, to=to, on=on, function="", themes=[], **SAID)


def test_trap_10_the_links_of_who_works_elsewhere_die_and_the_history_stays(session: GroupSession) -> None:
    held = contact(session, "Woonstede", "Fatima", "fatima@example.nl")
    fatima = listed(session, "Woonstede", "Fatima", "fatima@example.nl")
    reply_coming(fatima, **SAID)
    later = build_session(session.municipality, starts_at=session.starts_at + timedelta(weeks=9))
    next_one = listed(later, "Woonstede", "Fatima", "fatima@example.nl")
    first, second = token_for(fatima), token_for(next_one)
    # She leaves between the two meetings: she still comes to the first, and not to the second.
    move(session, held, on=timezone.localdate(session.starts_at) + timedelta(weeks=2))
    assert person_by_link(first) == fatima
    assert person_by_link(second) is None and seat_by_link(second) is None
    row = Representative.objects.get(pk=next_one.pk)
    assert (row.party.name, row.name, row.removed_at is not None) == ("Woonstede", "Fatima", True)
    assert AuditEvent.objects.filter(action="remove from table", target_id=row.pk).exists()
    assert not Representative.objects.filter(party__name="ROC Waterland").exists(), "that is a new invitation"


def test_trap_10_who_left_already_has_no_link_to_any_meeting_to_come(session: GroupSession) -> None:
    held = contact(session, "Woonstede", "Fatima", "fatima@example.nl")
    fatima = listed(session, "Woonstede", "Fatima", "fatima@example.nl")
    elsewhere = listed(session, "Voedselbank", "Fatima", "fatima@example.nl")
    send_invitations(session, **SAID)
    end_contact(held, last_day=timezone.localdate(SAID["now"]) - timedelta(days=1), **SAID)
    assert person_by_link(token_for(fatima)) is None
    assert person_by_link(token_for(elsewhere)) == elsewhere, "for another organisation nothing ended"
    assert [bodies(message)[0].count("Voedselbank") > 0 for message in worker()] == [True]


def test_trap_10_who_sits_at_a_table_that_runs_stays_seated(session: GroupSession) -> None:
    held = contact(session, "Woonstede", "Fatima", "fatima@example.nl")
    fatima = listed(session, "Woonstede", "Fatima", "fatima@example.nl")
    bring_to(session, "running")
    take_seat(
        party=fatima.party, name="Fatima", joined_by=JoinedBy.LINK, now=SAID["now"], representative=fatima
    )
    move(session, held, on=timezone.localdate(SAID["now"]))
    assert Representative.objects.present().get().pk == fatima.pk


def test_trap_14_one_mailbox_for_two_parties_is_two_people_with_a_link_each(session: GroupSession) -> None:
    piet = listed(session, "Voedselbank", "Piet", MAILBOX)
    other = listed(session, "Woonstede", "Piet", MAILBOX)
    send_invitations(session, **SAID)
    texts = {bodies(message)[0] for message in worker() if message["To"] == MAILBOX}
    assert len(texts) == 2
    for person in (piet, other):
        (own,) = [text for text in texts if token_for(person) in text]
        assert f"{person.party.name}." in own
    piet = person_by_link(token_for(piet))
    decline(piet, reason="", **SAID)
    replies = dict(Representative.objects.values_list("party__name", "reply"))
    assert replies == {"Voedselbank": Reply.DECLINED, "Woonstede": ""}


def test_trap_14_colleagues_who_read_one_mailbox_are_told_apart_by_name(session: GroupSession) -> None:
    held = contact(session, "Voedselbank", "Piet", MAILBOX)
    piet = listed(session, "Voedselbank", "Piet", MAILBOX)
    els = decline(piet, reason="", substitute_name="Els", substitute_email=MAILBOX, **SAID)
    assert els is not None and els.pk != piet.pk and token_for(els) != token_for(piet)
    [message] = [message for message in worker() if message["To"] == MAILBOX]
    assert "Beste Els" in bodies(message)[0] and token_for(els) in bodies(message)[0]
    seat = {"party": piet.party, "joined_by": JoinedBy.LINK, "now": SAID["now"]}
    bring_to(session, "open")
    with pytest.raises(LinkWithdrawn):
        take_seat(name="Piet", representative=piet, **seat)
    take_seat(name="Els", representative=els, **seat)
    move(session, held, on=timezone.localdate(SAID["now"]))
    assert person_by_link(token_for(els)) is not None, "Piet left, and Els reads the same mailbox"


def test_trap_15_a_volunteer_without_mail_is_listed_replies_by_telephone_and_joins_by_card(
    municipality: Municipality,
) -> None:
    planner = sign_in(Client(), build_member(municipality))
    with tenant(municipality):
        planned = build_session(municipality)
    kwargs = {"gemeente": planned.municipality.slug, "pk": planned.pk}
    with tenant(planned.municipality):
        party = planned.parties.get(name="Voedselbank")
    new = reverse("group_sessions:person_new", kwargs={**kwargs, "party_pk": party.pk})
    for name in ("Piet", "Els"):
        assert planner.post(new, {"name": name, "email": "", "function": ""}).status_code == 302
    with tenant(planned.municipality):
        piet = Representative.objects.get(name="Piet")
        assert Representative.objects.filter(party=party).count() == 2
        assert send_invitations(planned, **SAID) == 0 and not Promise.objects.exists()
    note = reverse("group_sessions:note_reply", kwargs={**kwargs, "person_pk": piet.pk})
    planner.post(note, {"answer": "coming"})
    invitations = reverse("group_sessions:invitations", kwargs=kwargs)
    assert planner.get(invitations).context["counts"].coming == 1
    with tenant(planned.municipality):
        bring_to(planned, "open")
        card = {"gemeente": planned.municipality.slug, "token": token_for(party)}
    phone = Client()
    joined = phone.post(reverse("live:join_link", kwargs=card), {"name": "Piet"})
    assert joined.status_code == 303
    assert phone.get(joined.url).status_code == 200, "no account, no mail, no password"
