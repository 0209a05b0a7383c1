"""The door of a municipality: what a view that failed had written is not there afterwards."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from common.tenancy import tenant
from municipalities.middleware import TenantDoor
from sessions.models import Organisation
from tests.builders import build_municipality, build_organisation


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("status", "left"), [(500, 0), (503, 0), (200, 1)])
def test_what_fails_leaves_nothing_half_done(status: int, left: int) -> None:
    municipality = build_municipality()

    def view(request: HttpRequest) -> HttpResponse:
        build_organisation(request.municipality, "Half")
        return HttpResponse(status=status)

    TenantDoor(view)(RequestFactory().get(f"/{municipality.slug}/groepssessies/"))
    with tenant(municipality):
        assert Organisation.objects.filter(name="Half").count() == left
