"""Ask whom of the organisation to involve, and promise them a mail."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PlainForm
from common.revisions import typed_revision
from municipalities.permissions import Permission
from sessions.models import Contact

from ..points.refusals import ActionRefused
from ..points.views import ActionPage
from .involving import contacts_for, involve_contact


class ContactChoice(forms.ModelChoiceField):
    """A person with what they do there."""

    def label_from_instance(self, contact: Contact) -> str:
        return f"{contact.person}, {contact.function}" if contact.function else str(contact.person)


class InvolveForm(PlainForm, forms.Form):
    """Whom to involve, of those who work there."""

    use_required_attribute = False
    contact = ContactChoice(
        label=gettext_lazy("Whom do you involve?"), queryset=Contact.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts


class InvolveContact(ActionPage):
    """The page that asks, and the press that sends."""

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/involve.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(InvolveForm(contacts=self.contacts))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = InvolveForm(request.POST, contacts=self.contacts)
        if not form.is_valid():
            return self.ask(form, status=422)
        contact = form.cleaned_data["contact"]
        try:
            involve_contact(
                self.object,
                contact=contact,
                actor=self.actor,
                author=str(request.user),
                expected_revision=typed_revision(request),
                now=timezone.now(),
            )
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            self.object.refresh_from_db()
            return self.ask(form, status=422)
        messages.success(request, _("%(name)s gets an e-mail about this.") % {"name": contact.person})
        response = HttpResponseRedirect(self.back)
        response.status_code = 303
        return response

    @property
    def contacts(self) -> Any:
        return contacts_for(self.object, today=self.today)

    @property
    def back(self) -> str:
        place = {"gemeente": self.request.municipality.slug, "pk": self.object.pk}
        return reverse("agenda:detail", kwargs=place)

    def ask(self, form: InvolveForm, *, status: int = 200) -> HttpResponse:
        context = {
            "action": self.object,
            "form": form,
            "has_contacts": self.contacts.exists(),
            "back_url": self.back,
        }
        return render(self.request, self.template_name, context, status=status)
