"""Who may sign in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .language import keep_choice, mail_language
from .models import User


class InvitedOnly(DefaultAccountAdapter):
    """People are invited; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is not right. Use the code from the newest e-mail."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and take over the language that the visitor had chosen."""
        super().login(request, user)
        keep_choice(user, cookie=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the person; who chose none reads that of the page with the question."""
        with translation.override(mail_language(email, otherwise=translation.get_language())):
            super().send_mail(template_prefix, email, context)
