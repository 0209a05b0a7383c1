"""How staff remove a municipality: one asks, another does it, and until then it can be withdrawn."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.tenancy import tenant

from ..permissions import Permission
from .asking import Asking
from .forms import RemovalForm, TypedNameForm
from .removal import RemovalRefused, ask_removal, remove_municipality, why_not_yet, withdraw_removal
from .views import PlatformFormView


class AskRemoval(Asking, PlatformFormView):
    """The first step of removing."""

    permission = Permission.RUN_PLATFORM
    form_class = RemovalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate()}

    def words(self) -> dict[str, str]:
        return {
            "title": _("Ask to remove %(name)s?") % {"name": self.municipality.name},
            "text": _(
                "From now on it can be read only. The administrators get an e-mail, and a file with "
                "everything. From the day you choose, another person of the staff can remove it for ever. "
                "Until then you can withdraw this."
            ),
            "label": _("Ask to remove it"),
        }

    def carry_out(self, form: Form) -> HttpResponse:
        try:
            ask_removal(
                self.municipality,
                reason=form.cleaned_data["reason"],
                removal_from=form.cleaned_data["removal_from"],
                user=self.person,
                actor=self.actor,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except RemovalRefused as refused:
            messages.warning(self.request, str(refused))
        else:
            messages.success(self.request, _("It is asked. The administrators are told."))
        return self.to_municipality()


class WithdrawRemoval(Asking, TemplateView):
    """Let a municipality stay."""

    permission = Permission.RUN_PLATFORM
    is_destructive = False
    http_method_names = ["get", "head", "options", "post"]

    def words(self) -> dict[str, str]:
        return {
            "title": _("Let %(name)s stay?") % {"name": self.municipality.name},
            "text": " ".join(
                [
                    self.until(),
                    _("Everybody can work again. The administrators get an e-mail. Nothing is lost."),
                ]
            ).strip(),
            "label": _("Withdraw the removal"),
        }

    def until(self) -> str:
        """Return from which day on it would be too late, in words; empty where nobody asked."""
        if self.municipality.removal_from is None:
            return ""
        said = _("From %(day)s on another person of the staff could remove it.")
        return said % {"day": date_format(self.municipality.removal_from, "j F Y")}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if withdraw_removal(self.municipality, actor=self.actor, now=timezone.now()):
            messages.success(request, _("It stays."))
        else:
            messages.info(request, _("Nobody asked to remove it any more. Nothing was changed."))
        return self.to_municipality()


class Remove(Asking, PlatformFormView):
    """The second step of removing, by another person."""

    permission = Permission.RUN_PLATFORM
    form_class = TypedNameForm
    template_name = "platform/remove.html"

    def words(self) -> dict[str, str]:
        return {
            "title": _("Remove %(name)s for ever?") % {"name": self.municipality.name},
            "text": _(
                "Every session, answer, action point, report, member and line of the log is deleted. "
                "Nobody can get it back."
            ),
            "label": _("Remove for ever"),
        }

    @cached_property
    def refusal(self) -> str:
        with tenant(self.municipality):
            return why_not_yet(self.municipality, user=self.person, today=timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=self.refusal, **kwargs)

    def carry_out(self, form: Form) -> HttpResponse:
        try:
            left = remove_municipality(
                self.municipality,
                typed_name=form.cleaned_data["typed_name"],
                user=self.person,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except RemovalRefused as refused:
            messages.warning(self.request, str(refused))
            return self.to_municipality()
        messages.success(self.request, _("%(name)s is removed.") % {"name": left.name})
        return redirect("platform:municipalities")
