"""An owner tells from a mail how it goes: one purpose per link, one press, and replays told kindly."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from agenda.enums import ActionChange, ActionStatus, OwnersWord
from agenda.models import ActionPoint
from agenda.owners.reply_link import (
    WORKS_FOR,
    Opened,
    Purpose,
    Reply,
    action_of_reply,
    opened_by,
    reply_token,
)
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.assigning import assign_owner
from agenda.points.describing import plan_next_step
from agenda.points.progress import change_status
from audit.models import AuditEvent
from sessions import stage
from sessions.models import GroupSession
from tests.agenda.test_reply import ask, propose, reply
from tests.builders import FACILITATOR, NOW, TODAY, answering, take

BY: dict[str, Any] = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}


@pytest.fixture
def point(session: GroupSession) -> ActionPoint:
    answering(session)
    point = propose(session, "Eén nummer op elke brief")
    accept_action(point, expected_revision=1, **BY)
    take(stage.close_session, session, follow_up_on=None)
    point.refresh_from_db()
    return point


def page(point: ActionPoint, *, purpose: Purpose = Purpose.PROGRESS, ago: timedelta = timedelta()) -> str:
    token = reply_token(point, sent_on=timezone.localdate() - ago, purpose=purpose)
    return reverse("agenda:reply", args=[point.municipality.slug, token])


def tell(point: ActionPoint, word: str, text: str = "", *, revision: int = 2, **more: str) -> HttpResponse:
    return reply(page(point), word=word, text=text, revision=revision, **more)


def state(point: ActionPoint) -> tuple[str, str, int]:
    point.refresh_from_db()
    return point.status, point.owners_word, point.revision


def test_looking_changes_nothing_and_one_press_tells(point: ActionPoint) -> None:
    events = AuditEvent.objects.count()
    for _scanner in range(3):
        assert ask(page(point)).status_code == 200
    assert (state(point), AuditEvent.objects.count()) == (("accepted", "", 2), events)
    answer = tell(point, "stuck", "Geen uren in het rooster")
    assert (answer.status_code, answer["Location"]) == (303, page(point))
    assert state(point) == ("in_progress", "stuck", 3)
    last = AuditEvent.objects.order_by("-pk").first()
    assert (last.action, last.role) == ("report progress", "owner")
    shown = ask(page(point)).content.decode()
    assert "Geen uren in het rooster" in shown


def test_each_link_opens_one_thing_alone(point: ActionPoint) -> None:
    progress, yes = (reply_token(point, sent_on=TODAY, purpose=purpose) for purpose in Purpose)
    assert progress != yes
    for token, purpose in zip((progress, yes), Purpose, strict=True):
        found = opened_by(token, today=TODAY)
        assert isinstance(found, Opened) and found.purpose is purpose
    other_letter = reply_token(point, sent_on=TODAY, purpose=Purpose.PROGRESS).replace("p", "a", 1)
    assert opened_by(other_letter, today=TODAY) is Reply.WRONG
    progress = reply_token(point, sent_on=TODAY, purpose=Purpose.PROGRESS)
    assert action_of_reply(progress, today=TODAY) is Reply.WRONG
    # The press of the one page means nothing on the other.
    assert reply(page(point), answer="back", reason="Geen tijd", revision=2).status_code == 422
    assert reply(page(point, purpose=Purpose.ANSWER), word="finished", revision=2).status_code == 422
    assert state(point) == ("accepted", "", 2)


def test_it_works_for_sixty_days_and_ends_with_another_owner(point: ActionPoint) -> None:
    assert ask(page(point, ago=WORKS_FOR)).status_code == 200
    assert ask(page(point, ago=WORKS_FOR + timedelta(days=1))).status_code == 410
    old = page(point)
    organisation = point.session.parties.last().organisation
    assign_owner(
        point,
        owner_organisation=organisation,
        owner_name="Ans",
        owner_email="ans@example.org",
        expected_revision=2,
        **BY,
    )
    assert ask(old).status_code == 404
    assert reply(old, word="finished", revision=3).status_code == 404
    assert state(point)[0] == ActionStatus.PROPOSED


def test_the_same_press_again_is_taken_for_what_it_was(point: ActionPoint) -> None:
    for _press in range(3):
        assert tell(point, "on_track", "Brief ligt bij de drukker").status_code == 303
    assert point.events.filter(change=ActionChange.UPDATE).count() == 1
    # Long after, from an old tab: the same words.
    point.events.filter(change=ActionChange.UPDATE).update(at=NOW - timedelta(days=3))
    assert tell(point, "on_track", "Brief ligt bij de drukker").status_code == 303
    assert point.events.filter(change=ActionChange.UPDATE).count() == 1
    assert tell(point, "finished", "Klaar", revision=3).status_code == 303
    assert tell(point, "finished", "Klaar", revision=3).status_code == 303
    assert point.events.filter(after=ActionStatus.DONE).count() == 1


def test_what_was_typed_stays_when_somebody_changed_it_meanwhile(point: ActionPoint) -> None:
    plan_next_step(point, next_step="Bellen", expected_revision=2, **BY)
    answer = tell(point, "stuck", "Dit typte ik net")
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "Dit typte ik net" in content and "Bellen" in content and 'value="3"' in content
    assert tell(point, "stuck", "Dit typte ik net", revision=3).status_code == 303


def test_finished_asks_what_a_resident_notices(point: ActionPoint) -> None:
    assert 'name="resident_effect"' in ask(page(point)).content.decode()
    assert tell(point, "finished", "Gedaan", resident_effect="Eén nummer").status_code == 303
    assert state(point)[0] == ActionStatus.DONE
    assert point.resident_effect == "Eén nummer"
    assert point.events.get(change=ActionChange.EFFECT).after == "Eén nummer"
    shown = ask(page(point))
    assert shown.status_code == 200 and "<textarea" not in shown.content.decode()
    assert tell(point, "stuck", "Toch niet", revision=3).status_code == 422


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"word": ""},
        {"word": "prima"},
        {"word": "stuck", "text": "x" * 301},
        {"word": "stuck", "text": "Bel 06-12345678"},
        {"word": "on_track", "revision": "9" * 40},
        {"word": "on_track", "revision": "x"},
    ],
)
def test_what_is_no_answer_changes_nothing_and_stays(point: ActionPoint, fields: dict[str, str]) -> None:
    answer = reply(page(point), **{"revision": 2, **fields})
    assert answer.status_code in {409, 422}
    assert escape(fields.get("text", "")) in answer.content.decode()
    assert state(point) == ("accepted", "", 2)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("status", ActionStatus)
def test_every_link_shows_a_page_however_it_stands(
    point: ActionPoint, status: ActionStatus, purpose: Purpose
) -> None:
    ActionPoint.objects.filter(pk=point.pk).update(status=status, owners_word=OwnersWord.STUCK)
    shown = ask(page(point, purpose=purpose))
    assert shown.status_code == 200
    assert shown["X-Robots-Tag"] == "noindex"


def test_what_goes_on_no_more_is_told_kindly(point: ActionPoint) -> None:
    for end in (
        lambda: hand_back_action(point, reason="Geen tijd", expected_revision=2, **BY),
        lambda: change_status(point, ActionStatus.DROPPED, reason="x", expected_revision=3, **BY),
    ):
        end()
        assert "<form" not in ask(page(point)).content.decode().partition("<main")[2].partition("</main")[0]
        assert tell(point, "on_track", revision=point.revision).status_code == 422
