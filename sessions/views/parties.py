"""Who comes to the table."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from municipalities.permissions import Permission

from ..forms import KnownOrganisationForm, PartyForm, RenameForm, VerbForm
from ..merging import Merges
from ..models import Party
from ..organisation_list import names_to_choose
from ..parties import (
    PartyInUse,
    add_party,
    mark_absent,
    mark_present,
    remove_party,
    rename_party,
    was_removed,
)
from ..preparing import BEFORE
from ..selection_aid import selection_aid
from .asking import AskedPage, ConfirmPage, PlanPage, PressPage
from .shown import table_of


class PartyList(AskedPage):
    """The parties of a session, the selection aid and the form to add one."""

    permission = Permission.PLAN_SESSIONS
    is_for_reading = True
    form_class = PartyForm
    template_name = "group_sessions/parties.html"
    back_to = "parties"

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("soort", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parties, merges = table_of(self.session), Merges(self.session.municipality_id)
        return super().get_context_data(
            parties=parties,
            aid=selection_aid(self.session, parties, merges=merges),
            names=names_to_choose(municipality=self.request.municipality, merges=merges),
            is_before=self.session.state in BEFORE,
            **kwargs,
        )

    def act(self, form: VerbForm) -> None:
        party = add_party(
            self.session,
            name=form.cleaned_data["name"],
            kind=form.cleaned_data["kind"],
            actor=self.actor,
            now=self.now,
        )
        messages.success(self.request, _("%(name)s has a place at the table.") % {"name": party.name})


class AddKnown(PressPage):
    """Add an organisation from the address book."""

    permission = Permission.PLAN_SESSIONS
    back_to = "parties"

    def act(self) -> None:
        form = KnownOrganisationForm(self.request.POST)
        if not form.is_valid():
            messages.warning(self.request, _("This organisation is not in your address book."))
            return
        party = add_party(
            self.session, organisation=form.cleaned_data["organisation"], actor=self.actor, now=self.now
        )
        messages.success(self.request, _("%(name)s has a place at the table.") % {"name": party.name})


class PartyPage(PlanPage):
    """A page about one party of the session."""

    permission = Permission.PLAN_SESSIONS
    back_to = "parties"

    @cached_property
    def party(self) -> Party:
        parties = Party.objects.select_related("session", "municipality", "organisation")
        return get_object_or_404(parties, pk=self.kwargs["party_pk"], session=self.session)


class Rename(PartyPage, AskedPage):
    """Change the name of a party at this table."""

    permission = Permission.PLAN_SESSIONS
    form_class = RenameForm
    template_name = "group_sessions/party_edit.html"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.party.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(party=self.party, **kwargs)

    def act(self, form: VerbForm) -> None:
        rename_party(self.party, name=form.cleaned_data["name"], actor=self.actor, now=self.now)
        messages.success(self.request, _("The name has been changed."))


class Remove(PartyPage, ConfirmPage):
    """Take a party off the list."""

    permission = Permission.PLAN_SESSIONS

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Remove %(name)s from the table?") % {"name": self.party.name},
            "text": _(
                "The people of this party come off the list. Invitations and name cards of this party stop "
                "working. The organisation stays in your address book."
            ),
            "label": _("Remove party"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        pk = self.kwargs["party_pk"]
        if was_removed(pk) and not Party.objects.filter(pk=pk).exists():
            messages.info(request, _("This party was already removed."))
            return self.back()
        return super().post(request, **kwargs)

    def act(self, form: VerbForm) -> None:
        try:
            remove_party(self.party, actor=self.actor, now=self.now)
        except PartyInUse:
            messages.warning(
                self.request,
                _("Somebody takes part for this party already, so it stays. You can mark it as absent."),
            )
        else:
            messages.success(self.request, _("The party has been removed."))


class MarkAbsent(PartyPage, PressPage):
    """Note that a party is not there."""

    permission = Permission.PLAN_SESSIONS

    def act(self) -> None:
        mark_absent(self.party, actor=self.actor, now=self.now)
        messages.success(self.request, _("%(name)s is absent.") % {"name": self.party.name})


class MarkPresent(PartyPage, PressPage):
    """Note that a party is there after all."""

    permission = Permission.PLAN_SESSIONS

    def act(self) -> None:
        mark_present(self.party, actor=self.actor, now=self.now)
        messages.success(self.request, _("%(name)s is present.") % {"name": self.party.name})
