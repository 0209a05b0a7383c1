"""My data: everything that all municipalities keep of who is signed in; to read, to take along, to erase."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from audit.actors import Actor
from common.tenancy import tenant
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from municipalities.privacy.erasing import erase_everywhere, kept_of, log_export, places_of
from municipalities.privacy.retaining import terms_of
from users.fresh import is_fresh
from users.models import User

from .person_file import PersonFile, account_rows, as_json, shown_parts
from .person_views import file_response


def own_file(user: User) -> PersonFile:
    """Gather what every municipality keeps of a person, each inside itself."""
    places, terms = [], {}
    for municipality in places_of(user.email, user_id=user.pk):
        with tenant(municipality):
            places.append(kept_of(municipality, email=user.email, by_self=True, today=timezone.localdate()))
            terms[municipality.pk] = terms_of(municipality)
    return PersonFile(email=user.email, made_at=timezone.now(), places=places, account=user, terms=terms)


class OwnData(GuardedView):
    """Everything that is kept, per municipality."""

    permission = Permission.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = own_file(request.user)
        shown = [(place, shown_parts(person, place)) for place in person.places]
        return render(
            request, "reports/own_data.html", {"places": shown, "account": account_rows(request.user)}
        )


class TakeOwnData(GuardedView):
    """The same as a document or as a file for a computer."""

    permission = Permission.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = own_file(request.user)
        for place in person.places:
            with tenant(place.municipality):
                log_export(
                    place.municipality, actor=Actor(role="own data", user=request.user), now=timezone.now()
                )
        if request.POST.get("kind") == "json":
            return file_response(as_json(person), name="mijn-gegevens", kind="json")
        # Here, because it takes 0.7 s and 100 MB that other pages do not need.
        from .person_document import person_pdf

        pdf = person_pdf(person, language=get_language() or "nl", host=None)
        return file_response(pdf, name="mijn-gegevens", kind="pdf")


class EraseOwnData(GuardedView):
    """Ask whether one really wants to go, and what that means; and do it.

    It can't be undone and ends every way in, so a browser that was left alone signs in again first.
    """

    permission = Permission.SIGNED_IN

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        if refusal is None and not is_fresh(self.request, now=timezone.now()):
            return redirect_to_login(self.request.path, login_url=reverse("account_reauthenticate"))
        return refusal

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, "reports/erase_own_data.html", {"places": own_file(request.user).places})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.POST.get("sure"):
            return self.get(request)
        held = erase_everywhere(request.user, today=timezone.localdate(), now=timezone.now())
        if held:
            names = ", ".join(municipality.name for municipality in held)
            messages.warning(
                request,
                _(
                    "Your name is gone, but not at %(names)s: there it must be kept for now. "
                    "Ask them until when."
                )
                % {"names": names},
            )
            return redirect("own_data")
        logout(request)
        messages.success(request, _("Your name and addresses are erased, and you are signed out."))
        return redirect("home")
