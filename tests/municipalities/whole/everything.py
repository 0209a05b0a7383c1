"""A municipality full of everything, and a hash of every row: what removing and exporting are tried on."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from agenda.enums import ReminderStep
from agenda.models import (
    ActionLink,
    AgendaImport,
    AgendaSettings,
    AgendaVersion,
    Consent,
    QuietPeriod,
    Reminder,
    SavedFilter,
)
from common.tenancy import TenantModel, tenant
from municipalities.models import Municipality
from reports.models import PrintKit
from sessions.enums import Preparation
from sessions.models import (
    Contact,
    ContactPerson,
    FacilitatorNote,
    Feedback,
    HandOver,
    Organisation,
    OrganisationAlias,
    PreparationTick,
)
from tests.architecture.world import World, build_world
from tests.builders import answer, statements_of

SECRET = "nog-niet-getoond-4711"


def build_everything(name: str) -> World:
    """Return a municipality with sessions, answers, an agenda, an address book, reports and an export."""
    world = build_world(name)
    with tenant(world.municipality):
        theme = world.running.themes.get(position=2)
        answer(world.guest.party, statements_of(theme)[0], 3, note=SECRET)
        organisation = Organisation.objects.order_by("pk").first()
        assert organisation is not None
        fields: dict[str, Any] = {"municipality": world.municipality, "organisation": organisation}
        OrganisationAlias.objects.create(name=f"Ook {organisation.name}", **fields)
        person = ContactPerson.objects.create(
            municipality=world.municipality, name="Noor Bos", email="n.bos@example.org"
        )
        Contact.objects.create(person=person, from_date=date(2020, 1, 1), themes=[], **fields)
        fill_the_room(world)
        fill_the_agenda(world, organisation)
    return world


def fill_the_room(world: World) -> None:
    """Add what belongs to one meeting besides the table itself."""
    fields: dict[str, Any] = {"municipality": world.municipality, "session": world.running}
    now = timezone.now()
    PreparationTick.objects.create(
        task=Preparation.HOTSPOT_READY, done_at=now, done_by=world.users["coordinator"], **fields
    )
    FacilitatorNote.objects.create(
        municipality=world.municipality, facilitator=world.facilitator, text=SECRET, changed_at=now
    )
    HandOver.objects.create(
        given_by=world.facilitator,
        code="CODE2345",
        made_at=now,
        expires_at=now + timedelta(minutes=15),
        **fields,
    )
    PrintKit.objects.create(requested_at=now, **fields)
    Feedback.objects.create(
        representative=world.guest, useful=4, heard=5, confident=3, given_at=now, **fields
    )


def fill_the_agenda(world: World, organisation: Organisation) -> None:
    """Add what an agenda knows besides its action points."""
    owner: dict[str, Any] = {"municipality": world.municipality}
    now, user = timezone.now(), world.users["coordinator"]
    world.action.helpers.add(organisation)
    ActionLink.objects.create(action_point=world.action, address="https://example.org/plan", **owner)
    Reminder.objects.create(
        action_point=world.action,
        step=ReminderStep.SOON,
        about=in_days(14),
        due_on=in_days(0),
        made_at=now,
        told_to=world.action.owner_email,
        **owner,
    )
    QuietPeriod.objects.create(name="Zomerreces", from_date=in_days(1), until_date=in_days(20), **owner)
    version = AgendaVersion.objects.create(session=world.closed, number=2, made_at=now, made_by=user, **owner)
    Consent.objects.create(version=version, organisation=organisation, **owner)
    SavedFilter.objects.create(user=user, name="Te laat", query="toon=te-laat", **owner)
    AgendaImport.objects.create(file_name="lijst.xlsx", read_at=now, read_by=user, **owner)
    AgendaSettings.objects.create(**owner)


def rows_of(municipality: Municipality) -> dict[str, str]:
    """Return a hash of every table as this municipality sees it."""
    with tenant(municipality):
        return {
            model._meta.label: hashlib.sha256(
                repr(list(model.objects.order_by("pk").values_list())).encode()
            ).hexdigest()
            for model in apps.get_models()
            if issubclass(model, TenantModel)
        }


def how_many(municipality: Municipality) -> dict[str, int]:
    """Return how many rows every table has that this municipality owns."""
    with tenant(municipality):
        return {
            model._meta.label_lower: model._base_manager.filter(municipality=municipality.pk).count()
            for model in apps.get_models()
            if issubclass(model, TenantModel)
        }


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)
