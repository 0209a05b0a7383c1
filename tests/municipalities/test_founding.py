"""Founding a municipality, and the addresses that are the platform's own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from audit.actors import SYSTEM
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import MunicipalityKind, Role
from municipalities.models import Invitation, Membership, Municipality, RegionMember
from municipalities.platform.founding import (
    Facts,
    change_municipality,
    facts_of,
    found_municipality,
    read_members,
)
from municipalities.platform.taken import propose_slug
from municipalities.slugs import RESERVED
from tests.builders import NOW
from users.models import User


def found(administrator: str = "sanne@example.nl", **fields: Any) -> Municipality:
    facts = Facts(**{"name": "Waterveen", "slug": "waterveen", **fields})
    return found_municipality(facts=facts, administrator=administrator, actor=SYSTEM, now=NOW)


def first_words(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if "/" in route:
            yield route.partition("/")[0]
        elif isinstance(pattern, URLResolver):
            yield from first_words(pattern.url_patterns, route)


@pytest.mark.django_db
def test_a_municipality_starts_with_an_invitation_and_nobody_in_it() -> None:
    municipality = found("Sanne@Example.nl", name=" Water \n veen ")
    assert municipality.name == "Water veen"
    with tenant(municipality):
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role) == ("sanne@example.nl", Role.ADMINISTRATOR)
        assert not Membership.objects.exists()
        assert [event.action for event in AuditEvent.objects.all()] == ["found municipality", "invite member"]
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "W" * 81},
        {"slug": "Water Veen"},
        {"slug": "w"},
        {"slug": "1waterveen"},
        {"slug": "w" * 41},
        {"slug": "meedoen"},
        {"slug": "account"},
        {"slug": "platform"},
        {"administrator": "sanne"},
        {"administrator": ""},
        {"administrator": "sanne@example.nl\nBcc: x@example.nl"},
        {"cbs_code": "0363"},
        {"cbs_code": "GM036"},
        {"cbs_code": "GM03633"},
        {"cbs_code": "GM036\u0663"},
        {"cbs_code": "GM0363", "kind": MunicipalityKind.REGION},
        {"members": [("Dorpstede", "GM0001")]},
        {"time_zone": "Mars/Olympus"},
        {"mail_sender": "Waterveen\r\nBcc: x@example.nl"},
        {"mail_sender": "Waterveen <x@example.nl>"},
        {"mail_reply_to": "geen adres"},
        {"mail_reply_to": "a@example.nl\nBcc: x@example.nl"},
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        found(**fields)
    assert not Municipality.objects.exists() and not User.objects.exists()


@pytest.mark.django_db
def test_a_region_has_members_and_changes_them() -> None:
    region = found(kind=MunicipalityKind.REGION, members=[("Dorpstede", "GM0001"), ("Zandoord", "GM0002")])
    with tenant(region):
        before = facts_of(region)
        assert [member.name for member in RegionMember.objects.all()] == ["Dorpstede", "Zandoord"]
    wanted = replace(before, members=(("Dorpstede", "GM0001"), ("Havenrecht", "GM0003")))
    assert change_municipality(region, facts=wanted, actor=SYSTEM, now=NOW)
    assert not change_municipality(region, facts=wanted, actor=SYSTEM, now=NOW)
    with tenant(region):
        assert list(RegionMember.objects.values_list("name", "cbs_code")) == [
            ("Dorpstede", "GM0001"),
            ("Havenrecht", "GM0003"),
        ]
        assert AuditEvent.objects.filter(action="change municipality").count() == 1


@pytest.mark.django_db
def test_the_address_of_a_municipality_never_changes() -> None:
    municipality = found()
    with tenant(municipality):
        facts = replace(facts_of(municipality), slug="anders")
    with pytest.raises(ValidationError):
        change_municipality(municipality, facts=facts, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Waterveen", "name with a CBS code"),
        ("GM0363", "name with a CBS code"),
        ("Waterveen GM0363\nDorpstede GM0363", "twice"),
        ("W" * 81 + " GM0363", "too long"),
    ],
)
def test_a_bad_line_of_members_is_told(text: str, wrong: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=wrong):
        read_members(text)


def test_members_are_read_as_people_paste_them() -> None:
    text = "Waterveen gm0363\n\n  Sint Anna;GM0001\nZand-oord,\tGM0002"
    assert read_members(text) == [("Waterveen", "GM0363"), ("Sint Anna", "GM0001"), ("Zand-oord", "GM0002")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Waterveen", "waterveen"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Platform", "platform-2"),
        ("2e Exloërmond", "gemeente-2e-exloermond"),
        ("東京", "gemeente-"),
        ("W" * 80, "w" * 37),
    ],
)
def test_an_address_is_proposed_from_the_name(name: str, slug: str) -> None:
    proposed = propose_slug(name)
    assert proposed.startswith(slug.rstrip("-"))
    Municipality(name=name, slug=proposed).full_clean()
    Municipality.objects.create(name=name, slug=proposed)
    assert propose_slug(name) != proposed


@pytest.mark.django_db
def test_the_command_founds_once_and_then_says_that_it_is_taken() -> None:
    said = ["--name", "Waterveen", "--slug", "waterveen", "--administrator", "sanne@example.nl"]
    call_command("found_municipality", *said, "--coordinator", "Koen@example.nl")
    with pytest.raises(CommandError):
        call_command("found_municipality", *said)
    with tenant(Municipality.objects.get()):
        membership = Membership.objects.get()
        assert (membership.role, membership.user.email) == (Role.COORDINATOR, "koen@example.nl")


@pytest.mark.django_db
def test_the_same_name_wants_an_address_of_its_own() -> None:
    """A region may be called after a municipality, and one may rehearse; nobody founds twice by mistake."""
    found()
    for kind in MunicipalityKind:
        with translation.override("en"), pytest.raises(ValidationError, match="at /waterveen/") as refused:
            found(name=" WATERVEEN ", slug="", kind=kind)
        assert set(refused.value.error_dict) == {"slug"}
    assert Municipality.objects.count() == 1
    found(slug="regio-waterveen", kind=MunicipalityKind.REGION)
    found(name="Waterveen-Oost", slug="")
    assert {one.slug for one in Municipality.objects.all()} == {
        "waterveen",
        "regio-waterveen",
        "waterveen-oost",
    }


@pytest.mark.django_db
def test_a_cbs_code_is_of_one_municipality() -> None:
    first = found(cbs_code="GM0363")
    with translation.override("en"), pytest.raises(ValidationError, match="Waterveen at /waterveen/") as no:
        found(name="Oud-Waterveen", slug="oud-waterveen", cbs_code="gm0363 ")
    assert set(no.value.error_dict) == {"cbs_code"}
    other = found(name="Dorpstede", slug="dorpstede")
    with tenant(other):
        facts = facts_of(other)
    with pytest.raises(ValidationError):
        change_municipality(other, facts=replace(facts, cbs_code="GM0363"), actor=SYSTEM, now=NOW)
    with tenant(first):
        own = replace(facts_of(first), time_zone="America/Aruba")
    assert change_municipality(first, facts=own, actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_the_command_asks_which_one_is_meant() -> None:
    said = ["--name", "Waterveen", "--administrator", "sanne@example.nl"]
    call_command("found_municipality", *said)
    with translation.override("en"), pytest.raises(CommandError, match="at /waterveen/"):
        call_command("found_municipality", *said)
    assert Municipality.objects.count() == 1
    call_command("found_municipality", *said, "--slug", "oefenen")
    assert Municipality.objects.count() == 2


@pytest.mark.django_db
def test_of_two_with_one_address_at_once_the_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Municipality, "full_clean", lambda row: None)
    found()
    with pytest.raises(ValidationError) as refused:
        found(name="Dorpstede")
    assert set(refused.value.error_dict) == {"slug"}


@pytest.mark.django_db
def test_a_wrong_coordinator_founds_nothing() -> None:
    with pytest.raises(CommandError):
        call_command(
            "found_municipality",
            "--name",
            "X en Y",
            "--administrator",
            "a@example.nl",
            "--coordinator",
            "koen",
        )
    assert not Municipality.objects.exists()


def test_every_first_word_of_the_platform_is_reserved() -> None:
    words = {word for word in first_words(get_resolver().url_patterns) if word and not word.startswith("<")}
    assert "meedoen" in words, "the walk finds nothing any more"
    assert words <= RESERVED
