"""The health page for machines: whether this process answers, and nothing else."""

from django.http import HttpRequest, HttpResponse

from municipalities.access import GuardedView
from municipalities.permissions import Permission


class Health(GuardedView):
    """Answer 200 while the process lives; touches no database and tells nothing."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok\n", content_type="text/plain")
