"""Choose, change and switch the provider by which the people of a municipality may sign in."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from common.outward import may_be_asked
from common.sealed import sealed, unsealed

from ..locks import hold_municipality
from ..models import IdentityProvider, Municipality
from .domains import MOST, no_domains, shown_domains
from .protocol import DISCOVERY, Client
from .signing_in import unbind_everybody
from .wall import end_own_sign_ins

PURPOSE = "own sign-in"
"""The purpose under which the secret of a provider is encrypted."""
MICROSOFT = "login.microsoftonline.com"
OF_EVERY_TENANT = frozenset({"common", "organizations", "consumers"})


@dataclass(frozen=True)
class Wanted:
    """What an administrator filled in; without a secret the one that was kept stays."""

    label: str
    issuer: str
    client_id: str
    secret: str
    domains: tuple[str, ...]
    tenant_id: str
    gives_second_factor: bool


def provider_of(municipality: Municipality) -> IdentityProvider | None:
    """Return the provider of a municipality, in use or not."""
    return IdentityProvider.objects.filter(municipality=municipality).first()


def provider_in_use(municipality: Municipality) -> IdentityProvider | None:
    """Return the provider by which people of a municipality can sign in now."""
    return IdentityProvider.objects.filter(municipality=municipality, in_use=True).first()


def client_of(provider: IdentityProvider) -> Client:
    """Return who we are at this provider; raise `SecretLost` when its secret can't be read any more."""
    return Client(
        issuer=provider.issuer,
        client_id=provider.client_id,
        secret=unsealed(provider.secret, purpose=PURPOSE),
        redirect_uri=redirect_uri_of(provider.municipality),
    )


def redirect_uri_of(municipality: Municipality) -> str:
    """Return where the provider sends people back to; the same whatever host a request came by."""
    return f"{settings.BASE_URL}{reverse('own_sign_in_back', kwargs={'slug': municipality.slug})}"


def change_provider(
    municipality: Municipality, *, wanted: Wanted, actor: Actor, now: datetime, today: date
) -> IdentityProvider:
    """Keep what was filled in; raise `ValidationError` by field for what can't be.

    Another issuer or client gives everybody another subject, so the bonds with earlier ones are forgotten,
    and who signed in through the earlier one signs in again.
    """
    issuer = read_issuer(wanted.issuer)
    tenant_id = _tenant_of(issuer, wanted.tenant_id.strip())
    with transaction.atomic():
        hold_municipality(municipality)
        row = provider_of(municipality) or IdentityProvider(municipality=municipality)
        _check_domains(wanted.domains, row, today=today)
        if not row.secret and not wanted.secret:
            raise ValidationError({"secret": _("Fill in the secret: there is none yet.")})
        is_another = row.pk is not None and (row.issuer, row.client_id) != (issuer, wanted.client_id)
        row.label, row.issuer, row.client_id = wanted.label, issuer, wanted.client_id
        row.domains, row.tenant_id = list(wanted.domains), tenant_id
        row.gives_second_factor = wanted.gives_second_factor
        row.secret = sealed(wanted.secret, purpose=PURPOSE) if wanted.secret else row.secret
        row.changed_at = now
        row.save()
        if is_another:
            end_own_sign_ins(municipality)
            unbind_everybody(municipality)
        record(municipality=municipality, actor=actor, action="change own sign-in", target=row, now=now)
    return row


def switch_provider(provider: IdentityProvider, *, on: bool, actor: Actor, now: datetime) -> bool:
    """Let people sign in with it from now on, or not any more; return whether that changed anything."""
    with transaction.atomic():
        hold_municipality(provider.municipality)
        changed = IdentityProvider.objects.filter(pk=provider.pk, in_use=not on).update(
            in_use=on, changed_at=now
        )
        if changed:
            if not on:
                end_own_sign_ins(provider.municipality)
            action = "switch own sign-in on" if on else "switch own sign-in off"
            record(municipality=provider.municipality, actor=actor, action=action, target=provider, now=now)
    return bool(changed)


def read_issuer(typed: str) -> str:
    """Return the address of a provider; who copies the one of its description gets the part before it."""
    issuer = typed.strip().removesuffix(DISCOVERY)
    parts = urlsplit(issuer) if may_be_asked(issuer) else None
    if parts is None or parts.query or parts.fragment:
        raise ValidationError(
            {"issuer": _("Fill in an address that begins with https://, as the provider gives it.")}
        )
    return issuer


def _tenant_of(issuer: str, tenant_id: str) -> str:
    """Return the tenant that a token must come from; at Microsoft it stands in the address, and must."""
    parts = urlsplit(issuer)
    if parts.hostname != MICROSOFT:
        return tenant_id
    in_address = parts.path.strip("/").partition("/")[0]
    if not in_address or in_address in OF_EVERY_TENANT:
        raise ValidationError(
            {
                "issuer": _(
                    "This address lets in every organisation. Use the one with your own tenant id in it."
                )
            }
        )
    if tenant_id and tenant_id != in_address:
        raise ValidationError({"tenant_id": _("This is another tenant id than the one in the address.")})
    return in_address


def _check_domains(domains: tuple[str, ...], row: IdentityProvider, *, today: date) -> None:
    if not domains or len(domains) > MOST:
        raise ValidationError({"domains": _("Fill in one to twenty domains, for example waterveen.nl.")})
    if wrong := no_domains(domains):
        raise ValidationError(
            {"domains": _("This is no domain of your own: %(domains)s.") % {"domains": ", ".join(wrong)}}
        )
    shown = shown_domains(row.municipality, today=today) | set(row.domains)
    if unknown := [one for one in domains if one not in shown]:
        raise ValidationError(
            {
                "domains": _(
                    "No administrator of yours has an address at %(domains)s. Invite somebody with such an "
                    "address as administrator first: that shows that the domain is yours."
                )
                % {"domains": ", ".join(unknown)}
            }
        )
