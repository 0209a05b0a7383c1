"""Removing a municipality: two people, a waiting time, and then every row of it and not one of another."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

import municipalities.platform.removal
from audit.actors import Actor
from audit.models import AuditEvent
from audit.sealing import head_of_log
from common.personal import NAME_REMOVED
from common.tenancy import DOORS, TenantModel, tenant
from municipalities.models import Municipality, MunicipalityExport, RemovedMunicipality
from municipalities.platform.removal import (
    WAIT,
    RemovalRefused,
    ask_removal,
    clear_leftover_files,
    owned_models,
    remove_municipality,
    why_not_yet,
    withdraw_removal,
)
from municipalities.platform.rootless import columns_to_people
from municipalities.platform.succession import plan_succession
from municipalities.platform.suspension import BeingRemoved, lift_suspension, suspend_municipality
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from reports.models import Report
from tests.architecture.world import World
from tests.builders import NOW, TODAY, build_member, build_municipality, build_user, sign_in
from tests.municipalities.whole.everything import how_many, in_days, rows_of
from users.models import User

DAY = TODAY + WAIT
LATER = NOW + WAIT


def ask(municipality: Municipality, user: User, *, on: date = DAY, reason: str = "Contract loopt af") -> None:
    actor = Actor(role="staff", user=user)
    ask_removal(municipality, reason=reason, removal_from=on, user=user, actor=actor, now=NOW, today=TODAY)
    municipality.refresh_from_db()


def make_the_export(municipality: Municipality) -> None:
    with tenant(municipality):
        promises = list(Promise.objects.filter(kind="municipality export", done_at=None))
    for row in promises:
        assert fulfil(promise_id=row.pk, now=NOW + timedelta(hours=1))


def test_everything_goes_and_nothing_of_another(here: World, there: World, staff: tuple[User, User]) -> None:
    gone, kept = here.municipality, there.municipality
    ask(gone, staff[0])
    make_the_export(gone)
    before, people = rows_of(kept), list(there.users.values())
    counted = how_many(gone)
    with tenant(gone):
        files = [*MunicipalityExport.objects.exclude(file="").values_list("file", flat=True)]
    assert files and all(default_storage.exists(name) for name in files)
    empty = {label for label, number in counted.items() if not number}
    assert empty <= {
        "group_sessions.addressbookimport",
        "municipalities.identityprovider",
        "municipalities.legalhold",
        "municipalities.regionmember",
        "municipalities.retentionterm",
        "audit.logseal",
    }, "the municipality of this test is not full"

    left = remove_municipality(gone, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY)

    assert not Municipality.objects.filter(pk=gone.pk).exists()
    assert set(how_many(gone).values()) == {0}
    assert rows_of(kept) == before
    assert left.rows["group_sessions.groupsession"] == 3
    assert left.rows["audit.auditevent"] == counted["audit.auditevent"] + 1
    assert left.log_head.split()[0] == str(left.rows["audit.auditevent"])
    assert (left.asked_by, left.removed_by) == (f"user {staff[0].pk}", f"user {staff[1].pk}")
    assert not any(User.objects.filter(pk=user.pk, erased_at__isnull=False).exists() for user in people)
    links = [
        field.remote_field.through
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.many_to_many
    ]
    assert links
    with tenant(kept):
        for link in links:
            owner = next(
                field for field in link._meta.fields if issubclass(field.related_model or object, TenantModel)
            )
            assert (
                link._base_manager.count()
                == link._base_manager.filter(**{f"{owner.name}__municipality": kept.pk}).count()
            )


def test_a_removal_that_takes_a_row_of_another_is_noticed(
    here: World, there: World, staff: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the hashes tell of one row too many."""

    def greedy(people: set[int], **kwargs: object) -> int:
        with tenant(there.municipality):
            MunicipalityExport._base_manager.filter(municipality=there.municipality).delete()
        return 0

    ask(here.municipality, staff[0])
    make_the_export(here.municipality)
    before = rows_of(there.municipality)
    monkeypatch.setattr(municipalities.platform.removal, "erase_rootless", greedy)
    remove_municipality(here.municipality, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY)
    assert rows_of(there.municipality) != before


def test_half_a_removal_is_none(
    here: World, staff: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it fails at its last step, everything is still there."""
    ask(here.municipality, staff[0])
    make_the_export(here.municipality)
    before = rows_of(here.municipality)

    def broken(*args: object, **kwargs: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(municipalities.platform.removal, "erase_rootless", broken)
    with pytest.raises(RuntimeError):
        remove_municipality(here.municipality, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY)
    assert rows_of(here.municipality) == before
    assert not RemovedMunicipality.objects.exists()


def test_its_files_go_after_it(
    here: World, staff: tuple[User, User], django_capture_on_commit_callbacks: object
) -> None:
    ask(here.municipality, staff[0])
    make_the_export(here.municipality)
    with tenant(here.municipality):
        report = Report.objects.get()
        # A copy: the file itself is there for the other tests too.
        report.file.save("rapport.pdf", ContentFile(b"%PDF-"), save=True)
        made = MunicipalityExport.objects.order_by("pk").last()
        assert made is not None
        MunicipalityExport.objects.exclude(pk=made.pk).update(file="")
        reports = [report.file.name]
        names = [*reports, *MunicipalityExport.objects.exclude(file="").values_list("file", flat=True)]
    assert len(names) == 2 and all(map(default_storage.exists, names))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_municipality(here.municipality, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY)
    assert not any(map(default_storage.exists, names))


def test_files_that_were_left_are_cleared_at_night(here: World, there: World) -> None:
    path = default_storage.save("exports/999999/x.zip", ContentFile(b"x"))
    clear_leftover_files()
    assert not default_storage.exists(path)
    with tenant(there.municipality):
        kept = MunicipalityExport.objects.get()
        assert default_storage.exists(kept.file.name)


def test_who_has_a_place_elsewhere_stays_and_who_has_none_is_erased(
    here: World, there: World, staff: tuple[User, User]
) -> None:
    gone = here.municipality
    both = build_member(gone)
    with tenant(there.municipality):
        type(both.memberships.model.objects.first()).objects.create(
            municipality=there.municipality, user=both, role="reader", from_date=date(2020, 1, 1)
        )
    client = sign_in(Client(), here.users["manager"])
    ask(gone, staff[0])
    make_the_export(gone)
    remove_municipality(gone, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY)
    both.refresh_from_db()
    assert both.is_active and both.name
    only = User.objects.get(pk=here.users["manager"].pk)
    assert (only.name, only.is_active, only.erased_at) == (NAME_REMOVED, False, LATER)
    assert only.email.endswith("@erased.invalid")
    assert client.get("/mijn/").status_code == 302
    for one in staff:
        one.refresh_from_db()
        assert one.is_active and one.name


def test_the_door_of_the_removal_reads_exactly_where_people_stand() -> None:
    assert DOORS["removal"] == {model._meta.db_table for model, _column in columns_to_people()}


def test_every_table_of_municipalities_goes() -> None:
    owned = {model for model in apps.get_models() if issubclass(model, TenantModel)}
    log = {model for model in owned if model._meta.app_label == "audit"}
    assert set(owned_models()) == owned - log
    outside = {
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, TenantModel)
        and any(field.related_model is Municipality for field in model._meta.concrete_fields)
    }
    assert outside == {"municipalities.Succession"}


def test_one_person_alone_cannot_remove_it(here: World, staff: tuple[User, User]) -> None:
    ask(here.municipality, staff[0])
    make_the_export(here.municipality)
    with pytest.raises(RemovalRefused):
        remove_municipality(here.municipality, typed_name="Waterveen", user=staff[0], now=LATER, today=DAY)


def test_the_waiting_time_the_export_and_the_name_are_needed(here: World, staff: tuple[User, User]) -> None:
    one = here.municipality
    with tenant(one):
        # The world made one by the clock of today; it is from before anybody asked.
        MunicipalityExport.objects.update(made_at=NOW - timedelta(days=1))
    with pytest.raises(RemovalRefused):
        remove_municipality(one, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY)
    with pytest.raises(ValidationError):
        ask(one, staff[0], on=DAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        ask(one, staff[0], reason=" \n ")
    ask(one, staff[0])
    with pytest.raises(RemovalRefused):
        ask(one, staff[0])
    with tenant(one):
        assert why_not_yet(one, user=staff[1], today=DAY)
    make_the_export(one)
    with pytest.raises(RemovalRefused):
        remove_municipality(
            one, typed_name="Waterveen", user=staff[1], now=LATER, today=DAY - timedelta(days=1)
        )
    with pytest.raises(ValidationError):
        remove_municipality(one, typed_name="waterveen", user=staff[1], now=LATER, today=DAY)
    assert Municipality.objects.filter(pk=one.pk).exists()


def test_the_administrators_are_told_and_it_can_be_withdrawn(here: World, staff: tuple[User, User]) -> None:
    one = here.municipality
    ask(one, staff[0])
    assert one.is_suspended
    for pk in due_promises(now=NOW):
        fulfil(promise_id=pk, now=NOW)
    told = [message.to for message in mail.outbox if "/instellingen/export/" in str(message.body)]
    assert [here.users["administrator"].email] in told
    with pytest.raises(BeingRemoved):
        lift_suspension(one, actor=Actor(role="staff", user=staff[0]), now=NOW)
    assert withdraw_removal(one, actor=Actor(role="staff", user=staff[1]), now=NOW)
    assert not withdraw_removal(one, actor=Actor(role="staff", user=staff[1]), now=NOW)
    one.refresh_from_db()
    assert not one.is_suspended and one.removal_from is None
    with tenant(one):
        assert list(
            AuditEvent.objects.filter(action__contains="removal").values_list("action", flat=True)
        ) == ["ask removal", "withdraw removal"]
        assert head_of_log()


def test_what_was_suspended_before_stays_suspended(here: World, staff: tuple[User, User]) -> None:
    actor = Actor(role="staff", user=staff[0])
    suspend_municipality(
        here.municipality, reason="Rekening niet betaald", actor=actor, now=NOW - timedelta(days=1)
    )
    ask(here.municipality, staff[0])
    withdraw_removal(here.municipality, actor=actor, now=NOW)
    here.municipality.refresh_from_db()
    assert here.municipality.is_suspended
    assert here.municipality.suspension_reason == "Rekening niet betaald"


def test_what_takes_over_cannot_be_removed(here: World, staff: tuple[User, User]) -> None:
    other = build_municipality("Nieuwstad")
    actor = Actor(role="staff", user=staff[0])
    plan_succession(
        here.municipality, successors=[other], on=TODAY + timedelta(days=9), actor=actor, now=NOW, today=TODAY
    )
    for one in (here.municipality, other):
        with pytest.raises(RemovalRefused):
            ask(one, staff[0])


def test_the_pages_lead_through_both_steps(here: World, staff: tuple[User, User]) -> None:
    first, second = (sign_in(Client(), one) for one in staff)
    pk = here.municipality.pk
    page = reverse("platform:ask_removal", kwargs={"pk": pk})
    wrong = first.post(page, {"reason": "", "removal_from": "2027-02-29"})
    assert wrong.status_code == 422
    said = {"reason": "Gaat stoppen", "removal_from": in_days(WAIT.days).isoformat()}
    assert first.post(page, said).status_code == 302
    confirm = reverse("platform:remove", kwargs={"pk": pk})
    day = date_format(in_days(WAIT.days), "j F Y")
    not_yet = second.get(confirm).text
    assert "typed_name" not in not_yet and day in not_yet
    assert day in second.get(reverse("platform:withdraw_removal", kwargs={"pk": pk})).text
    with tenant(here.municipality):
        for row in Promise.objects.filter(kind="municipality export", done_at=None):
            fulfil(promise_id=row.pk, now=timezone.now())
    Municipality.objects.filter(pk=pk).update(removal_from=timezone.localdate())
    assert first.post(confirm, {"typed_name": "Waterveen"}).url == reverse(
        "platform:municipality", kwargs={"pk": pk}
    )
    assert second.post(confirm, {"typed_name": "Dorpstede"}).status_code == 422
    assert second.post(confirm, {"typed_name": "Waterveen"}).url == reverse("platform:municipalities")
    assert second.post(confirm, {"typed_name": "Waterveen"}).status_code == 404
    assert "Waterveen" in second.get(reverse("platform:municipalities")).content.decode()


def test_a_stranger_learns_nothing_of_who_runs_the_platform(here: World) -> None:
    client = sign_in(Client(), build_user())
    for name in ("platform:municipality", "platform:remove"):
        for pk in (here.municipality.pk, 999999):
            assert client.get(reverse(name, kwargs={"pk": pk})).status_code == 404
