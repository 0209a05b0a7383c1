"""The big screen: what it shows at each point of the stage, and what it can't show."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from common.tenancy import tenant
from live.screen_pictures import AFTER_THE_CLOSE
from municipalities.models import Municipality
from questionnaire.enums import AnswerKind
from questionnaire.revealed import revealed_session
from sessions import stage
from sessions.links import token_for
from sessions.models import GroupSession
from sessions.screen_look import darken_screen
from sessions.talk_order import put_openers_on_screen, set_talk_order
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
    new_each_time = (
        r'data-live-stream="[^"]*"|data-follow-etag="[^"]*"|nonce="[^"]*"|hx-headers=\'[^\']*\''
        r'|data-(?:now|revision|live-revision)="[^"]*"'
    )
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
    take(stage.close_session, session, now=timezone.now(), follow_up_on=date(2027, 1, 12))
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


def test_the_room_sees_first_what_to_talk_about_first(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    first, second = statements_of(theme)[:2]
    for party, value in zip(session.parties.all(), (0, 5, 10), strict=True):
        answer(party, first, 7)
        answer(party, second, value)
    reveal(session, theme)
    assert session.shown_statement == second
    take(stage.reopen_theme, session, theme=theme, reason="Verkeerd gelezen")
    take(stage.show_statement, session, statement=first)
    reveal(session, theme)
    assert session.shown_statement == first


def test_the_overview_shows_each_statement_in_the_order_of_talk(
    session: GroupSession, client: Client
) -> None:
    theme = answering(session)
    statements = statements_of(theme)
    for party, value in zip(session.parties.all(), (0, 5, 10), strict=True):
        answer(party, statements[0], 7)
        answer(party, statements[1], value)
    reveal(session, theme)
    take(stage.show_statement, session, statement=None)
    html = shown(session, client)
    assert html.count('class="screen-strip"') == len(statements)
    assert html.count("<circle") + html.count("<polygon") == 6  # one for each figure
    assert html.index(f'id="strip-{statements[1].pk}"') < html.index(f'id="strip-{statements[0].pk}"')
    take(set_talk_order, session, theme=theme, numbers=[one.number for one in statements])
    html = shown(session, client)
    assert html.index(f'id="strip-{statements[0].pk}"') < html.index(f'id="strip-{statements[1].pk}"')


def test_who_could_open_stands_there_when_the_facilitator_put_it(
    session: GroupSession, client: Client
) -> None:
    theme = answering(session)
    for party, value in zip(session.parties.all(), (0, 5, 10), strict=True):
        answer(party, statements_of(theme)[0], value)
    reveal(session, theme)
    assert "screen-openers" not in shown(session, client)
    take(put_openers_on_screen, session, show=True)
    card = shown(session, client).partition("screen-openers")[2].partition("</div>")[0]
    on_console = revealed_session(session)[theme.pk].statements[0].openers
    assert on_console
    assert all(name in card for name in on_console)
    take(stage.show_statement, session, statement=statements_of(theme)[1])
    assert "screen-openers" not in shown(session, client)


def agree(session: GroupSession, what: str, position: int = 1, **fields: object) -> ActionPoint:
    return ActionPoint.objects.create(
        municipality=session.municipality,
        session=session,
        theme=theme_at(session, position).theme,
        what=what,
        created_at=NOW,
        changed_at=NOW,
        **fields,
    )


def test_what_is_agreed_grows_beside_the_talk(session: GroupSession, client: Client) -> None:
    theme = answering(session)
    reveal(session, theme)
    assert 'id="points"' not in shown(session, client)
    agree(session, "Van een ander thema", 2)
    points = [agree(session, f"Punt {number}") for number in range(1, 7)]
    agree(session, "Laten vallen", status=ActionStatus.DROPPED)
    html = shown(session, client)
    assert "Afgesproken: 6 actiepunten" in html
    assert "Punt 6" in html
    assert "Punt 1<" not in html
    take(stage.show_statement, session, statement=None)
    html = shown(session, client)
    assert [f'id="point-{point.pk}"' in html for point in points] == [False, False, True, True, True, True]
    assert "Van een ander thema" not in html
    assert "Laten vallen" not in html


def test_a_long_list_keeps_the_important_and_the_latest(session: GroupSession, client: Client) -> None:
    answering(session)
    for number in range(1, 21):
        agree(session, f"Punt {number}.", is_priority=number in {2, 9})
    take(stage.begin_wrap_up, session)
    told = words(shown(session, client))
    order = [int(number) for number in re.findall(r"Punt (\d+)\.", told)]
    assert order == [2, 9, 16, 17, 18, 19, 20]
    assert "En nog 13 actiepunten" in told


def test_after_the_close_it_says_what_happens_now_and_goes_blank(
    session: GroupSession, client: Client
) -> None:
    answering(session)
    take(stage.close_session, session, follow_up_on=date(2027, 1, 12))
    GroupSession.objects.filter(pk=session.pk).update(closed_at=timezone.now())
    answered = client.get(address(session, "screen_now"))
    told = answered.content.decode()
    assert "Wat er nu gebeurt" in told
    seconds = int(re.search(r'data-blank-after="(\d+)"', told)[1])
    assert AFTER_THE_CLOSE.total_seconds() - 30 <= seconds <= AFTER_THE_CLOSE.total_seconds()
    GroupSession.objects.filter(pk=session.pk).update(closed_at=timezone.now() - AFTER_THE_CLOSE)
    later = client.get(address(session, "screen_now"), headers={"If-None-Match": answered["ETag"]})
    assert later.status_code == 200
    assert "screen-blank" in later.content.decode()


def test_each_fragment_tells_how_new_it_is(session: GroupSession, client: Client) -> None:
    open_doors(session)
    assert int(client.get(address(session, "screen_now"))["X-Revision"]) == session.revision


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
    with django_assert_num_queries(9):
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
