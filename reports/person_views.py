"""Requests of people to the municipality: what do you keep of me, and take my name out.

An address is only ever sent with POST and never kept: it stands in no address bar, log or session.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from municipalities.privacy.erasing import KeptOf, erase_person_here, kept_of, log_export, log_look
from municipalities.privacy.holds import Held
from municipalities.privacy.retaining import terms_of

from .person_file import PersonFile, as_json, shown_parts
from .person_forms import AddressForm, FileForm, SureForm


def file_response(content: str | bytes, *, name: str, kind: str) -> HttpResponse:
    """Return a file to save, which no cache keeps."""
    return HttpResponse(
        content,
        content_type="application/pdf" if kind == "pdf" else "application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


class PersonView(GuardedView):
    """What a municipality keeps of one address."""

    abstract = True
    permission = Permission.GUARD_PRIVACY
    http_method_names = ["post", "options"]

    def kept(self, email: str) -> KeptOf:
        return kept_of(self.request.municipality, email=email, by_self=False, today=timezone.localdate())

    def file_of(self, kept: KeptOf) -> PersonFile:
        municipality = self.request.municipality
        return PersonFile(
            email=kept.person.email,
            made_at=timezone.now(),
            places=[kept],
            terms={municipality.pk: terms_of(municipality)},
        )

    def search_page(self, form: AddressForm, *, status: int = 200, **shown: Any) -> HttpResponse:
        # The main menu stands on “Manage”, from where one comes.
        shown["is_managing"] = True
        return render(self.request, "reports/people.html", {"form": form, **shown}, status=status)


class People(PersonView):
    """Find somebody by e-mail address, and see what is kept."""

    permission = Permission.GUARD_PRIVACY
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.search_page(AddressForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.search_page(form, status=422)
        kept = self.kept(form.cleaned_data["email"])
        log_look(request.municipality, actor=self.actor, now=timezone.now())
        return self.search_page(form, kept=kept, parts=shown_parts(self.file_of(kept), kept))


class TakePersonFile(PersonView):
    """What is kept of somebody, as a document or as a file for a computer."""

    permission = Permission.GUARD_PRIVACY

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FileForm(request.POST)
        if not form.is_valid():
            return self.search_page(AddressForm(request.POST), status=422)
        kept = self.kept(form.cleaned_data["email"])
        log_export(request.municipality, actor=self.actor, now=timezone.now())
        person = self.file_of(kept)
        if form.cleaned_data["kind"] == "json":
            return file_response(as_json(person), name="persoonsgegevens", kind="json")
        # Here, because it takes 0.7 s and 100 MB that other pages do not need.
        from .person_document import person_pdf

        pdf = person_pdf(person, language=get_language() or "nl", host=request.municipality)
        return file_response(pdf, name="persoonsgegevens", kind="pdf")


class ErasePerson(PersonView):
    """Ask whether a person may be erased, telling what goes and what stays; and do it."""

    permission = Permission.GUARD_PRIVACY

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SureForm(request.POST)
        if not form.is_valid():
            return self.search_page(AddressForm(request.POST), status=422)
        email = form.cleaned_data["email"]
        kept = self.kept(email)
        if kept.hold is not None or kept.total == 0 or not form.cleaned_data["sure"]:
            return self._ask(kept)
        try:
            went = erase_person_here(
                request.municipality,
                email=email,
                actor=self.actor,
                today=timezone.localdate(),
                now=timezone.now(),
            )
        except Held:
            return self._ask(self.kept(email))
        messages.success(
            request,
            _("The person is erased. Their account is gone too.")
            if went
            else _("The person is erased here. An account stays only if another municipality needs it."),
        )
        return redirect("reports:people", gemeente=request.municipality.slug)

    def _ask(self, kept: KeptOf) -> HttpResponse:
        status = 409 if kept.hold is not None else 200
        shown = {"kept": kept, "is_managing": True}
        return render(self.request, "reports/erase_person.html", shown, status=status)
