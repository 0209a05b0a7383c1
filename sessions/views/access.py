"""What gives access to a session, and withdrawing it: each page says what stops working and what goes on."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from municipalities.permissions import Permission

from ..forms import SeenForm, VerbForm
from ..models import Party
from ..planning import ALIVE
from ..withdrawal import (
    ON_SCREEN,
    cards_seen,
    renew_join_code,
    renew_screen_link,
    renew_seat_card,
    renew_seat_cards,
)
from .asking import ConfirmPage, PlanPage


class Access(PlanPage, TemplateView):
    """All that lets somebody in: the name cards, the join code, the link of the big screen."""

    permission = Permission.PLAN_SESSIONS
    template_name = "group_sessions/access.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            parties=self.session.parties.all(),
            is_alive=self.session.state in ALIVE,
            has_screen=self.session.state in ON_SCREEN,
            **kwargs,
        )


class Withdraw(ConfirmPage):
    """Asks before something stops working."""

    abstract = True
    form_class = SeenForm
    back_to = "access"

    def seen_now(self) -> str:
        """Return what the form carries, so that only what its page showed is withdrawn."""
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.seen_now()}

    def by(self, form: VerbForm) -> dict[str, Any]:
        return {"seen": form.cleaned_data["seen"], "actor": self.actor, "now": self.now}


class RenewCard(Withdraw):
    """Withdraw the name card of one party."""

    permission = Permission.PLAN_SESSIONS

    @cached_property
    def party(self) -> Party:
        parties = Party.objects.select_related("session", "municipality")
        return get_object_or_404(parties, pk=self.kwargs["party_pk"], session=self.session)

    def seen_now(self) -> str:
        return str(self.party.seat_card_version)

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Make a new name card for %(name)s?") % {"name": self.party.name},
            "text": _(
                "The QR code on the present card stops working at once. Print the new card and throw the old "
                "one away. Who sits at the table stays seated."
            ),
            "label": _("Make a new name card"),
        }

    def act(self, form: VerbForm) -> None:
        renew_seat_card(self.party, **self.by(form))
        messages.success(self.request, _("The old name card no longer works. Print the new one."))


class RenewCards(Withdraw):
    """Withdraw the name cards of all parties."""

    permission = Permission.PLAN_SESSIONS

    def seen_now(self) -> str:
        return cards_seen(list(self.session.parties.all()))

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Make new name cards for all parties?"),
            "text": _(
                "The QR codes on all printed cards stop working at once. Print the new cards and throw the "
                "old ones away. Who sits at the table stays seated."
            ),
            "label": _("Make new name cards"),
        }

    def act(self, form: VerbForm) -> None:
        renew_seat_cards(self.session, **self.by(form))
        messages.success(self.request, _("The old name cards no longer work. Print the new ones."))


class RenewScreen(Withdraw):
    """Withdraw the link of the big screen."""

    permission = Permission.PLAN_SESSIONS

    def seen_now(self) -> str:
        return str(self.session.screen_link_version)

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Make a new link for the big screen?"),
            "text": _(
                "A big screen that is open now goes dark within five seconds. Open it again with the button "
                "“Big screen”."
            ),
            "label": _("Make a new link"),
        }

    def act(self, form: VerbForm) -> None:
        renew_screen_link(self.session, **self.by(form))
        messages.success(self.request, _("The old link no longer works. Open the big screen again."))


class RenewCode(Withdraw):
    """Withdraw the join code."""

    permission = Permission.PLAN_SESSIONS

    def seen_now(self) -> str:
        return self.session.join_code

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Make a new join code?"),
            "text": _(
                "Nobody can join with the code %(code)s any more. The new code appears on the big screen by "
                "itself. On printed name cards the old code remains: print those again. Who sits at the "
                "table stays seated."
            )
            % {"code": self.session.spoken_join_code},
            "label": _("Make a new join code"),
        }

    def act(self, form: VerbForm) -> None:
        renew_join_code(self.session, **self.by(form))
        messages.success(self.request, _("There is a new join code. The old one no longer works."))
