"""Which seats of this browser were told who sees their answers, and how long those are kept."""

from django.http import HttpRequest

from sessions.models import Representative

NOTICES_KEY = "notices_read"


def is_notice_read(request: HttpRequest, representative: Representative) -> bool:
    return representative.pk in request.session.get(NOTICES_KEY, [])


def mark_notice_read(request: HttpRequest, representative: Representative) -> None:
    """Remember that the notice was on the page on which somebody pressed the button below it."""
    read = request.session.get(NOTICES_KEY, [])
    if representative.pk not in read:
        request.session[NOTICES_KEY] = [*read, representative.pk]
