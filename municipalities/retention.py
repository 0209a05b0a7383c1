"""How long memberships, invitations and logos are kept after they ended."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.retention import Category, Rows, register, start_of, told

from .models import HouseStyle, Invitation, Logo, Membership, Municipality


def _ended_memberships(municipality: Municipality, before: date) -> QuerySet[Membership]:
    return Membership.objects.filter(municipality=municipality, until_date__lt=before)


def count_memberships(municipality: Municipality, before: date) -> Rows:
    """Count memberships that ended before a day."""
    return told(municipalities__membership=_ended_memberships(municipality, before).count())


def forget_memberships(municipality: Municipality, before: date, now: datetime) -> Rows:
    """Remove memberships that ended before a day."""
    removed, _tables = _ended_memberships(municipality, before).delete()
    return told(municipalities__membership=removed)


def _past_invitations(municipality: Municipality, before: date) -> QuerySet[Invitation]:
    day = start_of(before)
    over = Q(accepted_at__lt=day) | Q(revoked_at__lt=day) | Q(expires_at__lt=day)
    return Invitation.objects.filter(over, municipality=municipality)


def count_invitations(municipality: Municipality, before: date) -> Rows:
    """Count invitations that were accepted, withdrawn or expired before a day."""
    return told(municipalities__invitation=_past_invitations(municipality, before).count())


def forget_invitations(municipality: Municipality, before: date, now: datetime) -> Rows:
    """Remove invitations that were accepted, withdrawn or expired before a day."""
    removed, _tables = _past_invitations(municipality, before).delete()
    return told(municipalities__invitation=removed)


def _unworn_logos(municipality: Municipality, before: date) -> QuerySet[Logo]:
    """Return logos that no style wears, nor the one before it, when the last change was before a day."""
    unworn = Logo.objects.filter(municipality=municipality)
    for style in HouseStyle.objects.filter(municipality=municipality):
        if style.changed_at >= start_of(before):
            return unworn.none()
        earlier = (style.previous or {}).get("logo_id")
        unworn = unworn.exclude(pk__in=[pk for pk in (style.logo_id, earlier) if pk])
    return unworn


def count_logos(municipality: Municipality, before: date) -> Rows:
    """Count logos that are out of use since before a day."""
    return told(municipalities__logo=_unworn_logos(municipality, before).count())


def forget_logos(municipality: Municipality, before: date, now: datetime) -> Rows:
    """Remove logos that are out of use since before a day."""
    removed, _tables = _unworn_logos(municipality, before).delete()
    return told(municipalities__logo=removed)


register(
    Category(
        name="memberships",
        label=_("Memberships that ended"),
        about=_("Who had which role, and from when until when. Counted from the last day."),
        default_months=24,
        least=3,
        most=84,
        count=count_memberships,
        forget=forget_memberships,
    )
)
register(
    Category(
        name="invitations",
        label=_("Invitations for a role"),
        about=_("The name and e-mail address. Counted from when it was accepted, withdrawn or ran out."),
        default_months=6,
        least=1,
        most=24,
        count=count_invitations,
        forget=forget_invitations,
    )
)
register(
    Category(
        name="logos",
        label=_("Logos that are no longer used"),
        about=_("Earlier logos of the municipality. Counted from the last change of the house style."),
        default_months=1,
        least=0,
        most=24,
        count=count_logos,
        forget=forget_logos,
    )
)
