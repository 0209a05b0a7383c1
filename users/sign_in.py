"""Who may sign in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from .language import keep_choice, mail_language
from .mail_aside import send_aside
from .models import User
from .next_page import is_own_page
from .own_sign_ins import SEEN_AT

CODE = "account/email/login_code"
TO_STRANGERS = "account/email/unknown_account"
"""What allauth would mail to an address without an account."""


class InvitedOnly(DefaultAccountAdapter):
    """People are invited; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is not right. Use the code from the newest e-mail."),
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Let people go on to a page of this website only: a path, never another host that is ours too."""
        return is_own_page(url)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and take over the language that the visitor had chosen."""
        super().login(request, user)
        request.session[SEEN_AT] = timezone.now().timestamp()
        keep_choice(user, cookie=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the person; who chose none reads that of the page with the question.

        Nobody can make this installation mail a stranger. The mail is written and thrown away, so that an
        unknown address takes as long as a known one.
        """
        is_stranger = template_prefix == TO_STRANGERS
        if is_stranger:
            template_prefix, context = CODE, {"code": self.generate_login_code()}
        with translation.override(mail_language(email, otherwise=translation.get_language())):
            said = {"request": current.request, "email": email, **context}
            message = self.render_mail(template_prefix, email, said)
        if not is_stranger:
            send_aside(message)
