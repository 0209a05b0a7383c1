"""Two people change one action point at once: both versions are shown, and what was typed stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.address_book import end_organisation
from sessions.merging import merge_organisations
from sessions.models import GroupSession
from tests.agenda.test_pages import change, page, propose
from tests.builders import (
    FACILITATOR,
    answering,
    build_member,
    build_municipality,
    build_organisation,
    outside,
)


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    answering(session)
    return session


@pytest.fixture
def manager(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.MANAGER))
    return client


SOON, LATER = (timezone.localdate() + timedelta(days=days) for days in (100, 135))
EDITS: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    ("wording", {"wording-what": "Eerst zo"}, {"wording-what": "Toen zo"}, "Eerst zo", "Toen zo"),
    (
        "deadline",
        {"deadline-deadline": SOON.isoformat()},
        {"deadline-deadline": LATER.isoformat()},
        str(SOON.year),
        LATER.isoformat(),
    ),
    ("next_step", {"step-next_step": "Bellen"}, {"step-next_step": "Mailen"}, "Bellen", "Mailen"),
    (
        "owner",
        {"owner-person": "Ans", "owner-email": "ans@example.org"},
        {"owner-person": "Bert", "owner-email": "bert@example.org"},
        "Ans",
        "Bert",
    ),
    (
        "effect",
        {"effect-resident_effect": "Rust"},
        {"effect-resident_effect": "Eén brief"},
        "Rust",
        "Eén brief",
    ),
    ("status", {"status-to": "accepted"}, {"status-to": "dropped", "status-reason": "Weg"}, "", "Weg"),
    (
        "report",
        {"update-owners_word": "on_track", "update-text": "Goed"},
        {"update-owners_word": "stuck", "update-text": "Slecht"},
        "Goed",
        "Slecht",
    ),
]


@pytest.mark.parametrize(("name", "first", "second", "now", "typed"), EDITS, ids=[edit[0] for edit in EDITS])
def test_both_versions_are_shown_and_the_second_decides(
    manager: Client,
    held: GroupSession,
    name: str,
    first: dict[str, Any],
    second: dict[str, Any],
    now: str,
    typed: str,
) -> None:
    point = propose(held)
    if name == "owner":
        owner = {"owner-organisation": point.owner_organisation_id}
        first, second = {**first, **owner}, {**second, **owner}
    seen_by_both = ActionPoint.objects.get(pk=point.pk)
    assert change(manager, seen_by_both, name, first).status_code == 303
    refused = change(manager, seen_by_both, name, second)
    assert refused.status_code == 409
    content = refused.content.decode()
    assert now in content and typed in content
    assert refused.context["versions"]
    assert refused.context["last_words"] in content or refused.context["last_change"]
    assert ActionPoint.objects.get(pk=point.pk).revision == 2
    if name != "status":  # the step of the first left the second none
        again = change(manager, refused.context["action"], name, second)
        assert again.status_code == 303, again.content.decode()
        assert ActionPoint.objects.get(pk=point.pk).revision == 3


def test_the_same_wish_twice_is_fulfilled_once(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    old = ActionPoint.objects.get(pk=point.pk)
    for name, data in (("status", {"status-to": "accepted"}), ("wording", {"wording-what": "Beter"})):
        for _click in range(2):
            assert change(manager, old, name, data).status_code == 303, name
        old.refresh_from_db()
    assert old.revision == 3


def test_a_step_that_is_out_of_reach_by_now_is_shown_beside_what_it_became(
    manager: Client, held: GroupSession
) -> None:
    point = propose(held)
    old = ActionPoint.objects.get(pk=point.pk)
    change(manager, old, "status", {"status-to": "dropped", "status-reason": "Bewust niet"})
    refused = change(manager, old, "status", {"status-to": "accepted", "status-reason": "Wij doen het"})
    assert refused.status_code == 409
    assert [(one.now, one.typed) for one in refused.context["versions"]] == [
        (ActionStatus.DROPPED.label, ActionStatus.ACCEPTED.label)
    ]
    assert "Wij doen het" in refused.content.decode()


def test_two_who_change_the_links_at_once_see_what_happened(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    change(manager, point, "links", {"links-address": "https://example.org/een"})
    old = ActionPoint.objects.get(pk=point.pk)
    taken = {"links-remove": [old.links.get().pk], "links-address": "https://example.org/twee"}
    change(manager, old, "links", {"links-address": "https://example.org/drie"})
    refused = change(manager, old, "links", taken)
    assert refused.status_code == 409
    content = refused.content.decode()
    assert "https://example.org/twee" in content and "https://example.org/drie" in content
    assert change(manager, refused.context["action"], "links", taken).status_code == 303
    assert {link.label or link.address[-4:] for link in old.links.all()} == {"drie", "twee"}


def test_only_what_differs_is_put_beside_each_other(manager: Client, held: GroupSession) -> None:
    point = propose(held, owner_name="Ans", owner_role="adviseur")
    old = ActionPoint.objects.get(pk=point.pk)
    owner = {"owner-organisation": point.owner_organisation_id, "owner-role": "adviseur"}
    change(manager, old, "owner", {**owner, "owner-person": "Bert"})
    refused = change(manager, old, "owner", {**owner, "owner-person": "Cor"})
    assert [(one.now, one.typed) for one in refused.context["versions"]] == [("Bert", "Cor")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("links", {"links-address": "http://example.org/"}),
        ("links", {"links-address": "javascript:alert(1)"}),
        ("links", {"links-address": "https://example.org/", "links-label": "x" * 200}),
        ("helpers", {"helpers-helpers": "x"}),
        ("helpers", {"helpers-another": "999999"}),
        ("next_step", {"step-next_step": "Bel 06-12345678"}),
        ("decision", {"decision-decided_by": "B&W"}),
        ("decision", {"decision-decided_by": ""}),
        ("status", {"status-to": "awaiting_decision"}),
        ("owner", {"owner-person": "Alle partijen"}),
        ("merge", {}),
        ("merge", {"into": "x"}),
        ("merge", {"into": "9" * 40}),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    manager: Client,
    held: GroupSession,
    name: str,
    data: dict[str, str],
) -> None:
    point = propose(held)
    answer: HttpResponse = change(manager, point, name, data)
    assert answer.status_code == 422
    for typed in data.values():
        assert typed[:20] in answer.content.decode() or name in {"helpers", "status", "merge", "decision"}
    assert ActionPoint.objects.get(pk=point.pk).revision == 1


def test_the_page_of_merging_asks_first_and_says_what_happened(
    manager: Client,
    held: GroupSession,
) -> None:
    old, new = propose(held, "Samen bellen"), propose(held, "Samen bellen op maandag")
    address = page(held.municipality, "merge", pk=old.pk)
    asked = manager.get(address)
    assert asked.status_code == 200 and "Samen bellen op maandag" in asked.content.decode()
    assert ActionPoint.objects.get(pk=old.pk).merged_into is None
    assert "loket" not in manager.get(address, {"zoek": "bestaat niet"}).content.decode()
    done = manager.post(address, {"into": new.pk, "expected_revision": 1}, follow=True)
    assert done.redirect_chain == [(page(held.municipality, "detail", pk=new.pk), 303)]
    assert "Samen bellen" in done.content.decode()
    old.refresh_from_db()
    assert old.merged_into == new
    left = manager.get(page(held.municipality, "detail", pk=old.pk)).content.decode()
    assert page(held.municipality, "detail", pk=new.pk) in left
    late = manager.post(address, {"into": new.pk, "expected_revision": 1}, follow=True)
    assert late.status_code == 200 and ActionPoint.objects.get(pk=new.pk).revision == 2


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_questions_for_one_helper_and_link_as_for_three(
    manager: Client,
    held: GroupSession,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    point = propose(held)
    for index in range(number):
        data = {"links-address": f"https://example.org/{index}", "expected_revision": point.revision}
        manager.post(page(held.municipality, "links", pk=point.pk), data)
        other = propose(held, f"Ander punt {index}")
        manager.post(
            page(held.municipality, "merge", pk=other.pk), {"into": point.pk, "expected_revision": 1}
        )
        point.refresh_from_db()
    point.helpers.set(party.organisation for party in list(held.parties.all())[:number])
    manager.get(page(held.municipality, "detail", pk=point.pk))
    with django_assert_max_num_queries(34):
        manager.get(page(held.municipality, "detail", pk=point.pk))


def test_what_others_wrote_is_shown_as_text(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    data = {"step-next_step": "<script>alert(1)</script>"}
    assert change(manager, point, "next_step", data).status_code == 303
    content = manager.get(page(held.municipality, "detail", pk=point.pk)).content.decode()
    assert "<script>alert" not in content and "&lt;script&gt;alert" in content


def test_what_became_of_who_helps_stands_beside_the_name(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    one, other, third = (build_organisation(held.municipality, name) for name in ("Een", "Twee", "Drie"))
    point.helpers.set([one, other, third])
    by = {"actor": FACILITATOR, "now": timezone.now()}
    merge_organisations(one, into=other, **by)
    end_organisation(third, on=timezone.localdate(), **by)
    content = manager.get(page(held.municipality, "detail", pk=point.pk)).content.decode()
    assert content.count("(nu: Twee)") == 1 and "(gestopt op " in content
    assert set(point.helpers.all()) == {one, other, third}, "what was agreed stays"


@pytest.mark.parametrize("is_open", [True, False])
def test_nobody_yet_is_nobody_and_somebody_new_needs_a_place(
    manager: Client, held: GroupSession, is_open: bool
) -> None:
    point = propose(held, owner_name="Jan", owner_email="jan@example.org")
    stays = {"owner-organisation": "", "owner-person": "Jan", "owner-email": "jan@example.org"}
    if is_open:
        assert change(manager, point, "owner", stays).status_code == 303
        point.refresh_from_db()
        assert (point.has_owner, point.owner_name, point.owner_email) == (False, "", "")
        return
    refused = change(manager, point, "owner", {**stays, "owner-person": "Fatima"})
    assert refused.status_code == 422 and "Kies de organisatie van deze persoon" in refused.content.decode()
    assert ActionPoint.objects.get(pk=point.pk).owner_name == "Jan"


def test_an_organisation_of_another_municipality_is_no_choice(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    with outside():
        other = build_municipality("Elders")
        with tenant(other):
            foreign = build_organisation(other, "Elders Wonen")
    for name, field in (("owner", "organisation"), ("helpers", "another"), ("helpers", "helpers")):
        refused = change(manager, point, name, {f"{name}-{field}": foreign.pk})
        assert refused.status_code == 422 and "Elders" not in refused.content.decode()
    assert ActionPoint.objects.get(pk=point.pk).revision == 1


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "typed",
    ["31-02-2027", "29-02-2027", "volgende week", "9999-01-01", "2020-01-01", "0000-00-00", "", "9" * 400],
)
def test_a_date_that_is_none_is_told_and_what_was_typed_stays(
    manager: Client, held: GroupSession, typed: str, language: str
) -> None:
    point = propose(held)
    manager.cookies["django_language"] = language
    data = {"deadline-deadline": typed, "deadline-reason": "De drukker is ziek"}
    refused = change(manager, point, "deadline", data)
    assert refused.status_code == 422 and refused.context["bound"].errors
    content = refused.content.decode()
    assert "De drukker is ziek" in content and typed[:10] in content
    now = ActionPoint.objects.get(pk=point.pk)
    assert (now.deadline, now.postponed, now.revision) == (point.deadline, 0, 1)
