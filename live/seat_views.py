"""The phone: one page that shows what is now, its fragment, the notice, and the yes of an owner."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from sessions.access import SeatView
from sessions.models import Representative
from sessions.seats import held_seats, seats_of

from .following import FollowedView
from .join_forms import CodeForm
from .notices import is_notice_read, mark_notice_read
from .seat_page import OVERVIEW, SeatPage, Step, seat_page
from .seat_words import agreed, revealed_to, saved_words, statement_context, who_joins
from .see_other import SeeOther

NO_SEAT = 404
TYPED = ("note", "reason")
"""The fields of a phone in which people write: a note with an answer, and why a point is given back."""


class PhoneView(SeatView):
    """A page on a participant's phone; who has no seat (any more) reads how to get one."""

    abstract = True

    def refuse(self) -> HttpResponse | None:
        if self.seat is not None:
            return None
        if "application/json" in self.request.headers.get("Accept", ""):
            words = _("This answer was not saved: you no longer take part for this organisation.")
            return JsonResponse({"error": words, "name": "noseat"}, status=NO_SEAT)
        held = held_seats(self.request).get(str(self.kwargs["pk"]), [])
        others = seats_of(self.request, self.kwargs["pk"])
        context = {
            "had_one": bool(held),
            "typed": self.typed,
            "other_seats": others,
            "gone": " ".join(str(pk) for pk in held if pk not in {seat.pk for seat in others}),
            "form": CodeForm(),
            "place": {"gemeente": self.kwargs["gemeente"], "pk": self.kwargs["pk"]},
        }
        return render(self.request, "live/phone/no_seat.html", context, status=NO_SEAT)

    @property
    def typed(self) -> str:
        """Return what somebody wrote on the page they sent; without a script nothing else keeps it."""
        sent = (self.request.POST.get(name, "") for name in TYPED)
        return "\n".join(text.replace("\0", "").strip() for text in sent).strip()

    @property
    def held(self) -> str:
        """Return the seats of this browser, by which its script knows which waiting answers are its own."""
        seats = held_seats(self.request).items()
        return " ".join(f"{session}.{seat}" for session, held in seats for seat in held)

    @cached_property
    def other_hats(self) -> list[Representative]:
        """Return the other seats somebody holds at this table; without any, as for almost all, no query."""
        if len(held_seats(self.request).get(str(self.kwargs["pk"]), [])) < 2:
            return []
        return [seat for seat in seats_of(self.request, self.session.pk) if seat != self.representative]

    @property
    def place(self) -> dict[str, Any]:
        return {"gemeente": self.session.municipality.slug, "pk": self.session.pk}

    @property
    def sheet(self) -> str:
        return reverse("live:seat", kwargs=self.place)

    @property
    def notice_read(self) -> bool:
        return is_notice_read(self.request, self.representative)

    def page_context(self, page: SeatPage, **more: Any) -> dict[str, Any]:
        """Return what the templates of the phone need to show a page."""
        context = {
            "page": page,
            "session": page.session,
            "party": page.party,
            "who_joins": who_joins(page.people),
            "place": self.place,
            "held": self.held,
            "other_hats": self.other_hats,
            "step_template": f"live/phone/step_{page.step}.html",
            "bar_template": f"live/phone/bar_{page.step}.html" if page.has_bar else "",
        }
        if page.step == Step.STATEMENT and page.chosen:
            context |= statement_context(page.chosen, page.representative.name)
        if page.step == Step.REVEALED and page.current:
            context |= revealed_to(page.party, page.current)
        if page.step in {Step.WRAP_UP, Step.CLOSED}:
            context["action_points"] = agreed(page.session)
        return {**context, **more}


class Sheet(PhoneView, TemplateView):
    """What is now, or the overview of own answers."""

    template_name = "live/phone/sheet.html"
    view = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = seat_page(self.representative, view=self.view, notice_read=self.notice_read)
        return super().get_context_data(**kwargs) | self.page_context(page)


class Overview(Sheet):
    """All own answers of the themes that are open."""

    view = OVERVIEW


class Now(PhoneView, FollowedView):
    """The same page as a fragment, for a phone that is open: 304 while nothing changed."""

    template_name = "live/phone/now.html"

    @cached_property
    def page(self) -> SeatPage:
        view = self.request.GET.get("stelling", "")
        return seat_page(self.representative, view=view, notice_read=self.notice_read)

    def etag_parts(self) -> list[Any]:
        return [
            self.representative.pk,
            self.page.key,
            self.page.view,
            [hat.pk for hat in self.other_hats],
            *((one.pk, one.revision) for one in self.page.proposals),
            *(
                (line.statement.pk, line.answer and line.answer.version)
                for theme in self.page.open_themes
                for line in theme.lines
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self.page_context(self.page)


class Notice(PhoneView, TemplateView):
    """Who sees what you answer, and how long it is kept; read before the first answer."""

    template_name = "live/phone/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = seat_page(self.representative, notice_read=False)
        return super().get_context_data(**kwargs) | self.page_context(page, is_read=self.notice_read)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        mark_notice_read(request, self.representative)
        return SeeOther(self.sheet)


class Statements(PhoneView, View):
    """The other pages of the theme on the phone, fetched ahead: without a network one can go on answering."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = seat_page(self.representative, view=OVERVIEW, notice_read=self.notice_read)
        pages = {one.view: self.fragment(one) for one in self.within_reach(page)}
        return JsonResponse({"step": page.key, "pages": pages})

    def within_reach(self, page: SeatPage) -> Iterator[SeatPage]:
        if page.within is None:
            return
        yield page
        for line in page.within.lines:
            yield replace(page, step=Step.STATEMENT, chosen=line)

    def fragment(self, page: SeatPage) -> str:
        return render_to_string("live/phone/now.html", self.page_context(page), request=self.request)


class OwnAnswers(PhoneView, View):
    """The answers of one's own party as data, so that two phones of a party stay in step."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = seat_page(self.representative)
        answers = {
            line.statement.number: {
                "choice": line.choice,
                "note": line.answer.note,
                "version": line.answer.version,
                "by": line.answer.given_by,
                "at": line.saved_at,
                "moment": theme.moment,
                "words": saved_words(line.saved_at, line.answer.given_by, self.representative.name),
            }
            for theme in page.open_themes
            for line in theme.lines
            if line.answer
        }
        parts = repr((self.representative.pk, page.key, answers))
        etag = '"' + hashlib.sha256(parts.encode()).hexdigest()[:20] + '"'
        response = get_conditional_response(request, etag=etag) or JsonResponse({"answers": answers})
        response["ETag"] = etag
        return response
