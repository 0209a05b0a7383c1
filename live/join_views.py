"""Sitting down by join code, personal link or seat card. A GET changes nothing but the count of guesses."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.enums import JoinedBy, SessionState
from sessions.models import GroupSession, Party, Representative
from sessions.seats import (
    LinkWithdrawn,
    NotJoinable,
    PartyFull,
    is_joinable,
    remember_seat,
    seat_by_link,
    seat_of,
    session_by_code,
)

from .code_views import TOO_OFTEN, code_page, too_often_words, unknown_words
from .guessing import count_wrong_guess, must_wait
from .join_forms import NameForm, PartyForm
from .joining import OVER, sit_down
from .see_other import SeeOther


class SitDown(GuardedView, FormView):
    """What every way to a seat has in common: a name, and one button."""

    abstract = True
    permission = Permission.ANYONE
    joined_by: JoinedBy

    @property
    def session(self) -> GroupSession:
        raise NotImplementedError

    def seat_here(self) -> Representative | None:
        """Return the seat that this browser holds in this session already."""
        return seat_of(self.request, self.session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(session=self.session, other_seat=self.seat_here(), **kwargs)

    def form_invalid(self, form: NameForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def take(
        self, form: NameForm, party: Party, representative: Representative | None = None
    ) -> HttpResponse:
        try:
            seat = sit_down(
                party=party,
                name=form.cleaned_data["name"],
                joined_by=self.joined_by,
                now=timezone.now(),
                representative=representative,
            )
        except NotJoinable:
            party.session.refresh_from_db()
            return self.not_now(party.session)
        except PartyFull:
            form.add_error(None, _("Many people sit here already. Ask the facilitator to make room."))
            return self.form_invalid(form)
        remember_seat(self.request, seat)
        return SeeOther(self.sheet())

    def sheet(self) -> str:
        place = {"gemeente": self.session.municipality.slug, "pk": self.session.pk}
        return reverse("live:seat", kwargs=place)

    def not_now(self, session: GroupSession) -> HttpResponse:
        """Answer that the session did not begin yet, or is over."""
        self.template_name = "live/join/over.html" if session.state in OVER else "live/join/not_yet.html"
        status = 410 if session.state in OVER else 200
        context = {"session": session, "is_cancelled": session.state == SessionState.CANCELLED}
        return self.render_to_response(
            {**context, "seat": seat_of(self.request, session.pk), "view": self}, status=status
        )


class JoinByCode(SitDown):
    """The list of parties, for who knows the join code."""

    template_name = "live/join/party.html"
    form_class = PartyForm
    joined_by = JoinedBy.CODE

    def refuse(self) -> HttpResponse | None:
        now = timezone.now()
        if must_wait(self.request, now=now):
            return code_page(self, status=TOO_OFTEN, text=too_often_words())
        if self.found is None:
            page = code_page(
                self,
                status=404,
                title=_("This code does not work"),
                text=unknown_words(),
                typed=self.kwargs["code"][:40],
            )
            return count_wrong_guess(self.request, page, now=now)
        return redirect(self.sheet()) if self.seat_here() else None

    @cached_property
    def found(self) -> GroupSession | None:
        session = session_by_code(self.kwargs["code"])
        if session is None or session.municipality.slug != self.kwargs["gemeente"]:
            return None
        return session

    @property
    def session(self) -> GroupSession:
        assert self.found is not None
        return self.found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there: dict[int, list[str]] = {}
        seats = Representative.objects.present().filter(party__session=self.session)
        for party_id, name in seats.values_list("party_id", "name"):
            there.setdefault(party_id, []).append(name)
        parties = [(party, there.get(party.pk, [])) for party in self.session.parties.all()]
        return super().get_context_data(parties=parties, **kwargs)

    def form_valid(self, form: PartyForm) -> HttpResponse:
        return self.take(form, form.cleaned_data["party"])


class JoinLink(SitDown):
    """A personal link (the name is known) or a seat card with QR (the name is asked once)."""

    template_name = "live/join/link.html"
    form_class = NameForm

    def refuse(self) -> HttpResponse | None:
        if self.row is None:
            return self.not_this_link()
        if not is_joinable(self.session):
            return self.not_now(self.session)
        seat = self.seat_here()
        return redirect(self.sheet()) if seat and seat.party_id == self.party.pk else None

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

    @property
    def session(self) -> GroupSession:
        return self.party.session

    @property
    def joined_by(self) -> JoinedBy:  # type: ignore[override]
        return JoinedBy.LINK if self.representative else JoinedBy.SEAT_CARD

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.representative.name if self.representative else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(party=self.party, representative=self.representative, **kwargs)

    def form_valid(self, form: NameForm) -> HttpResponse:
        try:
            return self.take(form, self.party, self.representative)
        except LinkWithdrawn:
            return self.not_this_link()
