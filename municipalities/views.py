from typing import Any

from django.urls import reverse
from django.views.generic import RedirectView

from .manage_views import ForMembers
from .permissions import Permission


class Start(ForMembers, RedirectView):
    """The front door of a municipality leads to its group sessions, or who only manages it to that page."""

    permission = Permission.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        works_with_sessions = self.may(Permission.VIEW_SESSIONS) and self.may(Permission.VIEW_AGENDA)
        page = "group_sessions:list" if works_with_sessions else "municipalities:manage"
        return reverse(page, kwargs={"gemeente": kwargs["gemeente"]})
