"""The table on the console: who is absent, who has to leave, who walks in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from catalogue.party_kinds import open_kind
from sessions.access import FacilitatorView
from sessions.addresses import join_address, join_page
from sessions.models import Party, Representative
from sessions.parties import add_party, mark_absent, mark_present
from sessions.seats import is_joinable, remove_from_table
from sessions.stepping import StepRefused

from .console_forms import WalkInForm
from .console_frame import Step
from .console_steps import console_url
from .qr import qr_picture
from .see_other import SeeOther


class MarkAbsent(Step):
    """Note an empty chair, or that somebody came after all."""

    def take(self) -> None:
        party = get_object_or_404(Party.objects.filter(session=self.session), pk=self.kwargs["party"])
        wish = self.request.POST.get("absent")
        if wish not in {"0", "1"}:
            raise StepRefused("neither there nor absent")
        mark = mark_absent if wish == "1" else mark_present
        mark(party, actor=self.actor, now=self.now)


class RemovePerson(Step):
    """Ask, then take away somebody's seat."""

    http_method_names = ["get", "head", "post", "options"]

    @cached_property
    def person(self) -> Representative:
        people = Representative.objects.filter(party__session=self.session).select_related("party__session")
        return get_object_or_404(people, pk=self.kwargs["person"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {"session": self.session, "person": self.person}
        return render(request, "live/console/remove_person.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.person.removed_at is None:
            remove_from_table(representative=self.person, actor=self.actor, now=self.now)
        messages.success(request, _("%(name)s has left the table.") % {"name": self.person})
        return SeeOther(console_url(self.session, "console"))


class AddParty(Step):
    """Give a party that walks in a place at the table."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.ask(WalkInForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WalkInForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        data = form.cleaned_data
        try:
            party = add_party(
                self.session,
                name=data["name"],
                kind=data["kind"] or open_kind(),
                actor=self.actor,
                now=self.now,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.ask(form, status=422)
        except StepRefused as refusal:
            return self.refused(refusal)
        messages.success(request, _("%(name)s has a place at the table.") % {"name": party.name})
        return SeeOther(console_url(self.session, "console_party", party=party.pk))

    def ask(self, form: WalkInForm, *, status: int = 200) -> HttpResponse:
        context = {"session": self.session, "form": form}
        return render(self.request, "live/console/add_party.html", context, status=status)


class PartyWayIn(FacilitatorView, TemplateView):
    """How one party joins: its QR on this tablet, the code, and its paper where it has no phone."""

    template_name = "live/console/party.html"

    @cached_property
    def party(self) -> Party:
        parties = Party.objects.filter(session=self.session).select_related("municipality")
        return get_object_or_404(parties, pk=self.kwargs["party"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["party"] = self.party
        return super().get_context_data(
            qr=qr_picture(join_address(self.party)),
            join_page=join_page(),
            can_join=is_joinable(self.session),
            **kwargs,
        )
