"""The switch between Dutch and English."""

from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from users.language import is_spoken
from users.next_page import own_page, page_before


class ChooseLanguage(GuardedView):
    """Change the language of this browser; of who is signed in also everywhere else, and of their mails."""

    permission = Permission.ANYONE

    def post(self, request: HttpRequest) -> HttpResponseBase:
        language = request.POST.get("language", "")
        if request.user.is_authenticated and is_spoken(language):
            request.user.language = language
            request.user.save(update_fields=["language"])
        asked = request.POST.copy()
        asked["next"] = own_page(asked.get("next", ""), otherwise=page_before(request))
        request.POST = asked  # type: ignore[assignment]  # Django's own view reads where to go from here
        return set_language(request)
