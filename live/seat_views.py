"""The phone: one page that shows what is now, its fragment, the notice, and the yes of an owner."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from sessions.access import SeatView
from sessions.seats import COOKIE_KEY

from .following import FollowedView
from .join_forms import CodeForm
from .seat_page import OVERVIEW, SeatPage, Step, seat_page
from .seat_words import agreed, revealed_to, saved_words, statement_context, who_joins
from .see_other import SeeOther

NOTICES_KEY = "notices_read"


class PhoneView(SeatView):
    """A page on a participant's phone; who has no seat (any more) reads how to get one."""

    abstract = True

    def refuse(self) -> HttpResponse | None:
        if self.seat is not None:
            return None
        had_one = str(self.kwargs["pk"]) in self.request.session.get(COOKIE_KEY, {})
        context = {"had_one": had_one, "form": CodeForm()}
        return render(self.request, "live/phone/no_seat.html", context, status=404)

    @property
    def place(self) -> dict[str, Any]:
        return {"gemeente": self.session.municipality.slug, "pk": self.session.pk}

    @property
    def sheet(self) -> str:
        return reverse("live:seat", kwargs=self.place)

    @property
    def notice_read(self) -> bool:
        return self.representative.pk in self.request.session.get(NOTICES_KEY, [])

    def page_context(self, page: SeatPage, **more: Any) -> dict[str, Any]:
        """Return what the templates of the phone need to show a page."""
        context = {
            "page": page,
            "session": page.session,
            "party": page.party,
            "who_joins": who_joins(page.people),
            "place": self.place,
            "step_template": f"live/phone/step_{page.step}.html",
            "bar_template": f"live/phone/bar_{page.step}.html" if page.has_bar else "",
        }
        if page.step == Step.STATEMENT and page.chosen:
            context |= statement_context(page.chosen, page.representative.name)
        if page.step == Step.REVEALED and page.current:
            context["revealed"] = revealed_to(page.party, page.current)
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
        read = request.session.get(NOTICES_KEY, [])
        if self.representative.pk not in read:
            request.session[NOTICES_KEY] = [*read, self.representative.pk]
        return SeeOther(self.sheet)


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
                "words": saved_words(line.saved_at, line.answer.given_by, self.representative.name),
            }
            for theme in page.open_themes
            for line in theme.lines
            if line.answer
        }
        etag = '"' + hashlib.sha256(repr((page.key, answers)).encode()).hexdigest()[:20] + '"'
        response = get_conditional_response(request, etag=etag) or JsonResponse({"answers": answers})
        response["ETag"] = etag
        return response
