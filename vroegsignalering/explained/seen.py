"""Who has seen which tour: on the server for who signs in, in the browser's session for everybody else."""

from django.http import HttpRequest

from users.models import User

from .tours import Tour

SESSION_KEY = "tours_seen"


def has_seen(request: HttpRequest, tour: Tour) -> bool:
    """Tell whether this person skipped or finished a tour before."""
    if request.user.is_authenticated:
        return tour.name in request.user.tours_seen
    return tour.name in request.session.get(SESSION_KEY, [])


def remember(request: HttpRequest, tour: Tour) -> None:
    """Write down that this person need not be shown the tour again."""
    if has_seen(request, tour):
        return
    if isinstance(request.user, User):
        request.user.tours_seen = [*request.user.tours_seen, tour.name]
        request.user.save(update_fields=["tours_seen"])
    else:
        request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), tour.name]
