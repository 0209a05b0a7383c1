"""Sitting down by join code, and what links share with it. A GET only changes the count of guesses."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.enums import JoinedBy, SessionState
from sessions.models import GroupSession, Party, Representative
from sessions.seats import NotJoinable, PartyFull, remember_seat, seat_of, seats_of, session_by_code

from .code_views import TOO_OFTEN, code_page, too_often_words, unknown_words
from .guessing import count_wrong_guess, must_wait
from .join_forms import NameForm, PartyForm
from .joining import OVER, sit_down
from .notices import is_notice_read, mark_notice_read
from .see_other import SeeOther


class SitDown(GuardedView, FormView):
    """What every way to a seat has in common: a name, who sees what, and one button."""

    abstract = True
    permission = Permission.ANYONE
    joined_by: JoinedBy

    @property
    def session(self) -> GroupSession:
        raise NotImplementedError

    def chosen_party(self) -> Party | None:
        """Return for whom somebody sits down here, once that is clear."""
        raise NotImplementedError

    @cached_property
    def seat_here(self) -> Representative | None:
        """Return the seat in front that this browser holds in this session already."""
        return seat_of(self.request, self.session.pk)

    @property
    def is_for_both(self) -> bool:
        """Return whether who holds this phone says to sit here for one more party."""
        return self.request.POST.get("hat") == "also" and self.seat_here is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        party = self.chosen_party()
        there = Representative.objects.present().filter(party=party).order_by("joined_at", "pk")
        return super().get_context_data(
            session=self.session,
            party=party,
            other_seat=self.seat_here,
            is_another_person="ander" in self.request.GET,
            there=[name for name in there.values_list("name", flat=True) if name] if party else [],
            **kwargs,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return what the form is filled with: who sits here for one more party gave a name already."""
        given = super().get_form_kwargs()
        if self.is_for_both and self.seat_here and "data" in given:
            given["data"] = {**self.request.POST.dict(), "name": self.seat_here.name}
        return given

    def form_invalid(self, form: NameForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def take(
        self,
        form: NameForm,
        party: Party,
        representative: Representative | None = None,
        instead_of: Representative | None = None,
    ) -> HttpResponse:
        try:
            seat = sit_down(
                party=party,
                name=form.cleaned_data["name"],
                joined_by=self.joined_by,
                now=timezone.now(),
                representative=representative,
                instead_of=instead_of,
            )
        except NotJoinable:
            party.session.refresh_from_db()
            return self.not_now(party.session)
        except PartyFull:
            form.add_error(None, _("Many people sit here already. Ask the facilitator to make room."))
            return self.form_invalid(form)
        self.keep(seat)
        return SeeOther(self.sheet())

    def keep(self, seat: Representative) -> None:
        """Let this browser hold the seat; who read the notice for another party goes on."""
        has_read = self.seat_here is not None and is_notice_read(self.request, self.seat_here)
        remember_seat(self.request, seat, also=self.is_for_both)
        if "notice" in self.request.POST or (self.is_for_both and has_read):
            mark_notice_read(self.request, seat)

    def sheet(self) -> str:
        place = {"gemeente": self.session.municipality.slug, "pk": self.session.pk}
        return reverse("live:seat", kwargs=place)

    def not_now(self, session: GroupSession) -> HttpResponse:
        """Answer that the session did not begin yet, or is over."""
        template = "live/join/over.html" if session.state in OVER else "live/join/not_yet.html"
        status = 410 if session.state in OVER else 200
        context = {"session": session, "is_cancelled": session.state == SessionState.CANCELLED}
        seat = seat_of(self.request, session.pk)
        return render(self.request, template, {**context, "seat": seat, "view": self}, status=status)


class JoinByCode(SitDown):
    """The list of parties, for who knows the join code; then the name, on a page of its own."""

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
        goes_on = self.seat_here and not self.wants_one_more
        return redirect(self.sheet()) if goes_on else None

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

    @property
    def wants_one_more(self) -> bool:
        """Return whether who has a seat came here for a second one."""
        return "ook" in self.request.GET or "ander" in self.request.GET or self.is_for_both

    def get_template_names(self) -> list[str]:
        return ["live/join/link.html" if self.chosen_party() else "live/join/party.html"]

    def chosen_party(self) -> Party | None:
        chosen = self.request.POST.get("party", self.request.GET.get("partij", ""))
        return next((party for party in self.parties if str(party.pk) == chosen), None)

    @cached_property
    def parties(self) -> list[Party]:
        """Return who one can sit for: every party but those this browser answers for."""
        held = {seat.party_id for seat in seats_of(self.request, self.session.pk)}
        return [party for party in self.session.parties.all() if party.pk not in held]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def get_form(self, form_class: type[PartyForm] | None = None) -> PartyForm:
        form = super().get_form(form_class)
        if self.chosen_party():
            # The page before was tapped away for this field: typing can begin.
            form.fields["name"].widget.attrs["autofocus"] = True
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there: dict[int, list[str]] = {}
        seats = Representative.objects.present().filter(party__session=self.session)
        for party_id, name in seats.order_by("joined_at", "pk").values_list("party_id", "name"):
            there.setdefault(party_id, []).append(name)
        parties = [(party, there.get(party.pk, [])) for party in self.parties]
        return super().get_context_data(parties=parties, by_code=True, **kwargs)

    def form_valid(self, form: PartyForm) -> HttpResponse:
        return self.take(form, form.cleaned_data["party"])
