"""The page on which an administrator chooses the house style, with its preview."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from ..access import GuardedView
from ..models import Logo
from ..permissions import Permission
from .choosing import (
    NothingToUndo,
    change_house_style,
    choices_of,
    house_style_of,
    return_to_neutral,
    row_of,
    undo_house_style,
)
from .form import HouseStyleForm, LookForm, packed
from .preview_views import preview_of
from .stylesheet import Choices


class EditorView(GuardedView):
    """A page of the house style of this municipality."""

    abstract = True
    permission = Permission.EDIT_HOUSE_STYLE

    def to_editor(self) -> HttpResponse:
        return redirect("municipalities:house_style", gemeente=self.request.municipality.slug)


class HouseStyleEditor(EditorView, FormView):
    """Choose a style: look at it first, then save it."""

    permission = Permission.EDIT_HOUSE_STYLE
    is_for_reading = True
    form_class = HouseStyleForm
    template_name = "municipalities/house_style.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "municipality": self.request.municipality}

    def get_initial(self) -> dict[str, Any]:
        style = house_style_of(self.request.municipality)
        choices = choices_of(style) if style else Choices()
        return {
            "brand_colour": choices.brand_colour,
            "corners": choices.corners,
            "font": choices.font,
            "kept_tokens": packed(dict(choices.refinements)),
            "kept_logo": style.logo.fingerprint if style and style.logo else "",
        }

    def form_valid(self, form: HouseStyleForm) -> HttpResponse:
        if "look" in self.request.POST:
            return self._show(form, choices=form.choices, logo=form.chosen_logo)
        change_house_style(
            self.request.municipality,
            choices=form.choices,
            logo=form.chosen_logo,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, _("The house style is saved. Everybody sees it from now on."))
        return self.to_editor()

    def form_invalid(self, form: HouseStyleForm) -> HttpResponse:
        # What can be shown of it is shown: a wrong file need not hide the colour.
        typed = LookForm(self.request.POST)
        choices = typed.choices if typed.is_valid() else self._worn()
        response = self._show(form, choices=choices, logo=form.chosen_logo)
        response.status_code = 422
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        style = house_style_of(request.municipality)
        return self._show(self.get_form(), choices=self._worn(), logo=style.logo if style else None)

    def _worn(self) -> Choices:
        style = house_style_of(self.request.municipality)
        return choices_of(style) if style else Choices()

    def _show(self, form: HouseStyleForm, *, choices: Choices, logo: Logo | None) -> HttpResponse:
        municipality = self.request.municipality
        row = row_of(municipality)
        context = self.get_context_data(
            form=form,
            preview=preview_of(municipality.slug, choices),
            choices=choices,
            logo=logo,
            logo_url=self._address_of(logo),
            can_undo=bool(row and row.previous),
            in_use=bool(row and row.in_use),
        )
        return self.render_to_response(context)

    def _address_of(self, logo: Logo | None) -> str:
        if logo is None:
            return ""
        parts = {"fingerprint": logo.fingerprint, "ending": logo.ending}
        return reverse("municipalities:logo", kwargs={"gemeente": self.request.municipality.slug, **parts})


class UndoHouseStyle(EditorView):
    """Go back to the style before the last change."""

    permission = Permission.EDIT_HOUSE_STYLE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            undo_house_style(request.municipality, actor=self.actor, now=timezone.now())
        except NothingToUndo:
            messages.info(request, _("There is no earlier style. Nothing was changed."))
        else:
            messages.success(request, _("The style before the last change is back."))
        return self.to_editor()


class NeutralStyle(EditorView, TemplateView):
    """Ask, and then lay the own style aside."""

    permission = Permission.EDIT_HOUSE_STYLE
    template_name = "components/confirm_page.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Back to the neutral style?"),
            text=_("All pages, e-mails and reports then look as they did without a house style."),
            label=_("Use the neutral style"),
            cancel_url=reverse(
                "municipalities:house_style", kwargs={"gemeente": self.request.municipality.slug}
            ),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return_to_neutral(request.municipality, actor=self.actor, now=timezone.now())
        messages.success(request, _("You use the neutral style now. You can undo this."))
        return self.to_editor()
