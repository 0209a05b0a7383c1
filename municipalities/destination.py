"""Where somebody is on the way to who signs in: the sign-in pages wear the style of that municipality."""

from django.http import HttpRequest
from django.urls import reverse

from .models import Municipality

# Where allauth keeps a sign-in that waits for its code.
WAITING = "account_login"


def municipality_of_sign_in(request: HttpRequest) -> Municipality | None:
    """Return the municipality whose page somebody asked for before signing in, or nothing."""
    if not request.path.startswith(reverse("account_login")):
        return None
    address = request.GET.get("next") or request.POST.get("next") or _kept(request)
    if not address.startswith("/") or address.startswith("//"):
        return None
    slug = address[1:].partition("/")[0]
    return Municipality.objects.dressed().filter(slug=slug).first() if slug else None


def _kept(request: HttpRequest) -> str:
    waiting = request.session.get(WAITING) if hasattr(request, "session") else None
    return str(waiting.get("redirect_url") or "") if isinstance(waiting, dict) else ""
