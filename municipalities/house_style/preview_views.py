"""The preview of a house style: the style sheet of values that are not saved."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..access import GuardedView
from ..permissions import Permission
from .form import LookForm, packed
from .stylesheet import Choices, is_adapted, sheet_of

PREVIEW = ".style-worn"


def preview_of(gemeente: str, choices: Choices) -> dict[str, Any]:
    """Return what the preview needs: the address of its style sheet, and what was adapted."""
    asked = urlencode(
        {
            "brand_colour": choices.brand_colour,
            "corners": choices.corners.value,
            "font": choices.font.value,
            "kept_tokens": packed(dict(choices.refinements)),
        }
    )
    sheet = reverse("municipalities:preview_sheet", kwargs={"gemeente": gemeente})
    return {
        "sheet": f"{sheet}?{asked}",
        "notice": _(
            "This colour is too light to read words in. We use a slightly darker shade for text and buttons."
        )
        if is_adapted(choices)
        else "",
    }


class PreviewView(GuardedView):
    """What the preview asks while somebody chooses; the values stand in the address."""

    abstract = True
    permission = Permission.EDIT_HOUSE_STYLE
    http_method_names = ["get", "head", "options"]

    @property
    def form(self) -> LookForm:
        return LookForm(self.request.GET)


class Preview(PreviewView):
    """Say where the style sheet of these values is and what was adapted, or what is wrong with them."""

    permission = Permission.EDIT_HOUSE_STYLE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form
        if not form.is_valid():
            errors = [text for texts in form.errors.values() for text in texts]
            return JsonResponse({"error": " ".join(errors)}, status=422)
        return JsonResponse(preview_of(request.municipality.slug, form.choices))


class PreviewSheet(PreviewView):
    """The style sheet of unsaved values; it reaches the preview only."""

    permission = Permission.EDIT_HOUSE_STYLE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form
        if not form.is_valid():
            return HttpResponse(status=422)
        return HttpResponse(
            sheet_of(form.choices, within=PREVIEW).text, content_type="text/css; charset=utf-8"
        )
