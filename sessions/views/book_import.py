"""Read a file into the address book: upload, look, take over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from catalogue.models import PartyKind
from common.pages import pages_of
from municipalities.permissions import Permission

from ..book_import.columns import Column
from ..book_import.days import day_of
from ..book_import.known_words import Book
from ..book_import.outcome import Outcome, Status
from ..book_import.plan import Plan
from ..book_import.reading import read_file
from ..book_import.taking import (
    BookChanged,
    cancel_import,
    keep_import,
    log_refused_file,
    take_over,
    was_cancelled,
)
from ..book_import.words import MOST_BYTES, FileRefused
from ..forms import VerbForm
from ..models import AddressBookImport
from ..organisation_forms import FileForm, TakeOverForm
from ..themes import themes_to_call_about
from .book_asking import BookForm, BookPage


def words_of_book() -> Book:
    return Book.with_words(
        kinds=list(PartyKind.objects.all()), themes=themes_to_call_about(), language=get_language() or "nl"
    )


class ImportNew(BookForm):
    """Choose a file; it is read, shown, and not kept."""

    permission = Permission.EDIT_ADDRESS_BOOK
    form_class = FileForm
    template_name = "group_sessions/book/import.html"
    kept: AddressBookImport | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=list(Column), kinds=PartyKind.objects.all(), **kwargs)

    def act(self, form: VerbForm) -> None:
        upload = form.cleaned_data["file"]
        try:
            # A file that is too large is refused by its size: no more of it is read.
            read = read_file(upload.read(MOST_BYTES + 1), book=words_of_book())
        except FileRefused as refused:
            log_refused_file(municipality=self.request.municipality, why=refused.code, **self.by)
            raise ValidationError({"file": refused.words}) from refused
        self.kept = keep_import(
            municipality=self.request.municipality, rows=read.rows, file_name=upload.name, **self.by
        )
        for said in read.unread.in_words():
            messages.info(self.request, said)

    def back(self) -> HttpResponseRedirect:
        assert self.kept is not None
        return self.to("import_preview", import_pk=self.kept.pk)


class ImportPage(BookPage):
    """A page about a file that was read."""

    permission = Permission.EDIT_ADDRESS_BOOK

    @cached_property
    def kept(self) -> AddressBookImport:
        wanted = {"pk": self.kwargs["import_pk"], "municipality": self.request.municipality}
        return get_object_or_404(AddressBookImport.objects.select_related("municipality"), **wanted)


class ImportPreview(ImportPage, TemplateView):
    """What each row would do; take over the good ones, or cancel."""

    permission = Permission.EDIT_ADDRESS_BOOK
    template_name = "group_sessions/book/import_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kept.taken_over_at is not None:
            return super().get_context_data(kept=self.kept, **kwargs)
        plan = Plan(self.kept.rows, municipality=self.request.municipality, today=self.today)
        only = next((one for one in Status if one.value == self.request.GET.get("toon")), None)
        shown = plan.with_status(only) if only else plan.outcomes
        pages = pages_of(shown, self.request.GET)
        say = Saying(words_of_book())
        return super().get_context_data(
            kept=self.kept,
            statuses=[(status, plan.counts[status.value]) for status in Status],
            only=only,
            total=len(plan.outcomes),
            good=len(plan.good),
            bad=plan.counts[Status.BAD.value],
            fingerprint=plan.fingerprint,
            rows=[(one, say.changes(one)) for one in pages["page_obj"].object_list],
            page_obj=pages["page_obj"],
            is_other_page=pages["is_other_page"],
            # `kept` is the file that was kept.
            kept_query=pages["kept"],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TakeOverForm(request.POST)
        fingerprint = form.cleaned_data["fingerprint"] if form.is_valid() else ""
        try:
            number = take_over(self.kept, fingerprint=fingerprint, **self.by)
        except BookChanged:
            messages.warning(
                request,
                _("The address book was changed meanwhile. Nothing was taken over. Look at the rows again."),
            )
            return self.render_to_response(self.get_context_data(), status=409)
        if number:
            text = ngettext(
                "%(number)s row has been taken over.", "%(number)s rows have been taken over.", number
            )
            messages.success(request, text % {"number": number})
        else:
            messages.info(request, _("These rows had been taken over already."))
        return self.to("organisations")


class ImportCancel(ImportPage):
    """Throw away what was read; a second press finds nothing any more."""

    permission = Permission.EDIT_ADDRESS_BOOK
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if was_cancelled(kwargs["import_pk"]):
            return self.to("organisations")
        if self.kept.taken_over_at is None:
            cancel_import(self.kept, **self.by)
            messages.success(request, _("Nothing was taken over. Your address book stays as it was."))
        return self.to("organisations")


class Saying:
    """Says the changes of a row in the words of the page."""

    def __init__(self, book: Book) -> None:
        self.kinds = book.kind_names
        self.themes = {theme.slug: theme.title_in(get_language() or "nl") for theme in themes_to_call_about()}

    def changes(self, outcome: Outcome) -> list[str]:
        return [remark.change(self._in_words) for remark in outcome.changes]

    def _in_words(self, column: str, value: str) -> str:
        if column == Column.KIND:
            return self.kinds.get(value, value)
        if column == Column.THEMES:
            slugs = value.split(", ")
            return (
                _("all themes") if slugs == ["*"] else ", ".join(self.themes.get(one, one) for one in slugs)
            )
        if column in {Column.SIGNED, Column.UNTIL} and value:
            return f"{day_of(value):%d-%m-%Y}"
        return value
