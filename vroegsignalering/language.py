"""The switch between Dutch and English."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.i18n import set_language

from municipalities.access import GuardedView
from municipalities.permissions import Permission


class ChooseLanguage(GuardedView):
    """Change the language of this browser, and of the mails of who is signed in."""

    permission = Permission.ANYONE

    def post(self, request: HttpRequest) -> HttpResponseBase:
        language = request.POST.get("language", "")[:2]
        if request.user.is_authenticated and language and check_for_language(language):
            request.user.language = language
            request.user.save(update_fields=["language"])
        return set_language(request)
