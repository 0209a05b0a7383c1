"""The first wall between municipalities."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

from common.tenancy import DOORS, TenantModel, WrongTenant, across_municipalities, tenant
from municipalities.models import Municipality
from sessions.models import GroupSession, Organisation
from tests.builders import build_municipality, build_organisation, build_session


def owned_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if issubclass(model, TenantModel):
            yield model


def test_a_query_outside_every_municipality_raises(db: None) -> None:
    for model in owned_models():
        with pytest.raises(ScopeError):
            list(model.objects.all())
        with pytest.raises(ScopeError):
            model.objects.filter(pk=1).first()
        with pytest.raises(ScopeError):
            model.objects.count()


def test_every_own_table_is_owned_or_known_to_be_the_platforms() -> None:
    """A new table belongs to a municipality unless it is named here."""
    platform = {
        "users.User",
        "municipalities.Municipality",
        "municipalities.StaffMember",
        "municipalities.Succession",
        "municipalities.RemovedMunicipality",
        "group_sessions.WaitingScreen",
    }
    for model in apps.get_models():
        app = model._meta.app_label
        if (
            not model.__module__.startswith(("django.", "allauth.", "catalogue."))
            and not model._meta.auto_created
        ):
            assert issubclass(model, TenantModel) or model._meta.label in platform, f"{app}: {model}"


def test_rows_of_another_municipality_are_invisible(municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with tenant(other):
        theirs = build_session(other)
    with tenant(municipality):
        ours = build_session(municipality)
        assert list(GroupSession.objects.all()) == [ours]
        assert not GroupSession.objects.filter(pk=theirs.pk).exists()


def test_rows_of_another_municipality_cannot_be_written(municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with tenant(other):
        kind = build_organisation(other).kind
    row = Organisation(municipality=other, name="Woonstede", kind=kind)
    with tenant(municipality):
        with pytest.raises(WrongTenant):
            row.save()
        with pytest.raises(WrongTenant):
            Organisation.objects.bulk_create([row])
    with pytest.raises(WrongTenant):
        row.save()


def test_one_municipality_inside_another_is_refused(municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with tenant(municipality), tenant(municipality):
        with pytest.raises(WrongTenant), tenant(other):
            pass
        assert get_scope()["municipality"] == municipality


def test_doors_across_municipalities_are_named(municipality: Municipality) -> None:
    with pytest.raises(ValueError), across_municipalities("whatever"):
        pass
    for door in DOORS:
        with across_municipalities(door):
            assert GroupSession.objects.count() == 0


def test_unique_constraints_of_owned_tables_include_the_municipality() -> None:
    """Otherwise a refused name would tell that another municipality has it; the join code is a door."""
    for model in owned_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                named = [*constraint.fields, *(str(part) for part in constraint.expressions)]
                assert any("municipality" in part for part in named), constraint.name
        unique = [field.name for field in model._meta.fields if field.unique and not field.primary_key]
        assert unique in ([], ["join_code"], ["municipality"])
