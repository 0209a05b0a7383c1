"""The big screen: what it shows at each point of the stage, and what it can't show."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import ActionPoint
from common.tenancy import tenant
from municipalities.models import Municipality
from questionnaire.enums import AnswerKind
from sessions import stage
from sessions.links import token_for
from sessions.models import GroupSession
from sessions.screen_look import darken_screen
from tests.builders import (
    NOW,
    answer,
    answering,
    build_municipality,
    build_session,
    open_doors,
    reveal,
    seat,
    statements_of,
    take,
    theme_at,
)

CANARY = "kanarie-8842"


def address(session: GroupSession, name: str = "screen", token: str = "") -> str:
    place = {"gemeente": session.municipality.slug, "pk": session.pk, "token": token or token_for(session)}
    return reverse(f"live:{name}", kwargs=place)


def shown(session: GroupSession, client: Client, name: str = "screen_now") -> str:
    answered = client.get(address(session, name))
    assert answered.status_code == 200
    return answered.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def client() -> Client:
    return Client()


def test_the_page_needs_its_own_token(session: GroupSession, client: Client) -> None:
    other = build_session(session.municipality, title="Andere tafel")
    for wrong in [
        token_for(other),
        token_for(session)[:-1],
        "s1-" + "a" * 26,
        token_for(session.parties.first()),
    ]:
        for name in ("screen", "screen_now", "screen_stand"):
            assert client.get(address(session, name, wrong)).status_code == 404
    old = address(session)
    session.screen_link_version += 1
    session.save()
    assert client.get(old).status_code == 404


def test_another_municipality_does_not_have_this_screen(municipality: Municipality, client: Client) -> None:
    with tenant(municipality):
        here = address(build_session(municipality))
    elsewhere = here.replace(municipality.slug, build_municipality("Duinrand").slug)
    assert client.get(here).status_code == 200
    assert client.get(elsewhere).status_code == 404


def test_it_leads_nowhere_and_tells_nobody_where_it_is(session: GroupSession, client: Client) -> None:
    answered = client.get(address(session))
    assert answered["Referrer-Policy"] == "no-referrer"
    assert answered["Cache-Control"] == "no-store"
    html = answered.content.decode()
    assert "<a " not in html
    assert "<form" not in html


def test_the_lobby_shows_the_way_in_and_who_is_there(session: GroupSession, client: Client) -> None:
    open_doors(session)
    seat(session.parties.first())
    html = shown(session, client)
    assert session.spoken_join_code in html
    assert "<svg" in html
    assert "1 " in words(html)
    for party in session.parties.all():
        assert party.name in html


def test_before_the_reveal_no_answer_can_be_seen(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    first, *_others = session.parties.all()
    statements = statements_of(theme)
    before = {name: shown(session, client, name) for name in ("screen", "screen_now")}
    for statement in statements:
        answer(first, statement, 3, note=CANARY)
    for name in ("screen", "screen_now"):
        html = shown(session, client, name)
        assert CANARY not in html
        assert first.name not in html
        # All that changed is how many are ready.
        assert _without_ready(html) == _without_ready(before[name])
    for party, value in zip(session.parties.all(), (0, 10, 5), strict=True):
        answer(party, statements[0], value, expected_version=1 if party == first else 0)
    assert _without_ready(shown(session, client)) == _without_ready(before["screen_now"])


def _without_ready(html: str) -> str:
    new_each_time = r'data-live-stream="[^"]*"|data-follow-etag="[^"]*"|nonce="[^"]*"|data-(?:now|revision|live-revision)="[^"]*"|hx-headers=\'[^\']*\''
    html = re.sub(new_each_time, "", html)
    return re.sub(r'<div class="screen-answering__count".*?</div>', "", html, flags=re.DOTALL)


def test_ready_counts_parties_that_answered_everything(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    first, second, third = session.parties.all()
    statements = statements_of(theme)
    for statement in statements:
        answer(first, statement, 4)
    answer(second, statements[0], kind=AnswerKind.DONT_KNOW)
    html = shown(session, client)
    assert 'max="3" value="1"' in html
    third.absent_since = NOW
    third.save()
    assert 'max="2" value="1"' in shown(session, client)


def test_after_the_reveal_every_party_stands_there_by_name(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    first, second, third = session.parties.all()
    third.absent_since = NOW
    third.save()
    for statement in statements_of(theme):
        answer(first, statement, 2, note=CANARY)
        answer(second, statement, 9)
    assert session.spoken_join_code in shown(session, client)
    reveal(session, theme)
    html = shown(session, client)
    for party in (first, second, third):
        assert party.name in html
    assert session.spoken_join_code not in html
    assert CANARY not in html  # a note is the party's own to say
    for statement in statements_of(theme):
        assert statement.short_title in html


def test_the_statement_shown_is_the_chosen_one(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    statements = statements_of(theme)
    for party, value in zip(session.parties.all(), (0, 5, 10), strict=True):
        answer(party, statements[0], 7)
        answer(party, statements[1], value)
    reveal(session, theme)
    heading = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
    assert statements[1].text_in("nl") in heading.search(shown(session, client))[1].replace("<wbr>", "")
    take(stage.show_statement, session, statement=statements[0])
    assert statements[0].text_in("nl") in heading.search(shown(session, client))[1].replace("<wbr>", "")


def test_a_theme_that_waits_shows_nothing_of_one_that_was_revealed(
    session: GroupSession, client: Client
) -> None:
    theme = answering(session)
    for party in session.parties.all():
        answer(party, statements_of(theme)[0], 7)
    reveal(session, theme)
    take(stage.show_theme, session, theme=theme_at(session, 2))
    html = shown(session, client)
    assert "dot-plot" not in html
    assert session.spoken_join_code not in html


def test_blank_and_closed_show_no_answers(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    for party in session.parties.all():
        answer(party, statements_of(theme)[0], 7)
    reveal(session, theme)
    take(stage.blank_screen, session, blank=True)
    assert "dot-plot" not in shown(session, client)
    take(stage.blank_screen, session, blank=False)
    assert "dot-plot" in shown(session, client)
    take(stage.close_session, session, follow_up_on=date(2027, 1, 12))
    html = shown(session, client)
    assert "dot-plot" not in html
    assert "12 januari 2027" in html


def test_the_end_shows_what_was_agreed(session: GroupSession, client: Client) -> None:
    answering(session)
    party = session.parties.first()
    dates = {"created_at": NOW, "changed_at": NOW}
    ActionPoint.objects.create(
        municipality=session.municipality,
        session=session,
        what="Eén telefoonnummer",
        owner_organisation=party.organisation,
        deadline=date(2027, 2, 1),
        **dates,
    )
    ActionPoint.objects.create(
        municipality=session.municipality, session=session, what="<script>alert(1)</script>", **dates
    )
    take(stage.begin_wrap_up, session)
    html = shown(session, client)
    assert "Eén telefoonnummer" in html
    assert "1 februari 2027" in html
    assert "<script>alert" not in html


def test_nothing_new_is_304(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    url = address(session, "screen_now")
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    answer(session.parties.first(), statements_of(theme)[0], 5)
    counted = client.get(url, headers={"If-None-Match": etag})
    assert counted.status_code == 200
    assert counted["ETag"] != etag
    reveal(session, theme)
    assert client.get(url, headers={"If-None-Match": counted["ETag"]}).status_code == 200


def test_the_page_knows_the_etag_of_what_it_shows(session: GroupSession, client: Client) -> None:
    open_doors(session)
    html = client.get(address(session)).content.decode()
    etag = re.search(r'data-follow-etag="([^"]+)"', html)[1].replace("&quot;", '"')
    assert client.get(address(session, "screen_now"), headers={"If-None-Match": etag}).status_code == 304


def test_the_room_chooses_the_language_not_the_laptop(session: GroupSession, client: Client) -> None:
    html = client.get(address(session), headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="nl"' in html
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get(address(session)).content.decode()


def test_the_facilitator_makes_it_dark_and_light_again(session: GroupSession, client: Client) -> None:
    assert 'class="ma-theme"' in shown(session, client, "screen")
    etag = client.get(address(session, "screen_now"))["ETag"]
    take(darken_screen, session, dark=True)
    assert 'class="ma-theme app-dark"' in shown(session, client, "screen")
    changed = client.get(address(session, "screen_now"), headers={"If-None-Match": etag})
    assert 'data-dark="yes"' in changed.content.decode()
    take(darken_screen, session, dark=False)
    assert 'data-dark="no"' in shown(session, client)


@pytest.mark.parametrize("parties", [1, 3, 25])
def test_a_304_and_a_picture_cost_the_same_queries_for_every_table(
    inside: Municipality, parties: int, client: Client, django_assert_num_queries: object
) -> None:
    session = build_session(inside, parties=[f"Partij {number}" for number in range(parties)])
    theme = answering(session)
    for party in session.parties.all():
        answer(party, statements_of(theme)[0], 7)
    reveal(session, theme)
    url = address(session, "screen_now")
    etag = client.get(url)["ETag"]
    with django_assert_num_queries(8):
        client.get(url)
    with django_assert_num_queries(3):
        client.get(url, headers={"If-None-Match": etag})


def test_names_of_sixty_characters_and_strange_ones_are_shown(inside: Municipality, client: Client) -> None:
    names = ["Stichting " + "x" * 50, "<b>vet</b>", "مركز المساعدة", "🏠" * 30, "A" * 120]
    session = build_session(inside, parties=names)
    open_doors(session)
    assert "<b>vet</b>" not in shown(session, client)
    theme = answering(session)
    reveal(session, theme)
    assert "<b>vet</b>" not in shown(session, client)
    with tenant(inside):
        assert "&lt;b&gt;vet" in shown(session, client)
