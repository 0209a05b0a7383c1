"""The accounts of who had a place in one municipality only, when that one is removed."""

from collections.abc import Iterator
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.apps import apps

from audit.models import AppendOnlyModel
from common.tenancy import TenantModel, across_municipalities
from users.erasing import erase_accounts
from users.models import User

from ..models import Municipality, StaffMember


def columns_to_people() -> Iterator[tuple[type[TenantModel], str]]:
    """Yield the tables of municipalities with each column that points at an account; not the log."""
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not issubclass(model, AppendOnlyModel):
            for field in model._meta.concrete_fields:
                if field.related_model is User:
                    yield model, field.name


def people_of(municipality: Municipality) -> set[int]:
    """Return the keys of all accounts that a municipality points at; call inside `tenant()`."""
    found: set[int] = set()
    for model, column in columns_to_people():
        rows = model._base_manager.filter(municipality=municipality.pk).exclude(**{column: None})
        found.update(rows.order_by().values_list(column, flat=True).distinct())
    return found


def erase_rootless(people: set[int], *, of: Municipality, now: datetime) -> int:
    """Take name, address and sign-ins from the accounts that no other municipality points at; say how many.

    Not the row itself: the logs of others may point at it, and a log is never rewritten. Signing in with the
    account of this municipality ends for all.
    """
    SocialAccount.objects.filter(provider=of.slug, user__in=people).delete()
    staff = StaffMember.objects.filter(user__in=people).values_list("user_id", flat=True)
    rootless = people - set(staff) - _placed_elsewhere(people)
    erase_accounts(User.objects.filter(pk__in=rootless, erased_at=None), now=now)
    return len(rootless)


def _placed_elsewhere(people: set[int]) -> set[int]:
    found: set[int] = set()
    with across_municipalities("removal"):
        for model, column in columns_to_people():
            rows = model._base_manager.filter(**{f"{column}__in": people})
            found.update(rows.order_by().values_list(column, flat=True).distinct())
    return found
