"""Filling in the code from a mail, in the browser that asked for it and in no other."""

import logging

from allauth.account.views import confirm_login_code
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def give_code(request: HttpRequest) -> HttpResponseBase:
    """Let allauth look at the code; where it knows of none, say why this one does nothing here.

    The words are the same for every code and every address, so they tell nothing about either.
    """
    answer = confirm_login_code(request)
    if request.method == "POST" and answer.headers.get("Location") == reverse("account_request_login_code"):
        logger.warning("A code from a mail was filled in where none was asked for, or too late.")
        messages.warning(
            request,
            _(
                "A code works for ten minutes, and only in the browser in which you asked for it. "
                "Ask for a new code here."
            ),
        )
    return answer
