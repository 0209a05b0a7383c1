"""The people one calls: add, change, end, move; and one person with where they work and worked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from municipalities.permissions import Permission

from ..contacts import add_contact, change_contact, end_contact, move_contact
from ..forms import VerbForm
from ..models import ContactPerson
from ..organisation_forms import ContactForm, LastDayForm, MoveForm
from ..organisation_list import names_to_choose
from ..person_sections import sections_for
from ..themes import titles_of_themes
from .book_asking import BookForm, BookPage, BookQuestion, ContactMixin, OrganisationMixin


class ContactNew(OrganisationMixin, BookForm):
    """Write down whom to call."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = ContactForm
    template_name = "group_sessions/book/contact_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, **kwargs)

    def act(self, form: VerbForm) -> None:
        add_contact(self.organisation, **form.cleaned_data, from_date=self.today, **self.by)
        said = {"person": form.cleaned_data["name"], "name": self.organisation}
        messages.success(self.request, _("%(person)s is a contact person of %(name)s.") % said)


class ContactEdit(ContactMixin, BookForm):
    """Correct somebody's details."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = ContactForm
    template_name = "group_sessions/book/contact_form.html"

    def get_initial(self) -> dict[str, Any]:
        return ContactForm.typed_from(self.contact)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            organisation=self.contact.organisation, contact=self.contact, **kwargs
        )

    def act(self, form: VerbForm) -> None:
        change_contact(self.contact, **form.cleaned_data, **self.by)
        messages.success(self.request, _("This has been changed."))


class ContactEnd(ContactMixin, BookQuestion):
    """Note until when somebody was the one to call."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = LastDayForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def question(self) -> dict[str, Any]:
        said = {"person": self.contact.person, "name": self.contact.organisation}
        return {
            "title": _("Does %(person)s no longer work at %(name)s?") % said,
            "text": _(
                "Open action points then go to a colleague. Is there none? Then you look for another owner. "
                "What was agreed stays."
            ),
            "label": _("End the contact"),
        }

    def act(self, form: VerbForm) -> None:
        end_contact(self.contact, last_day=form.cleaned_data["last_day"], **self.by)
        messages.success(self.request, _("The contact has been ended."))


class ContactMove(ContactMixin, BookForm):
    """Let somebody work for another organisation."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = MoveForm
    template_name = "group_sessions/book/contact_move.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "municipality": self.request.municipality}

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today, "function": self.contact.function, "themes": self.contact.themes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = names_to_choose(municipality=self.request.municipality)
        return super().get_context_data(contact=self.contact, names=names, **kwargs)

    def act(self, form: VerbForm) -> None:
        data = form.cleaned_data
        move_contact(
            self.contact,
            to=data["organisation"],
            on=data["on"],
            function=data["function"],
            themes=data["themes"],
            **self.by,
        )
        said = {"person": self.contact.person, "name": data["organisation"]}
        messages.success(self.request, _("%(person)s works at %(name)s now.") % said)

    def back(self) -> HttpResponseRedirect:
        return self.to("contact_person", contact_person_pk=self.contact.person_id)


class PersonPage(BookPage, TemplateView):
    """One person: where they work, where they worked, and what was agreed with them."""

    permission = Permission.EDIT_ADDRESS_BOOK
    template_name = "group_sessions/book/person.html"

    @cached_property
    def person(self) -> ContactPerson:
        wanted = {"pk": self.kwargs["contact_person_pk"], "municipality": self.request.municipality}
        return get_object_or_404(ContactPerson, **wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contacts = self.person.contacts.select_related("organisation").order_by("-from_date", "-pk")
        today = self.today
        rows = [
            {"contact": one, "is_current": one.until_date is None or one.until_date >= today}
            for one in contacts
        ]
        return super().get_context_data(
            person=self.person,
            rows=rows,
            titles=titles_of_themes(get_language() or "nl"),
            sections=sections_for(self.person, may=self.may, today=today),
            **kwargs,
        )
