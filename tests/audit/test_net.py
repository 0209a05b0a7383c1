"""The net of `tests/logged.py` finds what it is there for, and what it lets through is still a door."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from audit.actors import SYSTEM
from audit.record import record
from common.tenancy import tenant
from municipalities.models import HouseStyle, Municipality
from municipalities.views import Start
from tests.architecture.doors import DOORS
from tests.builders import build_member, dress, sign_in
from tests.logged import UNLOGGED_CHANGES, UNLOGGED_FILES


def ask(client: Client, municipality: Municipality, act: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first page of a municipality do something, as its coordinator."""
    sign_in(client, build_member(municipality))
    monkeypatch.setattr(Start, "get", lambda view, request, **kwargs: act())  # type: ignore[operator]
    client.get(f"/{municipality.slug}/")


def test_a_change_that_the_log_does_not_tell_is_found(
    client: Client, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant(municipality):
        dress(municipality)

    def change() -> HttpResponse:
        HouseStyle.objects.update(brand_colour="#123456")
        return HttpResponse()

    with pytest.raises(AssertionError, match="the log says nothing"):
        ask(client, municipality, change, monkeypatch)


@pytest.mark.parametrize("rows", [0, 2])
def test_a_file_is_told_once(
    rows: int, client: Client, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give() -> HttpResponse:
        for _ in range(rows):
            record(
                municipality=municipality,
                actor=SYSTEM,
                action="read report",
                target=municipality,
                now=timezone.now(),
            )
        return HttpResponse(headers={"Content-Disposition": 'attachment; filename="x"'})

    with pytest.raises(AssertionError, match=f"{rows} rows of the log"):
        ask(client, municipality, give, monkeypatch)


def test_what_is_let_through_is_a_door_and_says_why() -> None:
    assert {door for door, _table in UNLOGGED_CHANGES} | set(UNLOGGED_FILES) <= set(DOORS)
    assert all(len(reason) > 20 for reason in [*UNLOGGED_CHANGES.values(), *UNLOGGED_FILES.values()])
