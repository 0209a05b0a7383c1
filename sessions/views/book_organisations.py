"""One organisation of the address book: everything known of it, and what changes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from municipalities.permissions import Permission

from ..address_book import end_organisation, resume_organisation, write_organisation
from ..covenants import covenant_of
from ..forms import VerbForm
from ..merge_preview import candidates_for, consequences_of
from ..merging import Merges, goes_on_as, merge_organisations, undo_merge
from ..models import Contact, Organisation, OrganisationAlias, Party
from ..organisation_forms import LastDayForm, MergeForm, OrganisationForm
from ..themes import titles_of_themes
from .book_asking import BookForm, BookPage, BookPress, BookQuestion, OrganisationMixin


class OrganisationPage(OrganisationMixin, BookPage, TemplateView):
    """One organisation with the people one calls there and the sessions it sat in."""

    permission = Permission.EDIT_ADDRESS_BOOK
    template_name = "group_sessions/book/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation, today = self.organisation, self.today
        keys = Merges(organisation.municipality_id).all_of(organisation.pk)
        contacts = Contact.objects.filter(organisation__in=keys).select_related("person", "organisation")
        now_there = [one for one in contacts if one.until_date is None or one.until_date >= today]
        parties = Party.objects.filter(organisation__in=keys, session__is_rehearsal=False)
        parties = parties.select_related("session", "organisation")
        return super().get_context_data(
            organisation=organisation,
            goes_on_as=goes_on_as(organisation) if organisation.merged_into_id else None,
            covenant=covenant_of(organisation, today=today),
            contacts=now_there,
            earlier=[one for one in contacts if one not in now_there],
            parties=parties.order_by("-session__starts_at", "pk"),
            aliases=OrganisationAlias.objects.filter(organisation__in=keys),
            merged=Organisation.objects.filter(merged_into=organisation),
            titles=titles_of_themes(get_language() or "nl"),
            today=today,
            **kwargs,
        )


class OrganisationNew(BookForm):
    """Add an organisation."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = OrganisationForm
    template_name = "group_sessions/book/organisation_form.html"
    added: Organisation | None = None

    def act(self, form: VerbForm) -> None:
        self.added = write_organisation(
            municipality=self.request.municipality, **form.cleaned_data, **self.by
        )
        messages.success(
            self.request, _("%(name)s is in the address book. Who do you call there?") % {"name": self.added}
        )
        _tell_about_number(self.request, self.added)

    def back(self) -> HttpResponseRedirect:
        assert self.added is not None
        return self.to("organisation", organisation_pk=self.added.pk)


class OrganisationEdit(OrganisationMixin, BookForm):
    """Change an organisation."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = OrganisationForm
    template_name = "group_sessions/book/organisation_form.html"

    def get_initial(self) -> dict[str, Any]:
        return OrganisationForm.typed_from(self.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, **kwargs)

    def act(self, form: VerbForm) -> None:
        row = Organisation.objects.get(pk=self.organisation.pk)
        write_organisation(row, municipality=self.request.municipality, **form.cleaned_data, **self.by)
        messages.success(self.request, _("This has been changed."))
        _tell_about_number(self.request, row)


def _tell_about_number(request: Any, organisation: Organisation) -> None:
    """Warn for a number that another organisation has too: often it is the same one twice."""
    if not organisation.kvk_number:
        return
    same = Organisation.objects.filter(kvk_number=organisation.kvk_number, merged_into=None)
    if other := same.exclude(pk=organisation.pk).first():
        messages.warning(
            request,
            _("%(name)s has the same Chamber of Commerce number. Is it the same one? Then merge the two.")
            % {"name": other.name},
        )


class OrganisationEnd(OrganisationMixin, BookQuestion):
    """Note that an organisation stopped."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = LastDayForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Has %(name)s stopped?") % {"name": self.organisation},
            "text": _(
                "You can't choose it for a table or as an owner any more. For its open action points you "
                "look for another owner. What was agreed stays. You can bring it back."
            ),
            "label": _("Yes, it has stopped"),
        }

    def act(self, form: VerbForm) -> None:
        end_organisation(self.organisation, on=form.cleaned_data["last_day"], **self.by)
        messages.success(self.request, _("%(name)s has stopped.") % {"name": self.organisation})


class OrganisationResume(OrganisationMixin, BookPress):
    """Note that an organisation takes part again."""

    permission = Permission.EDIT_ADDRESS_BOOK

    def act(self) -> None:
        resume_organisation(self.organisation, **self.by)
        messages.success(self.request, _("%(name)s takes part again.") % {"name": self.organisation})


class Merge(OrganisationMixin, BookForm):
    """Choose what an organisation goes on as, see the consequences, and do it."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = MergeForm
    template_name = "group_sessions/book/merge.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "municipality": self.request.municipality}

    @cached_property
    def chosen(self) -> Organisation | None:
        wanted = self.request.GET.get("met", "") or self.request.POST.get("into", "")
        if not wanted.isascii() or not wanted.isdecimal() or len(wanted) > 18:
            return None
        rows = Organisation.objects.filter(municipality=self.request.municipality).listed()
        return rows.select_related("kind").exclude(pk=self.organisation.pk).filter(pk=wanted).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen, sought = self.chosen, self.request.GET.get("zoek", "")[:120]
        return super().get_context_data(
            organisation=self.organisation,
            into=chosen,
            consequences=consequences_of(self.organisation, into=chosen, today=self.today)
            if chosen
            else None,
            candidates=[] if chosen else candidates_for(self.organisation, text=sought, today=self.today),
            sought=sought,
            **kwargs,
        )

    def act(self, form: VerbForm) -> None:
        into = form.cleaned_data["into"]
        merge_organisations(self.organisation, into=into, **self.by)
        said = {"name": self.organisation, "into": into}
        messages.success(self.request, _("%(name)s goes on as %(into)s. You can undo this.") % said)

    def back(self) -> HttpResponseRedirect:
        pk = self.organisation.merged_into_id or self.organisation.pk
        return self.to("organisation", organisation_pk=pk)


class Unmerge(OrganisationMixin, BookQuestion):
    """Let an organisation stand on its own again."""

    permission = Permission.EDIT_ADDRESS_BOOK

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Let %(name)s stand on its own again?") % {"name": self.organisation},
            "text": _("Both are as they were before. Nothing was moved, so nothing gets lost."),
            "label": _("Undo the merge"),
        }

    def act(self, form: VerbForm) -> None:
        undo_merge(self.organisation, **self.by)
        messages.success(self.request, _("%(name)s stands on its own again.") % {"name": self.organisation})
