"""One municipality goes on as another: on its day, once, and nothing that was agreed moves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from audit.actors import Actor
from audit.models import AuditEvent
from catalogue.versions import current_catalogue
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality, Succession
from municipalities.platform.removal import ask_removal
from municipalities.platform.succession import (
    plan_succession,
    require_own_future,
    successors_of,
    withdraw_succession,
)
from municipalities.platform.suspension import lift_suspension, suspend_municipality
from municipalities.platform.taking_over import carry_out_successions
from municipalities.tasks import carry_out_what_was_planned, clear_exports
from outbox.promises import due_promises, fulfil
from sessions.models import Contact, ContactPerson, Organisation, OrganisationAlias
from sessions.planning import plan_session
from tests.builders import (
    NOW,
    TODAY,
    build_member,
    build_municipality,
    build_organisation,
    build_session,
    build_staff,
    national_catalogue,
    sign_in,
)
from tests.municipalities.whole.everything import in_days, rows_of
from users.models import User

STAFF = Actor(role="staff")
DAY = date(2027, 1, 1)
ON_THE_DAY = datetime(2027, 1, 1, 12, tzinfo=UTC)


def plan(predecessor: Municipality, *successors: Municipality, on: date = DAY) -> list[Succession]:
    return plan_succession(predecessor, successors=successors, on=on, actor=STAFF, now=NOW, today=TODAY)


def roles_in(municipality: Municipality, user: User, *, today: date = DAY) -> set[str]:
    with tenant(municipality):
        held = Membership.objects.current(today=today).filter(user=user)
        return set(held.values_list("role", flat=True))


def names_in(municipality: Municipality) -> list[str]:
    with tenant(municipality):
        return sorted(Organisation.objects.values_list("name", flat=True))


@pytest.fixture
def old(db: None) -> Municipality:
    return build_municipality("Oudeveen")


@pytest.fixture
def new(db: None) -> Municipality:
    return build_municipality("Nieuwveen")


def test_until_the_day_nothing_changes(old: Municipality, new: Municipality) -> None:
    coordinator = build_member(new)
    with tenant(old):
        build_organisation(old, "Woonstede")
    plan(old, new)
    before = rows_of(old), rows_of(new)
    assert carry_out_successions(now=ON_THE_DAY - timedelta(days=1)) == 0
    assert (rows_of(old), rows_of(new)) == before
    assert roles_in(old, coordinator) == set()
    with tenant(old):
        require_own_future(old, today=DAY - timedelta(days=1))


def test_twice_is_once(old: Municipality, new: Municipality) -> None:
    build_member(new)
    with tenant(old):
        build_organisation(old, "Woonstede")
    plan(old, new)
    assert carry_out_successions(now=ON_THE_DAY) == 1
    before = rows_of(old), rows_of(new)
    for days in (0, 1, 400):
        assert carry_out_successions(now=ON_THE_DAY + timedelta(days=days)) == 0
    assert (rows_of(old), rows_of(new)) == before


def test_an_outage_on_the_day_only_makes_it_later(old: Municipality, new: Municipality) -> None:
    coordinator = build_member(new)
    plan(old, new)
    assert carry_out_successions(now=ON_THE_DAY + timedelta(days=11)) == 1
    with tenant(old):
        assert Membership.objects.get(user=coordinator).from_date == DAY


def test_a_merger_copies_each_name_once(old: Municipality, new: Municipality) -> None:
    other = build_municipality("Zandoord")
    with tenant(new):
        build_organisation(new, "WOONSTEDE")
        known = build_organisation(new, "Sociaal  téam")
        OrganisationAlias.objects.create(municipality=new, organisation=known, name="Wijkteam")
    with tenant(old):
        for name in ("Woonstede", "Wijkteam", "Sociaal Team", "Voedselbank Oud"):
            build_organisation(old, name)
    with tenant(other):
        for name in ("Voedselbank Oud", "Energie Zand"):
            build_organisation(other, name)
    plan(old, new)
    plan(other, new)
    assert carry_out_successions(now=ON_THE_DAY) == 2
    assert names_in(new) == ["Energie Zand", "Sociaal  téam", "Voedselbank Oud", "WOONSTEDE"]
    assert names_in(old) == ["Sociaal Team", "Voedselbank Oud", "Wijkteam", "Woonstede"]


def test_contacts_of_today_come_along_and_earlier_ones_do_not(old: Municipality, new: Municipality) -> None:
    with tenant(old):
        organisation = build_organisation(old, "Woonstede")
        gone = build_organisation(old, "Is opgegaan")
        Organisation.objects.filter(pk=gone.pk).update(merged_into=organisation)
        OrganisationAlias.objects.create(municipality=old, organisation=organisation, name="De Woon")
        for name, until in (("Noor Bos", None), ("Wie Weg", date(2026, 1, 1)), ("Zonder Adres", None)):
            email = "" if name == "Zonder Adres" else f"{name.split()[0].lower()}@example.org"
            person = ContactPerson.objects.create(municipality=old, name=name, email=email)
            Contact.objects.create(
                municipality=old,
                organisation=organisation,
                person=person,
                function="consulent",
                themes=["melden"],
                from_date=date(2020, 1, 1),
                until_date=until,
            )
    with tenant(new):
        ContactPerson.objects.create(municipality=new, name="N. Bos", email="Noor@example.org")
    plan(old, new)
    carry_out_successions(now=ON_THE_DAY)
    with tenant(new):
        assert names_in(new) == ["Woonstede"]
        assert sorted(map(str, OrganisationAlias.objects.all())) == ["De Woon", "Is opgegaan"]
        copied = Contact.objects.order_by("person__name").values_list("person__name", "function", "themes")
        assert list(copied) == [
            ("N. Bos", "consulent", ["melden"]),
            ("Zonder Adres", "consulent", ["melden"]),
        ]


def test_what_was_merged_comes_along_as_one(old: Municipality, new: Municipality) -> None:
    with tenant(old):
        one, other, third, gone = (build_organisation(old, name) for name in ("Een", "Twee", "Drie", "Vier"))
        for row, into in ((other, one), (third, other)):
            Organisation.objects.filter(pk=row.pk).update(merged_into=into)
        gone.ended_on = TODAY
        gone.save()
        OrganisationAlias.objects.create(municipality=old, organisation=third, name="De Derde")
        both = ContactPerson.objects.create(municipality=old, name="Noor Bos", email="noor@example.org")
        only = ContactPerson.objects.create(municipality=old, name="Ali Demir", email="ali@example.org")
        for organisation, person in ((one, both), (third, both), (third, only), (gone, only)):
            Contact.objects.create(
                municipality=old, organisation=organisation, person=person, from_date=date(2020, 1, 1)
            )
    plan(old, new)
    carry_out_successions(now=ON_THE_DAY)
    with tenant(new):
        assert names_in(new) == ["Een"]
        assert sorted(map(str, OrganisationAlias.objects.all())) == ["De Derde", "Drie", "Twee"]
        called = Contact.objects.order_by("person__name")
        assert [str(contact) for contact in called] == ["Ali Demir · Een", "Noor Bos · Een"]


def test_a_split_gives_both_the_address_book(old: Municipality, new: Municipality) -> None:
    third = build_municipality("Derdeveen")
    with tenant(old):
        build_organisation(old, "Woonstede")
    plan(old, new, third)
    assert carry_out_successions(now=ON_THE_DAY) == 2
    assert names_in(new) == names_in(third) == ["Woonstede"]
    assert [one.name for one in successors_of(old, today=DAY)] == ["Derdeveen", "Nieuwveen"]


def test_both_sides_are_told_and_log_it(old: Municipality, new: Municipality) -> None:
    administrators = {
        build_member(old, Role.ADMINISTRATOR).email,
        build_member(new, Role.ADMINISTRATOR).email,
    }
    plan(old, new)
    carry_out_successions(now=ON_THE_DAY)
    for pk in due_promises(now=ON_THE_DAY):
        assert fulfil(promise_id=pk, now=ON_THE_DAY)
    assert {to for message in mail.outbox for to in message.to} == administrators
    for side in (old, new):
        with tenant(side):
            said = AuditEvent.objects.filter(target_type="municipalities.succession")
            assert list(said.values_list("action", flat=True)) == ["plan succession", "carry out succession"]


def test_it_can_be_withdrawn_until_it_is_done(old: Municipality, new: Municipality) -> None:
    plan(old, new)
    assert withdraw_succession(old, actor=STAFF, now=NOW) == 1
    assert withdraw_succession(old, actor=STAFF, now=NOW) == 0
    plan(old, new)
    carry_out_successions(now=ON_THE_DAY)
    assert withdraw_succession(old, actor=STAFF, now=ON_THE_DAY) == 0
    assert Succession.objects.count() == 1


@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=1), date(2020, 2, 29), date(2099, 1, 1)])
def test_a_day_that_cannot_be_is_refused(old: Municipality, new: Municipality, on: date) -> None:
    with pytest.raises(ValidationError):
        plan(old, new, on=on)
    assert not Succession.objects.exists()


def test_a_leap_day_is_a_day_like_another(old: Municipality, new: Municipality) -> None:
    plan(old, new, on=date(2028, 2, 29))
    assert carry_out_successions(now=datetime(2028, 2, 28, 22, tzinfo=UTC)) == 0
    assert carry_out_successions(now=datetime(2028, 2, 28, 23, 5, tzinfo=UTC)) == 1


def test_in_the_caribbean_the_day_begins_later(old: Municipality, new: Municipality) -> None:
    Municipality.objects.filter(pk=old.pk).update(time_zone="America/Curacao")
    plan(old, new)
    midnight = datetime(2027, 1, 1, tzinfo=ZoneInfo("America/Curacao"))
    assert carry_out_successions(now=midnight - timedelta(minutes=1)) == 0
    assert carry_out_successions(now=midnight) == 1


def test_what_contradicts_itself_is_refused(old: Municipality, new: Municipality) -> None:
    third = build_municipality("Derdeveen")
    plan(old, new)
    refused = [
        (old, (third,), DAY),
        (old, (new,), DAY),
        (new, (old,), DAY + timedelta(days=30)),
        (third, (old,), DAY),
        (new, (third,), DAY),
        (third, (third,), DAY),
        (third, (), DAY),
    ]
    for predecessor, successors, on in refused:
        with translation.override("en"), pytest.raises(ValidationError):
            plan(predecessor, *successors, on=on)
    plan(new, third, on=DAY + timedelta(days=365))
    assert Succession.objects.count() == 2


def test_a_successor_that_is_suspended_is_refused_and_later_waits(
    old: Municipality, new: Municipality
) -> None:
    coordinator = build_member(new)
    suspend_municipality(new, reason="Even niet", actor=STAFF, now=NOW)
    with pytest.raises(ValidationError):
        plan(old, Municipality.objects.get(pk=new.pk))
    lift_suspension(new, actor=STAFF, now=NOW)
    plan(old, new)
    suspend_municipality(new, reason="Even niet", actor=STAFF, now=NOW)
    assert carry_out_successions(now=ON_THE_DAY) == 0
    lift_suspension(new, actor=STAFF, now=NOW)
    assert carry_out_successions(now=ON_THE_DAY + timedelta(days=3)) == 1
    assert roles_in(old, coordinator) == {"coordinator"}


def test_a_successor_that_is_being_removed_is_refused(old: Municipality, new: Municipality) -> None:
    staff = build_staff()
    ask_removal(
        new,
        reason="Weg",
        removal_from=TODAY + timedelta(days=40),
        user=staff,
        actor=STAFF,
        now=NOW,
        today=TODAY,
    )
    with pytest.raises(ValidationError):
        plan(old, new)


def test_no_new_session_from_that_day_and_planned_ones_stay(old: Municipality, new: Municipality) -> None:
    national_catalogue()
    Succession.objects.create(predecessor=old, successor=new, on=timezone.localdate())
    with tenant(old):
        session = build_session(old)
        with translation.override("en"), pytest.raises(ValidationError, match="goes on as Nieuwveen"):
            plan_session(
                municipality=old,
                title="Nog een",
                starts_at=timezone.now() + timedelta(days=9),
                catalogue=current_catalogue(),
                actor=STAFF,
                now=timezone.now(),
            )
    client = sign_in(Client(), build_member(old))
    kwargs = {"gemeente": old.slug, "pk": session.pk}
    page = client.get(reverse("group_sessions:detail", kwargs=kwargs)).content.decode()
    assert "Nieuwveen" in page
    other = sign_in(Client(), build_member(new))
    home = reverse("group_sessions:list", kwargs={"gemeente": new.slug})
    assert "Oudeveen" not in other.get(home).content.decode()


def test_before_the_day_the_pages_say_nothing(old: Municipality, new: Municipality) -> None:
    Succession.objects.create(predecessor=old, successor=new, on=in_days(1))
    client = sign_in(Client(), build_member(old))
    page = client.get(reverse("group_sessions:list", kwargs={"gemeente": old.slug}))
    assert "Nieuwveen" not in page.content.decode()


def test_staff_plan_and_withdraw_it_on_a_page(old: Municipality, new: Municipality) -> None:
    client = sign_in(Client(), build_staff())
    page = reverse("platform:succeed", kwargs={"pk": old.pk})
    assert "Nieuwveen" in client.get(page).content.decode()
    for wrong in (
        {"successors": [new.pk], "on": "29-02-2027"},
        {"successors": [old.pk], "on": in_days(9)},
        {"successors": [999999], "on": in_days(9)},
        {"successors": [], "on": in_days(9)},
        {"successors": [new.pk], "on": in_days(0)},
    ):
        assert client.post(page, wrong).status_code == 422
    assert client.post(page, {"successors": [new.pk], "on": in_days(9)}).status_code == 302
    assert client.post(page, {"successors": [new.pk], "on": in_days(9)}).status_code == 422
    back = reverse("platform:withdraw_succession", kwargs={"pk": old.pk})
    assert client.get(back).status_code == 200
    assert client.post(back).status_code == client.post(back).status_code == 302
    assert not Succession.objects.exists()


def test_the_clock_carries_it_out(old: Municipality, new: Municipality) -> None:
    row = Succession.objects.create(predecessor=old, successor=new, on=timezone.localdate())
    carry_out_what_was_planned()
    row.refresh_from_db()
    assert row.carried_out_at is not None
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {carry_out_what_was_planned.name, clear_exports.name} <= planned


@pytest.mark.parametrize("number", ["9" * 20, "9" * 400, "-1", "x", "²"])
def test_a_municipality_that_can_not_be_is_refused(old: Municipality, number: str) -> None:
    page = reverse("platform:succeed", kwargs={"pk": old.pk})
    asked = {"successors": [number], "on": in_days(9).isoformat()}
    assert sign_in(Client(), build_staff()).post(page, asked).status_code == 422
