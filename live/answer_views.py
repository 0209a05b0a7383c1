"""One statement: show it and store what a party answers, sent by a plain form or by the script."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue.models import Statement
from questionnaire.answers import give_answer
from questionnaire.own_answer import OwnAnswer
from questionnaire.refusals import AnswerRefused, StaleAnswer
from sessions.locks import Busy

from .answer_form import AnswerForm
from .refusal_words import name_of, status_for, words_for
from .seat_lines import choice_of, clock_time
from .seat_page import SeatPage, seat_page
from .seat_views import PhoneView
from .seat_words import saved_words
from .see_other import SeeOther


class StatementPage(PhoneView):
    """One statement on a phone."""

    @cached_property
    def statement(self) -> Statement:
        number = self.kwargs["number"]
        found = Statement.objects.filter(theme__catalogue=self.session.catalogue_id, number=number)
        there = found.filter(theme__in=self.session.themes.values("theme"))
        # Each tap looks here: its texts are the page's, which brings along what it shows.
        statement = there.only("number", "theme", "allows_not_applicable").order_by("pk").first()
        if statement is None:
            raise Http404
        return statement

    @property
    def wants_data(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    def page(self) -> SeatPage:
        view = str(self.statement.number)
        return seat_page(self.representative, view=view, notice_read=self.notice_read)

    def is_on(self, page: SeatPage) -> bool:
        """Return whether this statement is what the phone shows: it gives way when its theme is not open."""
        return page.view == str(self.statement.number)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = self.page()
        if not self.is_on(page):
            return redirect(self.sheet)
        return render(request, "live/phone/sheet.html", self.page_context(page))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.statement  # noqa: B018 - a statement of elsewhere does not exist here, whatever was sent
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.refused(form.first_error, status=422, name="invalid")
        kind, value = form.cleaned_data["answer"]
        try:
            answer = give_answer(
                party=self.party,
                statement=self.statement,
                kind=kind,
                value=value,
                note=form.cleaned_data["note"],
                expected_version=form.cleaned_data["expected_version"],
                meant_for=form.cleaned_data["moment"],
                now=timezone.now(),
                representative=self.representative,
            )
        except (AnswerRefused, Busy) as refusal:
            theirs = refusal.theirs if isinstance(refusal, StaleAnswer) else None
            return self.refused(
                words_for(refusal), status=status_for(refusal), name=name_of(refusal), theirs=theirs
            )
        return JsonResponse(self.as_data(answer)) if self.wants_data else SeeOther(self.next_address())

    def refused(self, words: str, *, status: int, name: str, theirs: OwnAnswer | None = None) -> HttpResponse:
        """Say why nothing was stored, and keep what was chosen and typed."""
        if self.wants_data:
            said: dict[str, Any] = {"error": words, "name": name}
            if theirs is not None:
                said["theirs"] = self.as_data(theirs)
            return JsonResponse(said, status=status)
        page = self.page()
        note = self.request.POST.get("note", "").replace("\0", "")
        if note.strip() and not self.is_on(page):
            words = _("%(why)s You wrote: “%(note)s”") % {"why": words, "note": note.strip()}
        context = self.page_context(page, error=words, theirs=theirs, theirs_choice=choice_of(theirs))
        if self.is_on(page):
            context |= {"choice": self.request.POST.get("answer", "")[:20], "note": note}
        return render(self.request, "live/phone/sheet.html", context, status=status)

    def as_data(self, answer: OwnAnswer) -> dict[str, Any]:
        at = clock_time(answer.at)
        return {
            # The phone looks for these two: what a Wi-Fi's sign-in page answers is no acknowledgement.
            "statement": self.statement.number,
            "seat": self.representative.pk,
            "choice": choice_of(answer),
            "note": answer.note,
            "version": answer.version,
            "by": answer.given_by,
            "at": at,
            "words": saved_words(at, answer.given_by, self.representative.name),
        }

    def next_address(self) -> str:
        """Return the next statement of the theme, and after the last one the overview."""
        page = self.page()
        if page.next_line is None:
            return reverse("live:overview", kwargs=self.place)
        return reverse("live:statement", kwargs={**self.place, "number": page.next_line.statement.number})
