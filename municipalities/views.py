from typing import Any

from django.urls import reverse
from django.views.generic import RedirectView

from .access import GuardedView
from .permissions import Permission


class Start(GuardedView, RedirectView):
    """The front door of a municipality leads to its group sessions."""

    permission = Permission.VIEW_SESSIONS
    http_method_names = ["get", "head", "options"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return reverse("group_sessions:list", kwargs={"gemeente": kwargs["gemeente"]})
