"""What the pages of the address book share."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..forms import VerbForm
from ..models import Contact, Organisation


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


class BookForm(BookPage, FormView):
    """A page with a form whose verb may refuse; what was typed is not lost."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = VerbForm

    def act(self, form: VerbForm) -> None:
        """Call the verb and say what happened; may raise `ValidationError`."""
        raise NotImplementedError

    def back(self) -> HttpResponseRedirect:
        return self.to("organisations")

    def form_valid(self, form: VerbForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        return self.back()

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BookQuestion(BookForm):
    """A question before an act: it names the consequence."""

    permission = Permission.EDIT_ADDRESS_BOOK
    template_name = "components/confirm_page.html"

    def question(self) -> dict[str, Any]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.form_class is VerbForm:
            kwargs["form"] = None
        return super().get_context_data(cancel_url=self.back().url, **self.question(), **kwargs)


class BookPress(BookPage):
    """One press on a button: a POST that acts, says what happened and goes back."""

    permission = Permission.EDIT_ADDRESS_BOOK
    http_method_names = ["post"]

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return self.back()
