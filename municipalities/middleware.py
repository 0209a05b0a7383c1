"""The tenant's door: an address below a municipality runs inside it, everything else outside all."""

from collections.abc import Callable

from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from common.busy import busy
from common.tenancy import tenant

from .models import Municipality
from .read_only import show_read_only
from .slugs import slug_below


class TenantDoor:
    """Run `/<gemeente>/…` inside `tenant(municipality)`, set as `request.municipality`, and by its clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.municipality = None
        try:
            return self._inside(request)
        except OperationalError:
            # Of this door itself: it asks who lives here, and on PostgreSQL its end is the COMMIT.
            return busy(request)

    def _inside(self, request: HttpRequest) -> HttpResponse:
        slug = slug_below(request.path_info)
        if slug is None:
            return self.get_response(request)
        try:
            request.municipality = Municipality.objects.get(slug=slug)
        except Municipality.DoesNotExist as nobody:
            raise Http404 from nobody
        with tenant(request.municipality), timezone.override(request.municipality.time_zone):
            response = self.get_response(request)
            if request.municipality.is_suspended:
                show_read_only(response, path=request.path_info)
            if response.status_code >= 500 and connection.in_atomic_block:
                # The error page of a crashed view must not commit half of its work.
                transaction.set_rollback(True)
        return response
