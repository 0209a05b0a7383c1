"""What a new municipality does here before its first session."""

from datetime import date

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from catalogue.enums import PartyCategory
from municipalities.permissions import Permission
from municipalities.set_up import Task, first_step

from .models import GroupSession, Organisation


def _knows_each_category(today: date) -> Exists:
    listed = Organisation.objects.listed().filter(municipality=OuterRef("pk")).order_by()
    counted = listed.values("municipality").annotate(categories=Count("kind__category", distinct=True))
    return Exists(counted.filter(categories__gte=len(PartyCategory)))


def _planned_one(today: date) -> Exists:
    return Exists(GroupSession.objects.counting().filter(municipality=OuterRef("pk")))


first_step(
    Task(
        position=3,
        title=_("Fill the address book"),
        todo=_("Add at least one organisation of each of the four categories, or import a list."),
        asked=_("Ask a coordinator to fill the address book."),
        page="group_sessions:organisations",
        permission=Permission.EDIT_ADDRESS_BOOK,
        is_done=_knows_each_category,
    )
)
first_step(
    Task(
        position=4,
        title=_("Plan the first session"),
        todo=_("Choose a date and the parties. It takes about ten minutes."),
        asked=_("Ask the coordinator to plan the first session."),
        page="group_sessions:new",
        permission=Permission.PLAN_SESSIONS,
        is_done=_planned_one,
    )
)
