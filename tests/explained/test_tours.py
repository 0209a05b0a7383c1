"""A tour is offered until somebody skips or finishes it, per person, and is found again."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from municipalities.enums import Role
from municipalities.models import Municipality
from sessions import stage
from sessions.models import GroupSession
from sessions.seats import COOKIE_KEY
from tests.builders import build_member, build_session, build_user, outside, seat, sign_in, take
from vroegsignalering.explained.tours import TOURS

OFFER = 'id="rondleiding"'


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def skip(client: Client, name: str, **fields: str) -> None:
    client.post("/rondleiding/", {"rondleiding": name, **fields})


def browser_of(municipality: Municipality, role: Role) -> Client:
    return sign_in(Client(), build_member(municipality, role))


@pytest.fixture
def agenda(municipality: Municipality) -> str:
    return reverse("agenda:list", kwargs={"gemeente": municipality.slug})


def test_a_tour_is_offered_until_it_was_skipped_and_looking_changes_nothing(
    municipality: Municipality, agenda: str
) -> None:
    manager = browser_of(municipality, Role.MANAGER)
    assert OFFER in page_of(manager, agenda)
    assert OFFER in page_of(manager, agenda)
    skip(manager, "agenda")
    assert OFFER not in page_of(manager, agenda)


def test_another_browser_of_the_same_person_knows_it_and_another_person_does_not(
    municipality: Municipality, agenda: str
) -> None:
    user = build_member(municipality, Role.MANAGER)
    first, second = Client(), Client()
    first.force_login(user)
    second.force_login(user)
    skip(first, "agenda")
    skip(first, "agenda")
    assert OFFER not in page_of(second, agenda)
    assert OFFER in page_of(browser_of(municipality, Role.MANAGER), agenda)
    user.refresh_from_db()
    assert user.tours_seen == ["agenda"]


def test_it_is_found_again(municipality: Municipality, agenda: str) -> None:
    manager = browser_of(municipality, Role.MANAGER)
    skip(manager, "agenda")
    page = page_of(manager, agenda)
    assert f'href="{agenda}?rondleiding#rondleiding"' in page
    again = page_of(manager, f"{agenda}?rondleiding")
    assert OFFER in again and '<details class="app-tour__details" open>' in again


def test_only_who_plans_is_shown_how_to_plan(municipality: Municipality) -> None:
    path = reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})
    assert OFFER in page_of(browser_of(municipality, Role.COORDINATOR), path)
    assert OFFER not in page_of(browser_of(municipality, Role.MANAGER), path)


def test_a_session_that_is_over_is_not_prepared_or_led(session: GroupSession) -> None:
    slug = session.municipality.slug
    path = reverse("group_sessions:detail", kwargs={"gemeente": slug, "pk": session.pk})
    coordinator = browser_of(session.municipality, Role.COORDINATOR)
    with outside():
        assert OFFER in page_of(coordinator, path)
    take(stage.cancel_session, session, reason="De zaal is niet vrij")
    with outside():
        assert OFFER not in page_of(coordinator, path)


def test_a_page_without_a_tour_offers_none(client: Client, municipality: Municipality) -> None:
    coordinator = browser_of(municipality, Role.COORDINATOR)
    for path in ("/", "/zo-werkt-het/", f"/{municipality.slug}/groepssessies/nieuw/", "/bestaat/niet/"):
        page = page_of(coordinator, path)
        assert OFFER not in page and "?rondleiding" not in page


def phone_of(session: GroupSession) -> Client:
    """Return a phone that sits at the table, with no account."""
    take(stage.open_session, session)
    person = seat(session.parties.first(), "Sanne")
    client = Client()
    browser = client.session
    browser[COOKIE_KEY] = {str(session.pk): person.pk}
    browser.save()
    return client


def test_a_participant_without_an_account_is_remembered_by_the_browser(session: GroupSession) -> None:
    phone = phone_of(session)
    path = reverse("live:seat", kwargs={"gemeente": session.municipality.slug, "pk": session.pk})
    with outside():
        assert OFFER in page_of(phone, path)
        skip(phone, "meedoen")
        assert OFFER not in page_of(phone, path)
        assert OFFER not in page_of(Client(), path), "who has no seat has nothing to be shown"


def test_the_facilitator_is_shown_the_console(municipality: Municipality, inside: Municipality) -> None:
    leader = build_user("R. Smit")
    session = build_session(municipality, facilitator=leader)
    path = reverse("live:console", kwargs={"gemeente": municipality.slug, "pk": session.pk})
    client = Client()
    client.force_login(leader)
    with outside():
        page = page_of(client, path)
    assert OFFER in page
    for card in TOURS["gesprek-leiden"].cards:
        assert card.target in {"console-next", "console-side"} or f'id="{card.target}"' in page


def test_every_card_points_at_something_that_a_page_has() -> None:
    sources = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    for tour in TOURS.values():
        assert 3 <= len(tour.cards) <= 4
        for card in tour.cards:
            assert re.search(rf'\bid="{card.target}"', sources), (tour.name, card.target)


@pytest.mark.django_db
def test_nonsense_is_ignored_and_leads_home(client: Client) -> None:
    assert client.post("/rondleiding/").status_code == 204
    assert client.post("/rondleiding/", {"rondleiding": "x" * 5000}).status_code == 204
    away = client.post("/rondleiding/", {"rondleiding": "agenda", "terug": "https://elders.example/"})
    assert away["Location"] == "/"
    back = client.post("/rondleiding/", {"rondleiding": "agenda", "terug": "/begrippen/"})
    assert back["Location"] == "/begrippen/"
    for odd in ("zomaar", "group_sessions:list", "//elders.example/", "javascript:alert(1)"):
        answer = client.post("/rondleiding/", {"rondleiding": "agenda", "terug": odd})
        assert answer.status_code == 302 and "elders" not in answer["Location"], odd
    assert client.get("/rondleiding/").status_code == 405
