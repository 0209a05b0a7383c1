"""Who works in a municipality: the list, and changing and ending what somebody is here."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from common.forms import VerbForm
from common.pages import pages_of

from ..access import GuardedView
from ..invitations.inviting import InvitationOver, StaleInvitation
from ..models import Membership
from ..permissions import Permission
from .forms import MembershipForm
from .memberships import LastAdministrator, StaleMembership, change_membership, end_membership, version_of
from .overview import members_of


class MemberPage(GuardedView):
    """A page below the members of a municipality."""

    abstract = True
    permission = Permission.MANAGE_MEMBERS

    def back(self) -> HttpResponseRedirect:
        return redirect("municipalities:members", gemeente=self.request.municipality.slug)

    @property
    def now(self) -> datetime:
        return timezone.now()

    def say_stale(self) -> None:
        messages.warning(
            self.request, _("A colleague was first: this changed just now. Below you see how it stands.")
        )


class Members(MemberPage, TemplateView):
    """Everybody who works here, will, or did; and every invitation. `?zoek=` finds somebody."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "municipalities/members.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everybody = members_of(self.request.municipality, now=self.now)
        sought = self.request.GET.get("zoek", "").strip()[:120]
        people = everybody.matching(sought) if sought else everybody
        pages = pages_of(people.longest, self.request.GET)
        return super().get_context_data(
            people=people.on_page(pages["page_obj"].object_list),
            has_matches=bool(people.members or people.waiting),
            sought=sought,
            **pages,
            may_search=bool(sought) or everybody.is_long,
            **kwargs,
        )


class VerbPage(MemberPage, FormView):
    """A page with a form whose verb may refuse; what was typed is not lost."""

    abstract = True
    permission = Permission.MANAGE_MEMBERS
    form_class = VerbForm

    def act(self, form: Any) -> None:
        """Call the verb and say what happened."""
        raise NotImplementedError

    def form_valid(self, form: VerbForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        except LastAdministrator:
            form.refuse(ValidationError(self.last_administrator()))
            return self.form_invalid(form)
        except (StaleMembership, StaleInvitation, InvitationOver):
            self.say_stale()
        return self.back()

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @staticmethod
    def last_administrator() -> str:
        return _(
            "There is no other administrator then, and nobody could invite colleagues any more. "
            "Invite another administrator first; once that invitation is accepted, this is possible."
        )


class OneMembership(VerbPage):
    """A page about one role of one person, now or to come."""

    abstract = True
    permission = Permission.MANAGE_MEMBERS

    @cached_property
    def member(self) -> Membership:
        rows = Membership.objects.filter(municipality=self.request.municipality)
        return get_object_or_404(rows.select_related("user", "municipality"), pk=self.kwargs["member_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(member=self.member, **kwargs)


class ChangeMembership(OneMembership):
    """Change the role or the period."""

    permission = Permission.MANAGE_MEMBERS
    form_class = MembershipForm
    template_name = "municipalities/membership.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        has_begun = self.member.from_date <= timezone.localdate(self.now)
        return {**super().get_form_kwargs(), "membership": self.member, "has_begun": has_begun}

    def get_initial(self) -> dict[str, Any]:
        return {
            "role": self.member.role,
            "from_date": self.member.from_date,
            "until_date": self.member.until_date,
            "seen": version_of(self.member),
        }

    def act(self, form: MembershipForm) -> None:
        change_membership(self.member, **form.cleaned_data, actor=self.actor, now=self.now)
        messages.success(
            self.request, _("Changed. For %(name)s this holds at once.") % {"name": self.member.user}
        )


class EndMembership(OneMembership):
    """End a role now, after a question that names the consequence."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "components/confirm_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"name": str(self.member.user), "role": self.member.get_role_display()}
        return super().get_context_data(
            title=_("End the role %(role)s of %(name)s?") % said,
            text=_(
                "From now on this person can't use the rights of %(role)s here, also not in an open window. "
                "What %(name)s did stays, with the name. Invite again when it was a mistake."
            )
            % said,
            label=_("End the role now"),
            cancel_url=self.back().url,
            **kwargs,
        )

    def act(self, form: VerbForm) -> None:
        if end_membership(self.member, actor=self.actor, now=self.now):
            said = _("%(name)s is no longer %(role)s here. It stays in the history.")
            role = self.member.get_role_display()
            messages.success(self.request, said % {"name": self.member.user, "role": role})
        else:
            messages.info(self.request, _("This role had ended already."))
