"""The page of who runs the platform."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ..models import StaffMember
from ..permissions import Permission
from .access import PlatformView
from .forms import StaffForm
from .staff import LastStaff, appoint_staff, current_staff, end_staff, reference
from .views import PlatformFormView


class Staff(PlatformFormView):
    """Who runs the platform, and a form to appoint another."""

    permission = Permission.RUN_PLATFORM
    form_class = StaffForm
    template_name = "platform/staff.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(staff=list(current_staff(today=timezone.localdate())), **kwargs)

    def carry_out(self, form: Form) -> HttpResponse:
        member = appoint_staff(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            appointed_by=reference(self.person),
            today=timezone.localdate(),
        )
        messages.success(
            self.request,
            _("%(person)s runs the platform too. Tell them: they sign in with this address.")
            % {"person": member.user},
        )
        return redirect("platform:staff")


class EndStaff(PlatformView, TemplateView):
    """Ask, and then end an appointment."""

    permission = Permission.RUN_PLATFORM
    template_name = "components/confirm_page.html"
    http_method_names = ["get", "head", "options", "post"]

    @cached_property
    def member(self) -> StaffMember:
        found = current_staff(today=timezone.localdate()).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Let %(person)s no longer run the platform?") % {"person": self.member.user},
            text=_("They are out at once. What they have in municipalities stays."),
            label=_("End the appointment"),
            cancel_url=reverse("platform:staff"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        person = self.member.user
        try:
            end_staff(self.member, ended_by=reference(self.person), today=timezone.localdate())
        except LastStaff:
            messages.warning(
                request, _("This is the only one who runs the platform. Appoint somebody else first.")
            )
            return redirect("platform:staff")
        messages.success(request, _("%(person)s no longer runs the platform.") % {"person": person})
        return redirect("home" if person == request.user else "platform:staff")
