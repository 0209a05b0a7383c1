"""Sitting down by a personal link, whose name is known, or by a seat card with QR, where it is asked once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from sessions.enums import JoinedBy, Reply
from sessions.models import GroupSession, Party, Representative
from sessions.replying import may_reply
from sessions.seats import LinkWithdrawn, is_joinable, seat_by_link, seats_of

from .code_views import code_page
from .join_forms import NameForm
from .join_views import SitDown
from .joining import is_somebody_else


class JoinLink(SitDown):
    """A personal link or a seat card; a colleague who comes instead of who was invited says so."""

    template_name = "live/join/link.html"
    form_class = NameForm

    def refuse(self) -> HttpResponse | None:
        if self.row is None:
            return self.not_this_link()
        if self.representative and self.representative.reply == Reply.DECLINED:
            return self.reply_first(self.representative)
        if not is_joinable(self.session):
            return self.not_now(self.session)
        held = [seat for seat in seats_of(self.request, self.session.pk) if seat.party_id == self.party.pk]
        if not held or "ander" in self.request.GET:
            return None
        # Their other party may be in front; a GET changes nothing, so the address names the seat.
        return redirect(self.sheet() if self.seat_here in held else f"{self.sheet()}?stoel={held[0].pk}")

    def not_this_link(self) -> HttpResponse:
        """Answer that this link is wrong or was withdrawn, with the other way in."""
        return code_page(
            self,
            status=404,
            title=_("This link does not work (any more)"),
            text=_(
                "Maybe you got a newer invitation, or part of the address is missing. You can also "
                "join with the code on the big screen, or ask the facilitator."
            ),
        )

    def reply_first(self, person: Representative) -> HttpResponse:
        """Lead who let know not to come to where that can be changed, as long as it can."""
        if not may_reply(person):
            return self.not_this_link()
        return redirect(reverse("group_sessions:reply", kwargs=self.kwargs))

    @cached_property
    def row(self) -> Representative | Party | None:
        return seat_by_link(self.kwargs["token"])

    @property
    def representative(self) -> Representative | None:
        return self.row if isinstance(self.row, Representative) else None

    @cached_property
    def party(self) -> Party:
        assert self.row is not None
        return self.row.party if isinstance(self.row, Representative) else self.row

    def chosen_party(self) -> Party:
        return self.party

    @property
    def session(self) -> GroupSession:
        return self.party.session

    @property
    def joined_by(self) -> JoinedBy:  # type: ignore[override]
        return JoinedBy.LINK if self.representative else JoinedBy.SEAT_CARD

    @property
    def is_substitute(self) -> bool:
        """Return whether somebody says to come instead of who was invited."""
        says = self.request.POST.get("who", "other" if "vervanger" in self.request.GET else "")
        return self.representative is not None and says == "other"

    def get_initial(self) -> dict[str, Any]:
        is_known = self.representative and not self.is_substitute
        return {"name": self.representative.name if self.representative and is_known else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invited = self.representative.name if self.representative else ""
        return super().get_context_data(invited=invited, is_substitute=self.is_substitute, **kwargs)

    def form_valid(self, form: NameForm) -> HttpResponse:
        person, name = self.representative, form.cleaned_data["name"]
        is_other = person is not None and is_somebody_else(name, invited=person)
        if is_other and not self.is_for_both and "who" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, must_ask=True))
        try:
            if self.is_substitute or (self.is_for_both and is_other):
                return self.take(form, self.party, instead_of=person)
            return self.take(form, self.party, person)
        except LinkWithdrawn:
            return self.not_this_link()
