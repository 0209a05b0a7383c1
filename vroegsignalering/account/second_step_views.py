"""The second step: ask for it on the way to a page that wants it, and set it up, renew it or take it away."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from users.next_page import own_page
from users.second_factor import second_factor_seen


class SecondStep(GuardedView, TemplateView):
    """On the way to a page that wants the second step: take it, or set one up first."""

    permission = Permission.SIGNED_IN
    template_name = "users/second_step.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor_seen(request):
            return HttpResponseRedirect(self.next_page)
        return super().get(request, *args, **kwargs)

    @property
    def next_page(self) -> str:
        return own_page(self.request.GET.get("next", ""))
