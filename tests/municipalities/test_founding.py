"""Founding a municipality, and the addresses that are the platform's own."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import URLPattern, URLResolver, get_resolver

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.founding import found_municipality
from municipalities.models import Membership, Municipality
from municipalities.slugs import RESERVED
from tests.builders import NOW, build_user
from users.models import User


def found(**fields: str) -> Municipality:
    wanted = {"name": "Waterveen", "slug": "waterveen", "coordinator": "sanne@example.nl", **fields}
    return found_municipality(**wanted, now=NOW, today=date(2026, 11, 23))


def first_words(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if "/" in route:
            yield route.partition("/")[0]
        elif isinstance(pattern, URLResolver):
            yield from first_words(pattern.url_patterns, route)


@pytest.mark.django_db
def test_a_municipality_starts_with_a_coordinator() -> None:
    municipality = found(name=" Water \n veen ", coordinator="Sanne@Example.nl")
    assert municipality.name == "Water veen"
    with tenant(municipality):
        membership = Membership.objects.get()
        assert (membership.user.email, membership.role) == ("sanne@example.nl", Role.COORDINATOR)
        assert AuditEvent.objects.get().action == "found municipality"


@pytest.mark.django_db
def test_an_account_that_is_there_becomes_the_coordinator() -> None:
    user = build_user()
    municipality = found(coordinator=user.email.upper())
    with tenant(municipality):
        assert Membership.objects.get().user == user


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "W" * 81},
        {"slug": ""},
        {"slug": "Water Veen"},
        {"slug": "w"},
        {"slug": "1waterveen"},
        {"slug": "w" * 41},
        {"slug": "meedoen"},
        {"slug": "account"},
        {"coordinator": "sanne"},
        {"coordinator": ""},
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        found(**fields)
    assert not Municipality.objects.exists() and not User.objects.exists()


@pytest.mark.django_db
def test_the_command_founds_once_and_then_says_that_it_is_taken() -> None:
    said = ["--name", "Waterveen", "--slug", "waterveen", "--coordinator", "sanne@example.nl"]
    call_command("create_municipality", *said)
    with pytest.raises(CommandError):
        call_command("create_municipality", *said)
    assert Municipality.objects.count() == 1


def test_every_first_word_of_the_platform_is_reserved() -> None:
    words = {word for word in first_words(get_resolver().url_patterns) if word and not word.startswith("<")}
    assert "meedoen" in words, "the walk finds nothing any more"
    assert words <= RESERVED
