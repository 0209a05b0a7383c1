"""How the meeting was, on the phone: three taps, without a script, and totals on the console."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Municipality
from sessions import stage
from sessions.feedback import AFTER_CLOSING
from sessions.models import Feedback, GroupSession
from tests.builders import answering, build_session, build_user, take
from tests.live.phones import Phone

pytestmark = pytest.mark.slow


@pytest.fixture
def room(inside: Municipality) -> GroupSession:
    session = build_session(inside, facilitator=build_user("R. Smit"))
    answering(session)
    return session


def phones(room: GroupSession) -> list[Phone]:
    """Let somebody sit for each party, at the wrap-up."""
    seated = []
    for number, party in enumerate(room.parties.all()):
        phone = Phone(room)
        assert phone.client.post(phone.link(party), {"name": f"Persoon {number}"}).status_code == 303
        phone.client.post(phone.at("notice"))
        seated.append(phone)
    take(stage.begin_wrap_up, room)
    return seated


def tap(phone: Phone, answer: str) -> int:
    return phone.client.post(phone.at("give_feedback"), {"answer": answer}).status_code


def test_three_taps_and_thanks(room: GroupSession) -> None:
    phone = phones(room)[0]
    html = phone.client.get(phone.at("seat")).content.decode()
    assert html.count('class="app-feedback__figure"') == 15
    assert 'aria-pressed="true"' not in html
    for answer in ("useful 4", "heard 5", "confident 1"):
        assert tap(phone, answer) == 303
    html = phone.client.get(phone.at("seat")).content.decode()
    assert html.count('aria-pressed="true"') == 3
    assert "Uw antwoorden zijn opgeslagen" in html


@pytest.mark.parametrize(
    "answer", ["", "useful", "useful 0", "useful 6", "pk 1", "useful ٣", "useful 1.5", "\0 1"]
)
def test_a_strange_tap_is_told_and_stored_nowhere(room: GroupSession, answer: str) -> None:
    phone = phones(room)[0]
    assert tap(phone, answer) == 303
    assert "niet invullen" in phone.client.get(phone.at("seat")).content.decode()
    assert not Feedback.objects.exists()


def test_it_is_asked_from_the_wrap_up_until_a_day_after_the_close(room: GroupSession) -> None:
    phone = phones(room)[0]
    tap(phone, "useful 4")
    take(stage.close_session, room, follow_up_on=None)
    GroupSession.objects.filter(pk=room.pk).update(closed_at=timezone.now())
    html = phone.client.get(phone.at("seat")).content.decode()
    assert html.count(" disabled") >= 5 and 'id="feedback-heard-3"' in html
    assert tap(phone, "heard 2") == 303
    tap(phone, "useful 1")
    assert list(Feedback.objects.order_by("pk").values_list("useful", "heard", "is_late")) == [
        (4, None, False),
        (None, 2, True),
    ]
    GroupSession.objects.filter(pk=room.pk).update(closed_at=timezone.now() - AFTER_CLOSING)
    assert 'id="feedback"' not in phone.client.get(phone.at("seat")).content.decode()


def test_before_the_wrap_up_it_is_not_asked(room: GroupSession) -> None:
    phone = Phone(room)
    phone.client.post(phone.link(room.parties.first()), {"name": "Yusuf"})
    phone.client.post(phone.at("notice"))
    assert 'id="feedback"' not in phone.client.get(phone.at("seat")).content.decode()
    tap(phone, "useful 4")
    assert not Feedback.objects.exists()


def test_without_a_seat_there_is_nothing_to_answer(room: GroupSession) -> None:
    phones(room)
    assert tap(Phone(room), "useful 4") == 404


def test_a_tap_is_of_the_seat_whose_page_it_is_on(room: GroupSession) -> None:
    one, other, _third = room.parties.all()
    phone = Phone(room).sit(one, "Els")
    take(stage.begin_wrap_up, room)
    page = phone.client.get(phone.at("seat")).content.decode()
    seat = re.search(r'name="seat" value="([0-9]+)"', page[page.index('id="feedback"') :])
    assert seat is not None
    # In another tab the other hat is put on meanwhile.
    phone.client.post(phone.link(other), {"hat": "also"})
    phone.client.post(phone.at("give_feedback"), {"answer": "useful 4", "seat": seat[1]})
    assert Feedback.objects.get().representative.party == one


def test_the_console_shows_totals_of_three_people_once_it_is_closed(
    room: GroupSession, client: Client
) -> None:
    client.force_login(room.facilitators.get().user)
    place = {"gemeente": room.municipality.slug, "pk": room.pk}
    console = reverse("live:console", kwargs=place)
    for number, phone in enumerate(phones(room), start=1):
        tap(phone, f"useful {number + 1}")
        assert not client.get(console).context["page"].talk.totals
    html = client.get(console).content.decode()
    assert "3 mensen gaven antwoord" in html and "na het sluiten" in html
    take(stage.close_session, room, now=timezone.now(), follow_up_on=None)
    (total,) = client.get(console).context["page"].talk.totals
    assert (total.n, total.mean) == (3, 3.0)
    html = client.get(console).content.decode()
    assert "3,0" in html and "van 5 · 3 mensen" in html


def test_under_two_hats_somebody_taps_once(room: GroupSession) -> None:
    one, other, _third = room.parties.all()
    phone = Phone(room).sit(one, "Els")
    phone.client.post(phone.link(other), {"hat": "also"})
    take(stage.begin_wrap_up, room)
    tap(phone, "useful 4")
    phone.client.post(phone.at("hats"), {"seat": one.representatives.get().pk})
    page = phone.client.get(phone.at("seat")).content.decode()
    assert re.search(r'id="feedback-useful-4" aria-pressed="true"', page)
    tap(phone, "useful 2")
    assert Feedback.objects.values_list("useful", flat=True).get() == 2
