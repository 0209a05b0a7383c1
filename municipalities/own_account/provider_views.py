"""The page on which an administrator sets up the sign-in with the municipality's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, RedirectView, TemplateView

from common.sealed import SecretLost
from users.next_page import is_own_page

from ..access import GuardedView
from ..models import IdentityProvider
from ..permissions import Permission
from .form import IdentityForm
from .settings import change_provider, client_of, provider_of, redirect_uri_of, switch_provider
from .trial import trouble_with
from .words import trouble_in_words


class IdentityView(GuardedView):
    """A page about the provider of this municipality."""

    abstract = True
    permission = Permission.MANAGE_SETTINGS

    @cached_property
    def provider(self) -> IdentityProvider | None:
        return provider_of(self.request.municipality)

    @property
    def known(self) -> IdentityProvider:
        if self.provider is None:
            raise Http404
        return self.provider

    def address(self) -> str:
        return reverse("municipalities:identity", kwargs={"gemeente": self.request.municipality.slug})

    def go_on(self) -> HttpResponse:
        """Lead back to the page; who ended the sign-in they came with goes there by way of a new one."""
        if not self.request.session.exists(self.request.session.session_key):
            logout(self.request)
        return redirect(self.address())


class IdentityPage(IdentityView, FormView):
    """Set up the provider; trying it and switching it on are steps of their own."""

    permission = Permission.MANAGE_SETTINGS
    form_class = IdentityForm
    template_name = "municipalities/identity.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return {**kwargs, "provider": self.provider}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        redirect_uri = redirect_uri_of(self.request.municipality)
        return super().get_context_data(provider=self.provider, redirect_uri=redirect_uri, **kwargs)

    def form_valid(self, form: IdentityForm) -> HttpResponse:
        now = timezone.now()
        try:
            change_provider(
                self.request.municipality,
                wanted=form.wanted,
                actor=self.actor,
                now=now,
                today=timezone.localdate(now),
            )
        except ValidationError as refused:
            form.tell(refused.message_dict)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. Now try the sign-in."))
        return self.go_on()

    def form_invalid(self, form: IdentityForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TryIdentity(IdentityView):
    """Ask the provider what it can do, and say in words what is wrong."""

    permission = Permission.MANAGE_SETTINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            why = trouble_with(client_of(self.known))
        except SecretLost:
            why = "secret lost"
        if why:
            messages.error(request, trouble_in_words(why))
        else:
            messages.success(
                request, _("The sign-in works: it answers, and it knows the client id and the secret.")
            )
        return redirect(self.address())


class SwitchIdentity(IdentityView, TemplateView):
    """Ask, and then let people sign in with it, or not any more."""

    permission = Permission.MANAGE_SETTINGS
    template_name = "components/confirm_page.html"
    on = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self._words(self.known.label)
        return super().get_context_data(**words, cancel_url=self.address(), **kwargs)

    def _words(self, label: str) -> dict[str, str]:
        if self.on:
            return {
                "title": _("Switch on “%(label)s”?") % {"label": label},
                "text": _(
                    "Your colleagues then see a button to sign in with this account. "
                    "A code by e-mail goes on working."
                ),
                "label": _("Switch it on"),
            }
        return {
            "title": _("Switch off “%(label)s”?") % {"label": label},
            "text": _(
                "Who is signed in with this account is signed out here at once. They sign in with a code by "
                "e-mail. Your settings stay."
            ),
            "label": _("Switch it off"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        switch_provider(self.known, on=self.on, actor=self.actor, now=timezone.now())
        if self.on:
            messages.success(request, _("People can sign in with this account from now on."))
        else:
            messages.success(request, _("Nobody can sign in with this account any more."))
        return self.go_on()


class FrontDoor(GuardedView, RedirectView):
    """The sign-in page on the way to this municipality: with its own button, and no list of all others."""

    permission = Permission.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def refuse(self) -> HttpResponse | None:
        """Lead who did not sign in to the page with the button, and from there to where they asked to go."""
        return None if self.request.user.is_authenticated else redirect_to_login(self.get_redirect_url())

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        start = reverse("municipalities:start", kwargs={"gemeente": self.kwargs["gemeente"]})
        asked = self.request.GET.get("next", "")
        if asked.startswith(start) and is_own_page(asked):
            return asked
        is_stranger = self.request.user.is_authenticated and not self.memberships
        return reverse("home") if is_stranger else start
