"""The addresses of who works in a municipality."""

from django.urls import path

from ..invitations.inviting_views import Invite, RenewInvitation, RevokeInvitation
from ..invitations.views import InvitationPage
from ..manage_views import Manage
from .views import ChangeMembership, EndMembership, Members

urlpatterns = [
    path("beheer/", Manage.as_view(), name="manage"),
    path("leden/", Members.as_view(), name="members"),
    path("leden/uitnodigen/", Invite.as_view(), name="invite_member"),
    path(
        "leden/uitnodigingen/<int:invitation_pk>/opnieuw/", RenewInvitation.as_view(), name="renew_invitation"
    ),
    path(
        "leden/uitnodigingen/<int:invitation_pk>/intrekken/",
        RevokeInvitation.as_view(),
        name="revoke_invitation",
    ),
    path("leden/<int:member_pk>/", ChangeMembership.as_view(), name="membership"),
    path("leden/<int:member_pk>/beeindigen/", EndMembership.as_view(), name="end_membership"),
    path("uitnodiging/<str:token>/", InvitationPage.as_view(), name="invitation"),
]
