"""Invite somebody for a role, send an invitation again, and withdraw it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.forms import VerbForm
from common.revisions import typed_revision

from ..enums import Role
from ..members.forms import InviteForm
from ..members.views import MemberPage, VerbPage
from ..models import Invitation
from ..permissions import Permission
from .inviting import InvitationOver, StaleInvitation, invite_member, renew_invitation, revoke_invitation


class Invite(VerbPage):
    """Invite an address for a role; `?rol=` says which one is asked about."""

    permission = Permission.MANAGE_MEMBERS
    form_class = InviteForm
    template_name = "municipalities/invite.html"

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("rol", "")
        return {"role": asked if asked in Role.values else ""}

    def act(self, form: InviteForm) -> None:
        invitation = invite_member(
            municipality=self.request.municipality,
            **form.cleaned_data,
            invited_by=self.request.user,
            actor=self.actor,
            now=self.now,
        )
        said = _("We are sending %(email)s an invitation now. Below you see whether it arrives.")
        messages.success(self.request, said % {"email": invitation.email})


def own_invitation(view: MemberPage) -> Invitation:
    """Return the invitation of this municipality that the address names; `Http404` for another."""
    return get_object_or_404(
        Invitation.objects.select_related("municipality"),
        pk=view.kwargs["invitation_pk"],
        municipality=view.request.municipality,
    )


class RenewInvitation(MemberPage):
    """Send a new link, for the link that the page showed."""

    permission = Permission.MANAGE_MEMBERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = typed_revision(request, "link_version")
        try:
            renew_invitation(own_invitation(self), seen=seen, actor=self.actor, now=self.now)
        except (StaleInvitation, InvitationOver):
            self.say_stale()
        else:
            messages.success(
                request, _("We are sending the invitation again. Only the newest link works from now on.")
            )
        return self.back()


class RevokeInvitation(VerbPage):
    """Withdraw an invitation, after a question that names the consequence."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "components/confirm_page.html"

    @cached_property
    def invitation(self) -> Invitation:
        return own_invitation(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Withdraw the invitation of %(email)s?") % {"email": self.invitation.email},
            text=_("The link in the e-mail stops working at once. You can invite this person anew later."),
            label=_("Withdraw the invitation"),
            cancel_url=self.back().url,
            **kwargs,
        )

    def act(self, form: VerbForm) -> None:
        if revoke_invitation(self.invitation, actor=self.actor, now=self.now):
            messages.success(self.request, _("The invitation was withdrawn. Its link does nothing any more."))
        else:
            messages.info(self.request, _("This invitation had been withdrawn already."))
