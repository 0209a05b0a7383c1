"""Who gets into a view: each names its permission, and one that names none fails at import."""

from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from audit.actors import Actor
from users.next_page import page_before
from users.second_factor import SECOND_FACTOR_PAGE

from .enums import Role
from .models import Membership
from .permissions import ROLE_PERMISSIONS, Permission
from .second_step.needed import usable

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Suspended(PermissionDenied):
    """Somebody wants to change something in a municipality that can be read only for now."""

    template = "municipalities/suspended.html"


def memberships_of(request: HttpRequest, *, today: date) -> list[Membership]:
    """Return what this person is in this municipality today, the role with the most rights first.

    Asked once per request, so that a person who was removed is out at the next one.
    """
    if request.municipality is None or not request.user.is_authenticated:
        return []
    if not hasattr(request, "_memberships"):
        held = Membership.objects.filter(municipality=request.municipality, user=request.user)
        request._memberships = sorted(held.current(today=today), key=lambda one: -len(one.permissions()))
    return request._memberships


def permissions_of(memberships: list[Membership]) -> frozenset[Permission]:
    """Return the rights of several roles together."""
    return frozenset().union(*(membership.permissions() for membership in memberships))


class GuardedView(View):
    """A view that lets in who has its permission: 404 for strangers to the municipality, 403 for members."""

    permission: Permission
    is_for_reading = False
    """Whether a page with a form is worth going to where nothing can be changed."""
    # A form view of Django would take PUT for POST.
    http_method_names = ["get", "head", "options", "post"]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not isinstance(getattr(cls, "permission", None), Permission) and not cls.__dict__.get("abstract"):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__qualname__} names no permission.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = self.refuse()
        if refusal is None and request.method not in SAFE and is_suspended(request):
            raise Suspended
        return refusal if refusal is not None else super().dispatch(request, *args, **kwargs)

    def refuse(self) -> HttpResponse | None:
        """Return the way to the sign-in page, or nothing; raise `Http404` or `PermissionDenied`."""
        if self.permission is Permission.ANYONE:
            return None
        if not self.request.user.is_authenticated:
            return redirect_to_login(self.request.get_full_path())
        if self.permission is Permission.SIGNED_IN:
            return None
        if self.membership is None:
            raise Http404
        if self.permission not in permissions_of(self.memberships):
            raise PermissionDenied
        return None if self.may(self.permission) else second_step_first(self.request)

    @cached_property
    def memberships(self) -> list[Membership]:
        return memberships_of(self.request, today=timezone.localdate())

    @property
    def membership(self) -> Membership | None:
        return self.memberships[0] if self.memberships else None

    @cached_property
    def usable(self) -> list[Membership]:
        if not self.memberships:
            return []
        return usable(self.memberships, self.request, self.request.municipality)

    def may(self, permission: Permission) -> bool:
        """Return whether a right can be used now, so not through a role that still wants its second step."""
        return permission in permissions_of(self.usable)

    @property
    def actor(self) -> Actor:
        """Return who acts, for the log: in the role that gives the right of this page."""
        giving = [one for one in self.usable if self.permission in one.permissions()]
        membership = giving[0] if giving else self.membership
        role = membership.role if membership else "visitor"
        return Actor(role=role, user=self.request.user if self.request.user.is_authenticated else None)


def second_step_first(request: HttpRequest) -> HttpResponse:
    """Return the way to the page of the second step, and from there back to what was asked."""
    page = request.get_full_path() if request.method in SAFE else page_before(request)
    return redirect_to_login(page, login_url=reverse(SECOND_FACTOR_PAGE))


def is_suspended(request: HttpRequest) -> bool:
    """Return whether the municipality of this address can be read only."""
    return request.municipality is not None and request.municipality.is_suspended


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that hold a permission."""
    return [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
