"""The grid for answers from paper: every party by every statement of a theme, until its answers are shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Statement
from common.revisions import whole_number
from questionnaire.answers import moment_open_for
from questionnaire.enums import Moment
from questionnaire.paper import RowRefused, type_row
from questionnaire.progress import given_cells
from questionnaire.refusals import AnswerRefused
from sessions.ending import may_command
from sessions.locks import Busy
from sessions.models import SessionTheme

from .console_frame import PageStep
from .console_paper_rows import PaperRow, read_row, rows_of
from .console_steps import console_url
from .see_other import SeeOther

PAGE = "live/console/paper.html"


class Paper(PageStep):
    """Type in what parties wrote on paper; a row is stored whole, or not at all with its errors in place."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        again = whole_number(request.GET.get("opnieuw", ""))
        return self.sheet(self.rows(again=again), status=200)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            return self.sheet([], status=409, not_saved=self.read(self.empty_rows()))
        again = whole_number(request.POST.get("again", ""))
        rows = self.rows(again=again)
        typed = self.read(rows)
        if typed and request.POST.get("moment") in {*Moment.values} - {self.moment}:
            return self.sheet(rows, status=409, is_of_before=True)
        stored = [row for row in typed if not row.has_error and self.store(row)]
        if stored:
            words = ngettext(
                "The answers of %(count)s party have been saved.",
                "The answers of %(count)s parties have been saved.",
                len(stored),
            )
            messages.success(request, words % {"count": len(stored)})
        elif not typed:
            messages.info(request, _("Nothing was typed, so nothing was saved."))
        if len(stored) == len(typed):
            return SeeOther(self.request.path)
        return self.sheet(self.after(rows, again=again), status=422)

    def read(self, rows: list[PaperRow]) -> list[PaperRow]:
        """Read what was typed into these rows; return those with something in them."""
        for row in rows:
            read_row(row, self.request.POST, scale=self.session.catalogue)
        return [row for row in rows if row.is_typed]

    def empty_rows(self) -> list[PaperRow]:
        return rows_of(self.session.parties.all(), self.statements, {}, again=0)

    def store(self, row: PaperRow) -> bool:
        try:
            type_row(
                party=row.party,
                answers=row.answers(),
                meant_for=self.moment,
                actor=self.actor,
                now=self.now,
            )
        except RowRefused as refusal:
            row.refuse(refusal.why)
        except Busy:
            row.error = _("It was very busy for a moment. Please press the button again.")
        return not row.has_error

    def after(self, rows: list[PaperRow], *, again: int) -> list[PaperRow]:
        """Return the sheet as it is now, with what was typed in the rows that were refused."""
        refused = {row.party.pk: row for row in rows if row.has_error}
        keep = again if again in refused else 0
        now = self.rows(again=keep)
        for row in now:
            if row.party.pk in refused:
                row.take_back(refused[row.party.pk])
        return now

    def rows(self, *, again: int) -> list[PaperRow]:
        moment = self.moment
        if moment is None:
            return []
        given = given_cells(session=self.session, moment=moment)
        return rows_of(self.session.parties.all(), self.statements, given, again=again)

    @cached_property
    def theme(self) -> SessionTheme:
        rows = SessionTheme.objects.filter(session=self.session).select_related("theme")
        return get_object_or_404(rows, pk=self.kwargs["theme"])

    @cached_property
    def statements(self) -> list[Statement]:
        return list(Statement.objects.filter(theme=self.theme.theme_id).order_by("number"))

    @cached_property
    def moment(self) -> Moment | None:
        """Return for which moment the theme takes answers now, or nothing when it takes none."""
        try:
            return moment_open_for(self.session, self.theme)
        except AnswerRefused:
            return None

    @property
    def is_open(self) -> bool:
        return self.moment is not None and may_command(self.session)

    def sheet(self, rows: list[PaperRow], *, status: int, **more: Any) -> HttpResponse:
        context = {
            **more,
            "moment": self.moment,
            "session": self.session,
            "theme": self.theme,
            "statements": self.statements,
            "rows": rows,
            "is_open": self.is_open,
            "again": next((row.party.pk for row in rows if row.is_again), 0),
            "console": console_url(self.session, "console"),
            "has_errors": any(row.has_error for row in rows),
        }
        return render(self.request, PAGE, context, status=status)
