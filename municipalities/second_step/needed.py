"""Which roles work with a second step, and whether somebody here took it."""

from django.http import HttpRequest

from common.tenancy import tenant
from users.second_factor import provider_of_sign_in, second_factor_seen

from ..enums import Role
from ..models import IdentityProvider, Membership, Municipality

ALWAYS = frozenset({Role.ADMINISTRATOR})
"""Who may give others their rights; a municipality adds roles to these, and takes none away."""


def roles_with_second_step(municipality: Municipality) -> frozenset[str]:
    """Return the roles whose rights here want a second step."""
    return ALWAYS | frozenset(municipality.second_factor_roles)


def took_second_step(request: HttpRequest, municipality: Municipality) -> bool:
    """Return whether this browser took the second step, as far as it counts in a municipality; asked once."""
    known: dict[int, bool] = request.__dict__.setdefault("_took_second_step", {})
    if municipality.pk not in known:
        seen = second_factor_seen(request) or _own_account_asked_for_it(request, municipality)
        known[municipality.pk] = seen
    return known[municipality.pk]


def usable(
    memberships: list[Membership], request: HttpRequest, municipality: Municipality
) -> list[Membership]:
    """Return the memberships whose rights can be used now: without the second step, those that want none."""
    wanted = roles_with_second_step(municipality)
    free = [one for one in memberships if one.role not in wanted]
    is_enough = len(free) == len(memberships) or took_second_step(request, municipality)
    return memberships if is_enough else free


def _own_account_asked_for_it(request: HttpRequest, municipality: Municipality) -> bool:
    """Return whether the account of this municipality, and of no other, brought its own second step along."""
    record = provider_of_sign_in(request)
    if record.get("provider") != municipality.slug:
        return False
    # Said by the token of this one sign-in, or promised by the municipality for all.
    if record.get("second_factor"):
        return True
    with tenant(municipality):
        providers = IdentityProvider.objects.filter(municipality=municipality, in_use=True)
        return providers.filter(gives_second_factor=True).exists()
