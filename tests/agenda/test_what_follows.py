"""After somebody is named the page says what the owner hears, and says nothing that does not happen."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.owners.asking import COLLECTS_FOR, TELL_OWNER
from agenda.owners.what_follows import what_follows
from agenda.points import progress
from agenda.points.accepting import accept_action
from agenda.points.assigning import assign_owner
from municipalities.enums import Role
from outbox.models import Promise
from sessions.models import GroupSession
from tests.agenda.test_handing_over import SAID, agreed, held, work
from tests.agenda.test_new_owner import NOOR, by, name_noor
from tests.builders import NOW, answering, build_member

__all__ = ["held"]
SOON, BUTTON, NEXT = "ongeveer vijf minuten", "ja of nee", "De volgende mail gaat op"


def follows(point: ActionPoint, *, now: datetime = NOW) -> str:
    point.refresh_from_db()
    return what_follows(point, now=now)


def give(point: ActionPoint, *, now: datetime = NOW, **owner: str) -> None:
    said: dict[str, Any] = {**by(point), "now": now}
    assign_owner(point, owner_organisation=point.owner_organisation, **owner, **said)


def test_who_is_asked_gets_a_mail_with_buttons_and_who_said_yes_one_about_it(held: GroupSession) -> None:
    asked, told = agreed(held, "Een", yes=False), agreed(held, "Twee")
    work()
    give(asked, owner_name="Noor", owner_email=NOOR)
    assert SOON in follows(asked) and BUTTON in follows(asked)
    give(told, owner_name="Piet", owner_email="piet@w.example")
    assert SOON in follows(told) and BUTTON not in follows(told)
    assert {letter.to[0] for letter in work(NOW)} == {NOOR, "piet@w.example"}
    # They left: nothing follows any more.
    assert follows(asked) == "" == follows(told)


def test_who_says_yes_meanwhile_is_asked_nothing(held: GroupSession) -> None:
    point = agreed(held, yes=False)
    assert BUTTON in follows(point)
    accept_action(point, **by(point))
    assert follows(point) == "" and work() == []


def test_a_second_mail_of_the_day_is_told_with_its_day_and_hour(held: GroupSession) -> None:
    first, second = agreed(held, "Een"), agreed(held, "Twee")
    work()
    give(first, owner_name="Noor", owner_email=NOOR)
    work()
    later = NOW + timedelta(hours=1)
    give(second, now=later, owner_name="Noor", owner_email=NOOR)
    due = Promise.objects.filter(kind=TELL_OWNER, done_at=None).get().due_at
    assert due > later + COLLECTS_FOR
    here = due.astimezone(ZoneInfo("Europe/Amsterdam"))
    said = follows(second, now=later)
    assert NEXT in said and f"{here:%H.%M}" in said and str(here.day) in said and SOON not in said


def test_without_an_address_or_an_owner_no_mail_is_told(held: GroupSession) -> None:
    point, accepted = agreed(held, "Een", yes=False), agreed(held, "Twee")
    give(point, owner_name="Noor")
    give(accepted, owner_name="Noor")
    assert "geen mail" in follows(point) and follows(accepted) == ""
    assign_owner(point, owner_organisation=None, owner_name="", **by(point))
    assert follows(point) == ""


def test_at_the_table_it_is_asked_there_and_a_rehearsal_asks_nobody(session: GroupSession) -> None:
    answering(session)
    point, nameless = agreed(session, yes=False), agreed(session, "Twee", yes=False, owner_email="")
    assert "als de sessie is gesloten" in follows(point)
    assert "Vraag de trekker daar" in follows(nameless) and "mail" not in follows(nameless)
    accept_action(point, **by(point))
    assert follows(point) == ""
    GroupSession.objects.filter(pk=session.pk).update(is_rehearsal=True)
    assert follows(nameless) == ""


def test_a_name_that_is_put_right_at_once_does_not_lose_the_mail(held: GroupSession) -> None:
    point = agreed(held)
    work()
    name_noor(point)
    give(point, owner_name="Noor Visser", owner_email=NOOR)
    assert SOON in follows(point)
    (letter,) = work()
    assert letter.to == [NOOR] and "Noor Visser" in letter.body


def test_nor_does_it_while_the_mail_server_is_away(held: GroupSession) -> None:
    point = agreed(held)
    work()
    name_noor(point)
    Promise.objects.filter(kind=TELL_OWNER, done_at=None).update(attempts=1, last_error="OSError")
    give(point, owner_name="Noor Visser", owner_email=NOOR)
    (letter,) = work(NOW + timedelta(days=3))
    assert letter.to == [NOOR] and "Noor Visser" in letter.body


def test_who_had_no_mail_after_all_is_not_told_to_have_had_one(held: GroupSession) -> None:
    point = agreed(held)
    work()
    name_noor(point)
    give(point, owner_name="Piet", owner_email="piet@w.example")
    assert [letter.to for letter in work()] == [["piet@w.example"]]
    give(point, owner_name="Noor", owner_email=NOOR)
    assert SOON in follows(point)


def test_a_table_that_was_cancelled_is_not_waited_for(session: GroupSession) -> None:
    answering(session)
    point = agreed(session, yes=False)
    GroupSession.objects.filter(pk=session.pk).update(state="cancelled")
    point = ActionPoint.objects.get(pk=point.pk)
    give(point, owner_name="Noor", owner_email=NOOR)
    assert SOON in follows(ActionPoint.objects.get(pk=point.pk))


@pytest.mark.parametrize("status", [ActionStatus.PROPOSED, ActionStatus.DROPPED])
def test_the_page_says_it_where_the_button_was_pressed(
    client: Client, held: GroupSession, status: ActionStatus
) -> None:
    client.force_login(build_member(held.municipality, Role.COORDINATOR))
    point = agreed(held, yes=False)
    if status == ActionStatus.DROPPED:
        progress.change_status(point, status, reason="Weg", **SAID, expected_revision=point.revision)
    Promise.objects.filter(kind=TELL_OWNER).delete()
    kwargs = {"gemeente": held.municipality.slug, "pk": point.pk}
    data: dict[str, Any] = {"expected_revision": point.revision}
    if status == ActionStatus.DROPPED:
        name, said = "status", {"to": ActionStatus.PROPOSED, "reason": "Toch wel"}
    else:
        name, said = "owner", {"organisation": point.owner_organisation_id, "person": "Noor", "email": NOOR}
    data |= {f"{name}-{field}": value for field, value in said.items()}
    page = client.post(reverse(f"agenda:{name}", kwargs=kwargs), data, follow=True)
    promised = Promise.objects.get(kind=TELL_OWNER)
    assert promised.due_at > timezone.now()
    assert "Opgeslagen. Over ongeveer vijf minuten krijgt de trekker een mail" in page.content.decode()


def test_another_change_promises_nothing(client: Client, held: GroupSession) -> None:
    client.force_login(build_member(held.municipality, Role.COORDINATOR))
    point = agreed(held, yes=False)
    address = reverse("agenda:wording", kwargs={"gemeente": held.municipality.slug, "pk": point.pk})
    page = client.post(
        address, {"expected_revision": point.revision, "wording-what": "Elke maandag bellen"}, follow=True
    )
    assert "Opgeslagen." in page.content.decode() and "vijf minuten" not in page.content.decode()
