"""Sign in with the account of a municipality: there, and back."""

import hmac
import logging
import secrets
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.contrib.auth import get_user
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from common.outward import OutwardFailed
from common.sealed import SecretLost
from common.tenancy import tenant
from users.models import User
from users.next_page import is_own_page
from users.present_sign_in import renew_session_key

from ..access import GuardedView
from ..models import IdentityProvider, Municipality
from ..naming import named
from ..permissions import Permission
from .protocol import Client, SignInFailed, address_of_sign_in, claims_of, discover, redeem
from .settings import client_of, provider_in_use
from .signing_in import FOR_THE_LOG, first_page_of, let_in, log_refusal, says_second_factor, subject_of
from .turns import in_turn
from .wall import mark_sign_in
from .words import told

logger = logging.getLogger(__name__)


class OwnSignInView(GuardedView):
    """A page of signing in at one municipality.

    Its address is not below the municipality: on PostgreSQL a transaction would stay open there for as
    long as the provider takes to answer.
    """

    abstract = True
    permission = Permission.ANYONE

    @cached_property
    def provider(self) -> IdentityProvider:
        municipality = Municipality.objects.filter(slug=self.kwargs["slug"]).first()
        if municipality is None:
            raise Http404
        with tenant(municipality):
            provider = provider_in_use(municipality)
        if provider is None:
            raise Http404
        provider.municipality = municipality
        return provider

    def client_here(self) -> Client:
        try:
            return client_of(self.provider)
        except SecretLost as lost:
            raise SignInFailed("wrong secret", "secret lost") from lost

    def next_page(self, asked: str) -> str:
        """Return where to go on to: a page of this municipality, because the sign-in opens no other."""
        slug = self.provider.municipality.slug
        is_below = is_own_page(asked) and asked.startswith((f"/{slug}/", reverse("own_sign_in", args=[slug])))
        return asked if is_below else ""

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        municipality = self.provider.municipality
        context = {
            "provider": self.provider,
            "slug": municipality.slug,
            "host": named(municipality),
            **context,
        }
        return render(self.request, f"own_sign_in/{template}.html", context, status=status)

    def refused(self, failed: SignInFailed | OutwardFailed, *, next_page: str = "") -> HttpResponse:
        """Say in words why not, with the other way in; nothing was kept."""
        logger.warning("No sign-in with the account of %s: %s", self.provider.municipality.slug, failed)
        words = told(failed.why)
        return self.page("failed", status=words.status, words=words, next=next_page)


class GoToProvider(OwnSignInView):
    """The button, and the way to the provider behind it."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page("start", next=self.next_page(request.GET.get("next", "")))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        next_page = self.next_page(request.POST.get("next", ""))
        try:
            client = self.client_here()
            with in_turn(client.issuer, now=timezone.now()):
                endpoints = discover(client.issuer)
        except (SignInFailed, OutwardFailed) as failed:
            return self.refused(failed, next_page=next_page)
        proof, nonce = generate_code_challenge(), secrets.token_urlsafe(32)
        kept = {
            "next": next_page,
            "nonce": nonce,
            "verifier": proof["code_verifier"],
            "issuer": client.issuer,
        }
        state = statekit.stash_state(
            request, provider_id=self.kwargs["slug"], state=kept, state_id=secrets.token_urlsafe(32)
        )
        # Not a redirect: by our policy a browser sends a form to no other website, also not in two steps.
        address = address_of_sign_in(
            endpoints, client, state=state, nonce=nonce, challenge=proof["code_challenge"].decode()
        )
        return self.page("going", address=address)


class BackFromProvider(OwnSignInView):
    """Back from the provider: believe what it signed for this sign-in, and let in who works here."""

    permission = Permission.ANYONE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        provider = self.provider
        # Taken out before anything else: what came back once does not come back again.
        kept = statekit.unstash_state(
            request, provider_id=self.kwargs["slug"], state_id=request.GET.get("state", "")
        )
        if kept is None:
            return self.refused(SignInFailed("state"))
        try:
            claims = self._claims(request, kept)
            user = self._person(claims)
        except (SignInFailed, OutwardFailed) as failed:
            self._tell(failed)
            return self.refused(failed, next_page=kept["next"])
        return sign_in(
            request,
            user,
            provider=provider,
            claims=claims,
            next_page=kept["next"] or self._first_page(user),
        )

    def _claims(self, request: HttpRequest, kept: dict[str, str]) -> dict[str, Any]:
        if "code" not in request.GET:
            error = request.GET.get("error", "")
            is_no = error in {"access_denied", "login_required", "consent_required", "interaction_required"}
            raise SignInFailed("cancelled" if is_no else "code refused", error[:60])
        client = self.client_here()
        if not hmac.compare_digest(client.issuer.encode(), kept["issuer"].encode()):
            raise SignInFailed("state", "the provider was changed meanwhile")
        # Who answers says who it is, so that a code of one provider is not brought to another (RFC 9207).
        if request.GET.get("iss", client.issuer) != client.issuer:
            raise SignInFailed("token", "iss")
        with in_turn(client.issuer, now=timezone.now()):
            endpoints = discover(client.issuer)
            tokens = redeem(endpoints, client, code=request.GET["code"], verifier=kept["verifier"])
            return claims_of(tokens, endpoints, client, nonce=kept["nonce"])

    def _person(self, claims: dict[str, Any]) -> User:
        proven = self.request.user if self.request.user.is_authenticated else None
        with tenant(self.provider.municipality):
            return let_in(self.provider, claims=claims, proven=proven, now=timezone.now())

    def _tell(self, failed: SignInFailed | OutwardFailed) -> None:
        """Write in the log of the municipality what only its provider can have caused."""
        if failed.why in FOR_THE_LOG:
            with tenant(self.provider.municipality):
                log_refusal(self.provider, failed.why, now=timezone.now())

    def _first_page(self, user: User) -> str:
        """Return the invitation of who has nothing else here yet, or the start of the municipality."""
        with tenant(self.provider.municipality):
            return first_page_of(self.provider.municipality, user, now=timezone.now())


def sign_in(
    request: HttpRequest, user: User, *, provider: IdentityProvider, claims: dict[str, Any], next_page: str
) -> HttpResponse:
    """Sign in for this municipality only; allauth goes on with the rest, a second step among it."""
    before = get_user(request)
    if before.is_authenticated:
        if before.pk == user.pk:
            renew_session_key(request)
        else:
            request.session.flush()
    slug = provider.municipality.slug
    mark_sign_in(request, user, slug=slug)
    second = {"second_factor": True} if says_second_factor(claims) else {}
    record_authentication(request, user, "socialaccount", provider=slug, uid=subject_of(claims), **second)
    return perform_login(request, user, redirect_url=next_page)
