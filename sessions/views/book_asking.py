"""What the pages of the address book share."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..models import Contact, Organisation
from .acting import Asked, Press, Question


class BookPage(GuardedView):
    """A page of the address book; reading it needs the same right as changing it, for it holds people."""

    permission = Permission.EDIT_ADDRESS_BOOK
    # The main menu stands on “Manage”, from where one comes.
    extra_context = {"is_managing": True}

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def by(self) -> dict[str, Any]:
        """Return who acts and when, for a verb."""
        return {"actor": self.actor, "now": self.now}

    def address(self, name: str, **kwargs: Any) -> str:
        place = {"gemeente": self.request.municipality.slug, **kwargs}
        return reverse(f"group_sessions:{name}", kwargs=place)

    def to(self, name: str, **kwargs: Any) -> HttpResponseRedirect:
        return redirect(self.address(name, **kwargs))


class OrganisationMixin:
    """The organisation that the address names."""

    @cached_property
    def organisation(self) -> Organisation:
        rows = Organisation.objects.select_related("kind", "merged_into", "municipality")
        wanted = {"pk": self.kwargs["organisation_pk"], "municipality": self.request.municipality}
        return get_object_or_404(rows, **wanted)

    def back(self) -> HttpResponseRedirect:
        return self.to("organisation", organisation_pk=self.organisation.pk)


class ContactMixin:
    """The contact that the address names."""

    @cached_property
    def contact(self) -> Contact:
        rows = Contact.objects.select_related("person", "organisation__kind", "municipality")
        wanted = {"pk": self.kwargs["contact_pk"], "municipality": self.request.municipality}
        return get_object_or_404(rows, **wanted)

    def back(self) -> HttpResponseRedirect:
        return self.to("organisation", organisation_pk=self.contact.organisation_id)


class BookForm(BookPage, Asked):
    """A page of the address book with a form."""

    permission = Permission.EDIT_ADDRESS_BOOK

    def back(self) -> HttpResponseRedirect:
        return self.to("organisations")


class BookQuestion(BookForm, Question):
    """A question of the address book before an act."""

    permission = Permission.EDIT_ADDRESS_BOOK


class BookPress(BookPage, Press):
    """One press on a button of the address book."""

    permission = Permission.EDIT_ADDRESS_BOOK
    http_method_names = Press.http_method_names
