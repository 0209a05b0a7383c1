"""A question that hangs on a dead connection goes over another one beside it, long before it is given up."""

import re

from playwright.sync_api import Route, expect

from questionnaire.models import Answer
from tests.browser.room import SOON, Room

ANSWERS = re.compile(r"/stelling/\d+/$")
SOONER = 8_000
"""Milliseconds: a question that hangs is given up after 10,000."""


def test_a_picture_whose_question_hangs_comes_over_another_connection(room: Room) -> None:
    screen = room.screen()
    hanging: list[Route] = []

    def leave(route: Route) -> None:
        hanging.append(route)

    screen.context.route("**/nu/", leave, times=1)
    room.answering()
    expect(screen.locator("#look[data-picture=answering]")).to_be_attached(timeout=SOONER)
    assert hanging


def test_an_answer_whose_acknowledgement_hangs_is_sent_again_and_counts_once(room: Room) -> None:
    phone = room.phone()
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    arrived: list[int] = []
    phone.context.route(ANSWERS, lambda route: arrived.append(route.fetch().status), times=1)
    phone.locator("#answer-4").click()
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=SOONER)
    assert arrived == [200]
    with room.inside():
        answer = Answer.objects.get(party=room.parties[0])
    assert (answer.value, answer.version) == (4, 1)
