"""Found a municipality: the tenant, and the first person who may work in it."""

from datetime import date, datetime

from django.core.validators import validate_email
from django.db import transaction

from audit.actors import SYSTEM
from audit.record import record
from common.tenancy import tenant
from users.models import User

from .enums import MunicipalityKind, Role
from .models import Membership, Municipality


def found_municipality(
    *,
    name: str,
    slug: str,
    coordinator: str,
    now: datetime,
    today: date,
    kind: MunicipalityKind = MunicipalityKind.MUNICIPALITY,
) -> Municipality:
    """Make a municipality and appoint its first coordinator, whose account is made when there is none.

    Raises `ValidationError` for a name, address or e-mail address that can't be, or an address that is taken.
    """
    municipality = Municipality(name=" ".join(name.split()), slug=slug, kind=kind)
    municipality.full_clean()
    validate_email(coordinator)
    with transaction.atomic():
        municipality.save()
        user = User.objects.filter(email__iexact=coordinator).first()
        user = user or User.objects.create_user(email=coordinator)
        with tenant(municipality):
            membership = Membership.objects.create(
                municipality=municipality, user=user, role=Role.COORDINATOR, from_date=today
            )
            record(
                municipality=municipality,
                actor=SYSTEM,
                action="found municipality",
                target=membership,
                now=now,
            )
    return municipality
