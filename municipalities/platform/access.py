"""Who gets into a page of the platform itself: its staff, and nobody sees that it is there."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.utils import timezone

from audit.actors import Actor
from users.models import User
from users.second_factor import second_factor_seen

from ..access import GuardedView, second_step_first
from ..permissions import Permission
from .staff import is_staff

STAFF = "staff"
"""The role of platform staff in the log of a municipality."""


class PlatformView(GuardedView):
    """A page for staff of the platform: 404 for everybody else who signed in."""

    abstract = True
    permission = Permission.RUN_PLATFORM

    def refuse(self) -> HttpResponse | None:
        if not self.request.user.is_authenticated:
            return redirect_to_login(self.request.get_full_path())
        if not is_staff(self.request.user, today=timezone.localdate()):
            raise Http404
        return None if second_factor_seen(self.request) else second_step_first(self.request)

    @property
    def actor(self) -> Actor:
        """Return who acts, for the log of the municipality it is about."""
        return Actor(role=STAFF, user=self.person)

    @property
    def person(self) -> User:
        """Return who of the staff it is; nobody else gets this far."""
        assert isinstance(self.request.user, User)
        return self.request.user
