"""What goes wrong around people, places and figures: who works for several, mergers, no figure at all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import ActionPoint
from agenda.owners.now import mark_owners
from audit.actors import Actor
from common.personal import NAME_REMOVED
from common.tenancy import tenant
from live.console_page import console_page
from live.screen_page import screen_page
from municipalities.enums import MunicipalityKind, Role
from municipalities.models import Municipality
from municipalities.platform.founding import change_municipality, facts_of
from municipalities.platform.succession import plan_succession, successors_of
from municipalities.platform.taking_over import carry_out_successions
from questionnaire.enums import AnswerKind
from questionnaire.models import RevealedAnswer
from questionnaire.revealed import revealed_session
from questionnaire.then_and_now import then_and_now
from sessions.contacts import change_contact, move_contact
from sessions.ending import LOOKING_BACK
from sessions.forgetting import forget_people
from sessions.links import token_for
from sessions.merging import goes_on_as, merge_organisations
from sessions.models import ContactPerson, Facilitator, GroupSession, Organisation, Representative
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answer,
    answering,
    appoint,
    build_member,
    build_municipality,
    build_organisation,
    build_session,
    build_user,
    reveal,
    seat,
    sign_in,
    statements_of,
    theme_at,
)
from tests.group_sessions.test_book_contacts import agreed, details
from tests.group_sessions.test_book_import import BY, call, known
from tests.live.phones import Phone, text_of
from tests.municipalities.test_founding import found

STAFF = Actor(role="staff")
TRAPS = range(1, 32)
ON_THE_DAY = datetime(2027, 1, 1, 12, tzinfo=UTC)


def console_of(session: GroupSession, browser: Client):  # type: ignore[no-untyped-def]
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    return browser.get(reverse("live:console", kwargs=place))


def test_trap_07_a_party_of_two_municipalities_leaks_nothing(db: None) -> None:
    one, other = build_municipality("Waterveen"), build_municipality("Zandoord")
    with tenant(one):
        here = call(known(one))
        point = agreed(one, here.organisation, "s@w.example")
    with tenant(other):
        there = call(known(other))
        change_contact(there, **details(there, phone="0687654321"))
    with tenant(one):
        here.person.refresh_from_db()
        assert here.person.phone == "0612345678"
        assert Organisation.objects.count() == ContactPerson.objects.count() == 1
    browser = sign_in(Client(), build_member(other, Role.MANAGER))
    agenda = browser.get(reverse("agenda:list", args=[other.slug]))
    assert agenda.status_code == 200 and point.what not in text_of(agenda)
    assert browser.get(reverse("agenda:list", args=[one.slug])).status_code == 404


def test_trap_08_a_facilitator_of_many_sees_own_sessions_until_their_end(db: None) -> None:
    leader = build_user("Externe leider")
    led, others = [], []
    for name in ("Waterveen", "Zandoord"):
        municipality = build_municipality(name)
        with tenant(municipality):
            led.append(build_session(municipality, facilitator=leader))
            others.append(build_session(municipality, title="Een andere tafel"))
    browser = sign_in(Client(), leader)
    assert [console_of(session, browser).status_code for session in led] == [200, 200]
    assert [console_of(session, browser).status_code for session in others] == [404, 404]
    with tenant(led[0].municipality):
        over = {"state": "closed", "closed_at": timezone.now() - LOOKING_BACK - timedelta(minutes=1)}
        GroupSession.objects.filter(pk=led[0].pk).update(**over)
    assert [console_of(session, browser).status_code for session in led] == [404, 200]
    with tenant(led[1].municipality):
        Facilitator.objects.filter(session=led[1]).update(ended_at=NOW)
    assert console_of(led[1], browser).status_code == 404


def test_trap_09_a_municipality_leaves_a_region_halfway(db: None) -> None:
    region = found(kind=MunicipalityKind.REGION, members=[("Dorpstede", "GM0001"), ("Zandoord", "GM0002")])
    with tenant(region):
        session = build_session(region)
        theme = answering(session)
        answer(session.parties.first(), statements_of(theme)[0], 6)
        reveal(session, theme)
        before = list(RevealedAnswer.objects.order_by("pk").values())
        facts = facts_of(region)
    fewer = replace(facts, members=(("Dorpstede", "GM0001"),))
    assert change_municipality(region, facts=fewer, actor=STAFF, now=NOW)
    with tenant(region):
        assert facts_of(region).members == (("Dorpstede", "GM0001"),)
        session.refresh_from_db()
        assert (session.state, session.municipality_id) == ("running", region.pk)
        assert list(RevealedAnswer.objects.order_by("pk").values()) == before


def test_trap_11_who_leaves_keeps_nothing_and_what_was_agreed_stays(inside: Municipality) -> None:
    old, new = known(inside), known(inside, "Voedselbank")
    contact = call(old)
    point = agreed(inside, old, "s@w.example")
    move_contact(contact, to=new, on=TODAY, function="", themes=[], **BY)
    mark_owners([point], today=TODAY)
    assert point.owner_left_on is not None  # shown as fallen back to the organisation
    point.refresh_from_db()
    assert point.owner_organisation == old
    session = build_session(inside)
    theme = answering(session)
    person = seat(session.parties.first(), "Sander Bakker")
    answer(person.party, statements_of(theme)[0], 8, representative=person)
    reveal(session, theme)
    forget_people(
        inside,
        participants=Representative.objects.filter(pk=person.pk),
        facilitators=Facilitator.objects.none(),
        now=NOW,
    )
    person.refresh_from_db()
    assert person.name == NAME_REMOVED and person.removed_at is not None
    assert RevealedAnswer.objects.filter(party=person.party, value=8).count() == 1
    assert ActionPoint.objects.filter(pk=point.pk).exists()


def test_trap_12_an_organisation_that_merges_keeps_its_past(inside: Municipality) -> None:
    before = build_session(inside, parties=["Oud Wonen", "Voedselbank"])
    held(before, [4, 6])
    after = build_session(inside, parties=["Nieuw Wonen", "Voedselbank"], previous=before, title="Herhaling")
    old = before.parties.get(name="Oud Wonen").organisation
    new = after.parties.get(name="Nieuw Wonen").organisation
    merge_organisations(old, into=new, actor=FACILITATOR, now=timezone.now())
    old.refresh_from_db()
    assert goes_on_as(old) == new
    assert before.parties.get(organisation=old).name == "Oud Wonen"  # the old table stays as it was
    theme = held(after, [8, 6])
    compared = then_and_now(theme)[statements_of(theme)[0].pk]
    assert next((one.name, one.then, one.now) for one in compared.parties) == ("Nieuw Wonen", 4, 8)


def test_trap_13_a_municipality_is_split_over_two(db: None) -> None:
    old, north, south = (build_municipality(name) for name in ("Winsum", "Hogeland", "Westerkwartier"))
    with tenant(old):
        build_organisation(old, "Woonstede")
        session = build_session(old)
        held(session, [4, 6, 8])
    day = date(2027, 1, 1)
    plan_succession(old, successors=[north, south], on=day, actor=STAFF, now=NOW, today=TODAY)
    assert carry_out_successions(now=ON_THE_DAY) == 2
    assert {one.name for one in successors_of(old, today=day)} == {"Hogeland", "Westerkwartier"}
    with tenant(old):
        session.refresh_from_db()
        assert session.municipality.name == "Winsum"
        assert RevealedAnswer.objects.filter(reveal__session_theme__session=session).exists()
    for successor in (north, south):
        with tenant(successor):
            assert Organisation.objects.filter(name="Woonstede").exists()
            assert not GroupSession.objects.exists()  # and so nothing is compared unasked


def held(session: GroupSession, values: Sequence[int | None]):  # type: ignore[no-untyped-def]
    """Answer the first statement of the first theme, party by party, and show the answers."""
    theme = answering(session)
    for party, value in zip(session.parties.all(), values, strict=True):
        if value is not None:
            answer(party, statements_of(theme)[0], value)
    reveal(session, theme)
    return theme_at(session, 1)


def every_page(session: GroupSession) -> list[str]:
    """Return what the console, the big screen and a phone show."""
    browser = sign_in(Client(), leader := build_user("R. Smit"))
    appoint(session, leader)
    place = {"gemeente": session.municipality.slug, "pk": session.pk}
    screen = reverse("live:screen", kwargs={**place, "token": token_for(session)})
    phone = Phone(session).sit(session.parties.first())
    found = [console_of(session, browser), Client().get(screen), phone.get("seat")]
    assert [answered.status_code for answered in found] == [200, 200, 200]
    return [text_of(answered) for answered in found]


@pytest.mark.parametrize("kind", [AnswerKind.DONT_KNOW, AnswerKind.NOT_APPLICABLE, None])
def test_trap_22_a_table_without_one_figure_gets_words(inside: Municipality, kind: AnswerKind | None) -> None:
    session = build_session(inside)
    theme = answering(session, 2)
    for statement in statements_of(theme):
        for party in session.parties.all():
            if kind and (kind != AnswerKind.NOT_APPLICABLE or statement.allows_not_applicable):
                answer(party, statement, kind=kind)
    reveal(session, theme)
    for one in revealed_session(session)[theme.pk].statements:
        summary = one.picture.summary
        assert (summary.n, summary.mean, summary.median, summary.consensus) == (0, None, None, None)
        assert summary.label is None and one.openers == ()
    for page in every_page(session):
        assert not re.search(r"\b(nan|None|inf)\b", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize("values", [[7], [3, 8], [5, 5, 5, 5], [0, 10]])
def test_trap_23_one_party_two_parties_or_all_alike(inside: Municipality, values: list[int]) -> None:
    session = build_session(inside, parties=[f"Partij {number}" for number in range(len(values))])
    theme = held(session, values)
    first = next(one for one in revealed_session(session)[theme.pk].statements if one.picture.summary.n)
    summary = first.picture.summary
    assert (summary.n, summary.lowest, summary.highest) == (len(values), min(values), max(values))
    assert (summary.label is None) == (len(values) < 2)
    assert (summary.mean is None) == (len(values) < 3)
    assert console_page(session, now=NOW).revealed and screen_page(session, now=NOW).shown
    assert all("Partij 0" in page for page in every_page(session))


def test_each_trap_has_a_test() -> None:
    folder = Path(settings.BASE_DIR) / "tests" / "traps"
    words = "".join(one.read_text() for one in sorted(folder.glob("test_*.py")))
    there = {int(number) for number in re.findall(r"^def test_trap_(\d\d)_", words, re.MULTILINE)}
    assert sorted(set(TRAPS) - there) == []
