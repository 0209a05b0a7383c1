"""The address book as a list, as short lines per theme, and as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.pages import pages_of
from common.spreadsheets import CSV, TYPES, XLSX
from municipalities.permissions import Permission

from ..book_export import example_file, export_address_book
from ..covenants import Covenant, covenant_of
from ..models import Organisation
from ..organisation_forms import BookFilter
from ..organisation_list import entries_of, keys_of, lines_by_theme
from ..themes import themes_to_call_about
from .book_asking import BookPage

SHOW_ENDED = "gestopt"


class OrganisationList(BookPage, TemplateView):
    """The organisations of a municipality, to search and to filter."""

    permission = Permission.EDIT_ADDRESS_BOOK
    template_name = "group_sessions/book/list.html"

    @cached_property
    def filter(self) -> BookFilter:
        form = BookFilter(self.request.GET)
        form.is_valid()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality, today = self.request.municipality, self.today
        ended = self.request.GET.get("toon") == SHOW_ENDED
        keys = keys_of(municipality=municipality, wanted=self.filter.wanted(ended=ended), today=today)
        pages = pages_of(keys, self.request.GET)
        known = Organisation.objects.filter(municipality=municipality, merged_into=None)
        standing = list(known.only("pk", "covenant_signed_on", "covenant_until", "ended_on"))
        active = [row for row in standing if row.ended_on is None]
        return super().get_context_data(
            filter=self.filter,
            entries=entries_of(list(pages["page_obj"].object_list), municipality=municipality, today=today),
            show_ended=ended,
            count=len(keys),
            total=len(active),
            ended_count=len(standing) - len(active),
            ending_count=len([one for one in active if covenant_of(one, today=today) is Covenant.ENDING]),
            **pages,
            **kwargs,
        )


class ShortLines(BookPage, TemplateView):
    """Whom to call about what, across all organisations; made to be printed."""

    permission = Permission.EDIT_ADDRESS_BOOK
    template_name = "group_sessions/book/themes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        themes = themes_to_call_about()
        lines = lines_by_theme(
            [theme.slug for theme in themes], municipality=self.request.municipality, today=self.today
        )
        return super().get_context_data(
            themes=[(theme, lines[theme.slug]) for theme in themes], today=self.today, **kwargs
        )


class BookFile(BookPage):
    """The address book as a file."""

    permission = Permission.EDIT_ADDRESS_BOOK

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = export_address_book(
            municipality=request.municipality,
            file_type=kwargs["sheet"],
            today=self.today,
            **self.by,
        )
        return as_file(content, kwargs["sheet"], f"{_('address book')} {request.municipality} {self.today}")


class ExampleFile(BookPage):
    """A file with the right columns, to fill in."""

    permission = Permission.EDIT_ADDRESS_BOOK

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = example_file(file_type=kwargs["sheet"], name=_("Example Housing"))
        return as_file(content, kwargs["sheet"], _("address book example"))


def as_file(content: bytes, file_type: str, name: str) -> HttpResponse:
    assert file_type in {CSV, XLSX}
    disposition = f'attachment; filename="{slugify(name)}.{file_type}"'
    return HttpResponse(
        content,
        content_type=TYPES[file_type],
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )
