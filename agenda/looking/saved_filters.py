"""Ways of looking at the agenda that one person keeps under a name; nobody else sees them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from users.models import User

from ..models import SavedFilter
from ..points.refusals import ActionRefused

MOST = 20
NAME_LENGTH = 60
QUERY_LENGTH = 500


class FilterNameMissing(ActionRefused):
    """A way of looking is found again by its name."""

    words = _("Give this choice a name.")


class FilterNameTooLong(ActionRefused):
    """A name stands on a button."""

    words = _("Use a name of at most 60 characters.")


class NothingChosen(ActionRefused):
    """Everything needs no name."""

    words = _("Choose something first. Then you can keep your choice under a name.")


class TooManyFilters(ActionRefused):
    """A row of buttons stays a row."""

    words = _("You have kept 20 choices. Remove one first.")


def saved_of(user: User, *, municipality: Municipality) -> list[SavedFilter]:
    """Return what somebody keeps in a municipality, by name."""
    return list(SavedFilter.objects.filter(municipality=municipality, user=user.pk))


def save_filter(user: User, *, municipality: Municipality, name: str, query: str) -> SavedFilter:
    """Keep a choice under a name; the same name again keeps the newer choice.

    Not logged: it changes how one person looks, and nothing of the agenda.
    """
    name = " ".join(name.split())
    if not name:
        raise FilterNameMissing
    if len(name) > NAME_LENGTH:
        raise FilterNameTooLong
    if not query or len(query) > QUERY_LENGTH:
        raise NothingChosen
    with transaction.atomic():
        # The person is held, so that two windows together don't keep more than fits.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        own = SavedFilter.objects.filter(municipality=municipality, user=user.pk)
        if own.exclude(name=name).count() >= MOST:
            raise TooManyFilters
        row, _created = SavedFilter.objects.update_or_create(
            municipality=municipality, user=user, name=name, defaults={"query": query}
        )
    return row


def remove_filter(user: User, *, municipality: Municipality, pk: int) -> str:
    """Remove a choice of one's own; return its name, or nothing when it is not there (any more)."""
    row = SavedFilter.objects.filter(municipality=municipality, user=user.pk, pk=pk).first()
    if row is None:
        return ""
    row.delete()
    return row.name
