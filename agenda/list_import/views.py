"""Put a list of action points from elsewhere on the agenda: upload, look, choose who is meant, take over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from common.pages import pages_of
from common.spreadsheets import TYPES
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.book_import.outcome import Status
from sessions.book_import.words import MOST_BYTES, FileRefused
from sessions.themes import themes_to_call_about

from ..models import AgendaImport
from .choosing import choose_organisations
from .columns import Column
from .example import example_file
from .forms import (
    CHOSEN_AT_ONCE,
    ChooseForm,
    ListFileForm,
    TakeOverForm,
)
from .plan import SHOWN, Plan
from .reading import read_list, themes_by_name
from .shown import rows_shown
from .taking import (
    AgendaChanged,
    cancel_list,
    keep_list,
    log_refused_list,
    take_over_list,
    was_cancelled,
)

MOST_NAMED = 12
"""Numbers of rows in one message."""


class ListPage(GuardedView):
    """A page about lists from elsewhere."""

    permission = Permission.EDIT_AGENDA

    @property
    def by(self) -> dict[str, Any]:
        """Return who acts and when, for a verb."""
        return {"actor": self.actor, "now": timezone.now()}

    def to(self, name: str, **kwargs: Any) -> HttpResponseRedirect:
        return redirect(
            reverse(f"agenda:{name}", kwargs={"gemeente": self.request.municipality.slug, **kwargs})
        )


class ImportNew(ListPage, FormView):
    """Choose a file; it is read, shown, and not kept."""

    permission = Permission.EDIT_AGENDA
    form_class = ListFileForm
    template_name = "agenda/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=list(Column), themes=themes_to_call_about(), **kwargs)

    def form_valid(self, form: ListFileForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        try:
            # A file that is too large is refused by its size: no more of it is read.
            read = read_list(upload.read(MOST_BYTES + 1), themes=themes_by_name(themes_to_call_about()))
        except FileRefused as refused:
            log_refused_list(municipality=self.request.municipality, why=refused.code, **self.by)
            form.refuse(ValidationError({"file": refused.words}))
            return self.form_invalid(form)
        kept = keep_list(
            municipality=self.request.municipality, rows=read.rows, file_name=upload.name, **self.by
        )
        for said in read.unread.in_words():
            messages.info(self.request, said)
        return self.to("import_preview", import_pk=kept.pk)

    def form_invalid(self, form: ListFileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ExampleFile(ListPage):
    """A file with the right columns, to fill in."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sheet = kwargs["sheet"]
        name = f"{slugify(_('action points example'))}.{sheet}"
        return HttpResponse(
            example_file(file_type=sheet, today=timezone.localdate()),
            content_type=TYPES[sheet],
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )


class ImportPage(ListPage):
    """A page about a list that was read."""

    permission = Permission.EDIT_AGENDA

    @cached_property
    def kept(self) -> AgendaImport:
        wanted = {"pk": self.kwargs["import_pk"], "municipality": self.request.municipality}
        return get_object_or_404(AgendaImport.objects.select_related("municipality"), **wanted)

    @property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.kept.rows, municipality=self.request.municipality, today=self.today)

    def choose_form(self, data: Any = None) -> ChooseForm | None:
        """Return the form about names that nobody knows; nothing where there are none."""
        unknown = list(self.plan.unknown.values())
        if not unknown:
            return None
        may_add = self.may(Permission.EDIT_ADDRESS_BOOK)
        return ChooseForm(data, unknown=unknown, book=self.plan.book, may_add=may_add)


def left_in_words(rows: Sequence[int]) -> str:
    """Return which rows of a file were not taken over, and what to do: they are kept no longer."""
    named = ", ".join(map(str, rows[:MOST_NAMED]))
    more = len(rows) - MOST_NAMED
    if more > 0:
        words = ngettext("%(rows)s and %(more)s other", "%(rows)s and %(more)s others", more)
        named = words % {"rows": named, "more": more}
    text = ngettext(
        "Row %(rows)s of your file was not taken over. Correct it there, and read the file in again. What "
        "stands on your agenda already is not added twice.",
        "These rows of your file were not taken over: %(rows)s. Correct them there, and read the file in "
        "again. What stands on your agenda already is not added twice.",
        len(rows),
    )
    return text % {"rows": named}


class ImportPreview(ImportPage, TemplateView):
    """What each row would do; take over the good ones, or cancel."""

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/import_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kept.taken_over_at is not None:
            return super().get_context_data(kept=self.kept, **kwargs)
        plan = self.plan
        only = next((one for one in SHOWN if one.value == self.request.GET.get("toon")), None)
        shown = plan.with_status(only) if only else plan.outcomes
        pages = pages_of(shown, self.request.GET)
        counts = {status: len(plan.with_status(status)) for status in SHOWN}
        kwargs.setdefault("choose", self.choose_form())
        return super().get_context_data(
            kept=self.kept,
            statuses=list(counts.items()),
            only=only,
            total=len(plan.outcomes),
            good=counts[Status.NEW],
            bad=counts[Status.BAD],
            more_names=max(0, len(plan.unknown) - CHOSEN_AT_ONCE),
            fingerprint=plan.fingerprint,
            rows=rows_shown(pages["page_obj"].object_list),
            page_obj=pages["page_obj"],
            is_other_page=pages["is_other_page"],
            # `kept` is the list that was kept.
            kept_query=pages["kept"],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TakeOverForm(request.POST)
        fingerprint = form.cleaned_data["fingerprint"] if form.is_valid() else ""
        try:
            taken = take_over_list(self.kept, fingerprint=fingerprint, author=str(request.user), **self.by)
        except AgendaChanged:
            messages.warning(
                request,
                _("The agenda or the address book was changed meanwhile. Nothing was added. Look again."),
            )
            return self.render_to_response(self.get_context_data(), status=409)
        if taken.number:
            text = ngettext(
                "%(number)s action point stands on your agenda now.",
                "%(number)s action points stand on your agenda now.",
                taken.number,
            )
            messages.success(request, text % {"number": taken.number})
            if taken.left:
                messages.warning(request, left_in_words(taken.left))
        else:
            messages.info(request, _("These rows had been taken over already."))
        return self.to("list")


class ImportChoose(ImportPreview):
    """Say who is meant by the names that the address book does not know."""

    permission = Permission.EDIT_AGENDA
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.choose_form(request.POST) if self.kept.taken_over_at is None else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(choose=form), status=422)
        if form is not None and form.choices:
            number = choose_organisations(self.kept, choices=form.choices, **self.by)
            text = ngettext(
                "Your choice counts for %(number)s row.", "Your choices count for %(number)s rows.", number
            )
            messages.success(request, text % {"number": number})
        return self.to("import_preview", import_pk=self.kept.pk)


class ImportCancel(ImportPage):
    """Throw away what was read; a second press finds nothing any more."""

    permission = Permission.EDIT_AGENDA
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if was_cancelled(kwargs["import_pk"]):
            return self.to("list")
        if self.kept.taken_over_at is None:
            cancel_list(self.kept, **self.by)
            messages.success(request, _("Nothing was added. Your agenda stayed as it was."))
        return self.to("list")
