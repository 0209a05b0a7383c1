"""What staff do with a municipality: each asks first, and says what follows from it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.tenancy import tenant

from ..enums import Role
from ..invitations.inviting import invite_member
from ..models import Succession
from ..permissions import Permission
from .asking import Asking
from .forms import ReasonForm, StaffForm, SuccessionForm
from .succession import plan_succession, withdraw_succession
from .suspension import BeingRemoved, lift_suspension, suspend_municipality
from .views import OneMunicipality, PlatformFormView


class Suspend(Asking, PlatformFormView):
    """Make a municipality read-only."""

    permission = Permission.RUN_PLATFORM
    form_class = ReasonForm

    def words(self) -> dict[str, str]:
        return {
            "title": _("Suspend %(name)s?") % {"name": self.municipality.name},
            "text": _(
                "Everything can still be read. Nobody can change, plan or answer anything, also in a session "
                "that is going on now. The administrators get an e-mail. You can lift it again."
            ),
            "label": _("Suspend"),
        }

    def carry_out(self, form: Form) -> HttpResponse:
        done = suspend_municipality(
            self.municipality, reason=form.cleaned_data["reason"], actor=self.actor, now=timezone.now()
        )
        if done:
            messages.success(self.request, _("It can be read only from now on."))
        else:
            messages.info(self.request, _("It was suspended already. Nothing was changed."))
        return self.to_municipality()


class Lift(Asking, TemplateView):
    """Let everybody work again."""

    permission = Permission.RUN_PLATFORM
    is_destructive = False
    http_method_names = ["get", "head", "options", "post"]

    def words(self) -> dict[str, str]:
        return {
            "title": _("Lift the suspension of %(name)s?") % {"name": self.municipality.name},
            "text": _("Everybody can work again at once. The administrators get an e-mail."),
            "label": _("Lift the suspension"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            lift_suspension(self.municipality, actor=self.actor, now=timezone.now())
        except BeingRemoved:
            messages.warning(request, _("It is being removed. Withdraw that, and everybody can work again."))
        else:
            messages.success(request, _("Everybody can work again."))
        return self.to_municipality()


class Succeed(OneMunicipality, PlatformFormView):
    """Plan that a municipality goes on as another, or as several."""

    permission = Permission.RUN_PLATFORM
    form_class = SuccessionForm
    template_name = "platform/succeed.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "predecessor": self.municipality,
            "today": timezone.localdate(),
        }

    def carry_out(self, form: Form) -> HttpResponse:
        plan_succession(
            self.municipality,
            successors=list(form.cleaned_data["successors"]),
            on=form.cleaned_data["on"],
            actor=self.actor,
            now=timezone.now(),
            today=timezone.localdate(),
        )
        messages.success(self.request, _("It is planned. Until that day nothing changes."))
        return self.to_municipality()


class WithdrawSuccession(Asking, TemplateView):
    """Take back a succession that was not carried out yet."""

    permission = Permission.RUN_PLATFORM
    is_destructive = False
    http_method_names = ["get", "head", "options", "post"]

    def words(self) -> dict[str, str]:
        planned = Succession.objects.filter(predecessor=self.municipality, carried_out_at=None)
        return {
            "title": _("Let %(name)s go on as itself?") % {"name": self.municipality.name},
            "text": _("What was planned is taken back. Nothing was changed yet.")
            if planned.exists()
            else _("Nothing is planned."),
            "label": _("Withdraw"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if withdraw_succession(self.municipality, actor=self.actor, now=timezone.now()):
            messages.success(request, _("It goes on as itself."))
        else:
            messages.info(request, _("Nothing was planned any more. Nothing was changed."))
        return self.to_municipality()


class InviteAdministrator(Asking, PlatformFormView):
    """Invite an administrator, for when there is none any more, or none came."""

    permission = Permission.RUN_PLATFORM
    is_destructive = False
    form_class = StaffForm

    def words(self) -> dict[str, str]:
        return {
            "title": _("Invite an administrator for %(name)s") % {"name": self.municipality.name},
            "text": _(
                "This person then manages the members and the settings. "
                "Be sure that the municipality asked for it."
            ),
            "label": _("Send the invitation"),
        }

    def carry_out(self, form: Form) -> HttpResponse:
        with tenant(self.municipality):
            invite_member(
                municipality=self.municipality,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=Role.ADMINISTRATOR,
                until_date=None,
                invited_by=self.person,
                actor=self.actor,
                now=timezone.now(),
            )
        messages.success(self.request, _("The invitation is on its way."))
        return self.to_municipality()
