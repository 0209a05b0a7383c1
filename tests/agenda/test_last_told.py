"""What was last told about an action point stands above what can be changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint
from agenda.points.merging import last_told
from agenda.points.progress import change_deadline, report_progress
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import FACILITATOR, build_member

BY = {"actor": FACILITATOR, "author": "R. Smit"}
TOLD = "Geen uren in het rooster"


@pytest.fixture
def point(session: GroupSession) -> ActionPoint:
    now = timezone.now()
    return ActionPoint.objects.create(
        municipality=session.municipality,
        session=session,
        what="Les over geld",
        owner_organisation=session.parties.first().organisation,
        deadline=timezone.localdate(),
        status=ActionStatus.ACCEPTED,
        created_at=now,
        changed_at=now,
    )


def tell_and_postpone(point: ActionPoint) -> None:
    by = {**BY, "now": timezone.now()}
    report_progress(point, owners_word=OwnersWord.STUCK, text=TOLD, expected_revision=point.revision, **by)
    today = timezone.localdate()
    later = {"deadline": today + timedelta(days=30), "reason": "Ziekte", "today": today}
    change_deadline(point, expected_revision=point.revision, **later, **by)


def shown(client: Client, point: ActionPoint, role: Role) -> str:
    client.force_login(build_member(point.municipality, role))
    place = {"gemeente": point.municipality.slug, "pk": point.pk}
    return client.get(reverse("agenda:detail", kwargs=place)).content.decode()


def test_what_was_last_told_comes_before_the_forms(
    client: Client, point: ActionPoint, inside: Municipality
) -> None:
    tell_and_postpone(point)
    page = shown(client, point, Role.MANAGER)
    assert page.count(TOLD) == 2  # once more in the history
    assert page.index('class="app-callout agenda-last"') < page.index(TOLD) < page.index("form-update")


def test_who_changes_nothing_finds_it_in_the_history_alone(
    client: Client, point: ActionPoint, inside: Municipality
) -> None:
    tell_and_postpone(point)
    page = shown(client, point, Role.READER)
    assert page.count(TOLD) == 1
    assert "agenda-last" not in page


def test_a_point_about_which_nothing_was_told_says_nothing(point: ActionPoint) -> None:
    assert last_told(list(point.events.order_by("-pk"))) is None
