"""My action points: one's own in all municipalities, through a door that shows nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.agenda.many_points import build_points
from tests.builders import build_member, build_municipality, build_session, build_user, outside, sign_in
from users.models import User

PATH = "/mijn/actiepunten/"


def give(municipality: Municipality, user: User, what: str, **fields: object) -> ActionPoint:
    with tenant(municipality):
        point = build_points(municipality, 1, today=timezone.localdate(), years=1)[0]
        said = {"status": ActionStatus.ACCEPTED, "owner_email": user.email, "what": what, **fields}
        ActionPoint.objects.filter(pk=point.pk).update(**said)
        return ActionPoint.objects.get(pk=point.pk)


@pytest.fixture
def towns(db: None) -> list[Municipality]:
    return [build_municipality("Dorpstede"), build_municipality("Waterveen")]


def test_own_points_of_every_municipality_and_nothing_else(client: Client, towns: list[Municipality]) -> None:
    user, other = build_user(), build_user("Iemand anders")
    mine = [give(town, user, f"van mij in {town}", owner_email=user.email.upper()) for town in towns]
    give(towns[0], other, "van een ander")
    give(towns[0], user, "al klaar", status=ActionStatus.DONE)
    give(towns[1], user, "teruggegeven", status=ActionStatus.HANDED_BACK)
    rehearsed = give(towns[1], user, "oefening")
    with tenant(towns[1]):
        rehearsal = build_session(towns[1], is_rehearsal=True)
        ActionPoint.objects.filter(pk=rehearsed.pk).update(session=rehearsal)
    sign_in(client, user)
    response = client.get(PATH)
    shown = [one.point.pk for own in response.context["owned"] for one in own.points]
    assert shown == [point.pk for point in mine]
    content = response.content.decode()
    assert all(point.what in content for point in mine)
    for words in ("van een ander", "al klaar", "teruggegeven", "oefening", other.name):
        assert words not in content


def test_a_guest_answers_on_the_page_of_the_mail_and_a_member_reads_the_agenda(
    client: Client, towns: list[Municipality]
) -> None:
    here, there = towns
    user = build_member(here, Role.READER)
    member, guest = give(here, user, "hier"), give(there, user, "daar")
    asked = give(here, user, "gevraagd", status=ActionStatus.PROPOSED)
    sign_in(client, user)
    pages = {one.point.pk: one.page for own in client.get(PATH).context["owned"] for one in own.points}
    assert pages[member.pk] == reverse("agenda:detail", args=[here.slug, member.pk])
    for point in (guest, asked):
        assert "/antwoord/" in pages[point.pk]
        assert client.get(pages[point.pk]).status_code == 200


def test_who_is_not_signed_in_goes_to_the_sign_in_page(client: Client, towns: list[Municipality]) -> None:
    assert client.get(PATH).status_code == 302


def test_without_points_it_says_so(client: Client, db: None) -> None:
    sign_in(client, build_user())
    response = client.get(PATH)
    assert response.status_code == 200
    assert response.context["number"] == 0


def test_what_ends_first_stands_first(client: Client, towns: list[Municipality]) -> None:
    user, today = build_user(), timezone.localdate()
    later = give(towns[0], user, "later", deadline=today + timedelta(days=30))
    nowhen = give(towns[0], user, "ooit", deadline=None)
    late = give(towns[0], user, "te laat", deadline=today - timedelta(days=1))
    sign_in(client, user)
    (own,) = client.get(PATH).context["owned"]
    assert [one.point.pk for one in own.points] == [late.pk, later.pk, nowhen.pk]
    assert own.points[0].late


def test_the_door_shows_no_names_of_others_where_one_owns_nothing(
    client: Client, towns: list[Municipality]
) -> None:
    user = build_user()
    with outside(), tenant(towns[0]):
        build_points(towns[0], 4, today=timezone.localdate(), years=1)
    sign_in(client, user)
    assert not client.get(PATH).context["owned"]
