"""Erasing takes a name and an address from everywhere; what was agreed stays, without them."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader

from agenda.models import ActionEvent, ActionPoint
from audit.actors import Actor
from audit.models import AuditEvent
from audit.sealing import seal_log, verify_log
from common import personal
from common.personal import NAME_REMOVED
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from municipalities.privacy import erasing, holds
from municipalities.privacy.erasing import erase_everywhere, erase_person_here, kept_of, places_of
from outbox.models import Promise
from outbox.promises import fulfil
from questionnaire.models import RevealedAnswer
from reports.enums import ReportState
from reports.models import Report
from reports.person_document import person_pdf
from reports.person_file import PersonFile, as_json
from sessions.enums import JoinedBy
from sessions.models import ContactPerson, Facilitator, GroupSession, Party, Representative
from tests.builders import (
    ADMINISTRATOR,
    NOW,
    TODAY,
    answer,
    answering,
    build_municipality,
    build_session,
    build_user,
    reveal,
    seat,
    statements_of,
)
from tests.privacy.people import EMAIL, NAME, play_everything, traces
from users.models import User

GUARD = Actor(role="protection_officer")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Reports, mails and the cache of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    for folder in ("media", "mail"):
        (tmp_path / folder).mkdir()
    assert default_storage.location == str(tmp_path / "media")
    yield


@pytest.fixture
def everywhere(folders: None, municipality: Municipality) -> User:
    """A person with a trace in every table, who has nothing elsewhere."""
    with tenant(municipality):
        return play_everything(municipality)


def erase(municipality: Municipality, django_capture: Any) -> bool:
    with django_capture(execute=True), tenant(municipality):
        went = erase_person_here(municipality, email=EMAIL.title(), actor=GUARD, today=TODAY, now=LATER)
    with tenant(municipality):
        for row in Promise.objects.filter(kind="session report", done_at=None):
            assert fulfil(promise_id=row.pk, now=LATER)
    return went


def agreed() -> list[object]:
    return [
        list(RevealedAnswer.objects.order_by("pk").values("party", "statement", "kind", "value")),
        list(ActionPoint.objects.values("owner_organisation", "owner_role", "deadline", "status")),
        list(ActionEvent.objects.order_by("pk").values("action_point", "change", "at")),
        list(Party.objects.order_by("pk").values("name", "organisation")),
        GroupSession.objects.count(),
    ]


@pytest.mark.slow
def test_nothing_of_the_name_or_the_address_is_left(
    everywhere: User, municipality: Municipality, django_capture_on_commit_callbacks: Any
) -> None:
    found = traces(EMAIL, NAME)
    assert {one.partition(".")[0] for one in found} >= {
        "users_user",
        "account_emailaddress",
        "socialaccount_socialaccount",
        "group_sessions_representative",
        "group_sessions_facilitator",
        "group_sessions_contactperson",
        "group_sessions_addressbookimport",
        "group_sessions_groupsession",
        "municipalities_invitation",
        "agenda_actionpoint",
        "agenda_actionevent",
        "questionnaire_revealedanswer",
    }
    assert {".pdf", ".log"} <= set(found)
    assert any(one.startswith("session ") for one in found)
    with tenant(municipality):
        before = agreed()
    assert erase(municipality, django_capture_on_commit_callbacks)
    assert traces(EMAIL, NAME) == []
    with tenant(municipality):
        assert agreed() == before
        point = ActionPoint.objects.get()
        assert (point.owner_name, point.owner_email) == (NAME_REMOVED, "")
        assert point.what == f"Eén nummer, zegt {NAME_REMOVED}"
        assert f"{NAME_REMOVED}, adviseur, Woonstede" in ActionEvent.objects.values_list("before", flat=True)
        assert Report.objects.get().state == ReportState.READY
        assert len(list(Path(default_storage.location).rglob("*.pdf"))) == 1
        assert not Promise.objects.filter(kind__startswith="invite", done_at=None).exists()
        assert not Membership.objects.exists()
        assert not ContactPerson.objects.exists()
        assert not Representative.objects.filter(removed_at=None).exists()
        assert not Facilitator.objects.filter(user=everywhere).exists()
    everywhere.refresh_from_db()
    assert (everywhere.name, everywhere.is_active, everywhere.erased_at) == (NAME_REMOVED, False, LATER)


@pytest.mark.slow
@pytest.mark.parametrize("skipped", ["participant", "facilitator", "contact", "invitation", "owner"])
def test_the_control_a_table_that_is_skipped_is_found(
    skipped: str,
    everywhere: User,
    municipality: Municipality,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    left = [keeper for keeper in personal.keepers() if keeper.name != skipped]
    monkeypatch.setattr(erasing, "keepers", lambda: iter(left))
    erase(municipality, django_capture_on_commit_callbacks)
    assert traces(EMAIL, NAME) != []


def test_the_log_keeps_a_number_and_stays_whole(
    everywhere: User, municipality: Municipality, django_capture_on_commit_callbacks: Any
) -> None:
    with tenant(municipality):
        theirs = AuditEvent.objects.filter(user=everywhere).count()
        seal_log(municipality=municipality, now=NOW)
    erase(municipality, django_capture_on_commit_callbacks)
    with tenant(municipality):
        assert theirs
        assert AuditEvent.objects.filter(actor_reference=f"user {everywhere.pk}").count() == theirs
        assert list(verify_log(now=NOW)) == []
        row = AuditEvent.objects.get(action="erase person")
        assert EMAIL not in row.reason
        assert "group_sessions.representative 2" in row.reason
        assert (row.target_type, row.target_id) == ("municipalities.municipality", municipality.pk)


def test_a_legal_hold_stops_erasing(everywhere: User, municipality: Municipality) -> None:
    for category in ("", "owners"):
        with tenant(municipality):
            hold = holds.place_hold(
                municipality=municipality,
                category=category,
                reason="Rechtszaak",
                actor=ADMINISTRATOR,
                now=NOW,
            )
            with pytest.raises(holds.Held) as refused:
                erase_person_here(municipality, email=EMAIL, actor=GUARD, today=TODAY, now=LATER)
            assert refused.value.hold == hold
            holds.lift_hold(hold, actor=ADMINISTRATOR, now=NOW)
    with tenant(municipality):
        assert Membership.objects.filter(user=everywhere).exists()


def test_the_control_a_hold_that_is_ignored_is_noticed(
    everywhere: User, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "hold_on", lambda *arguments: None)
    with pytest.raises(pytest.fail.Exception):
        test_a_legal_hold_stops_erasing(everywhere, municipality)


def test_who_works_elsewhere_keeps_the_account(everywhere: User, municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with tenant(other):
        Membership.objects.create(
            municipality=other, user=everywhere, role=Role.READER, from_date=date(2020, 1, 1)
        )
    assert set(places_of(EMAIL, user_id=everywhere.pk)) == {municipality, other}
    with tenant(municipality):
        assert not erase_person_here(municipality, email=EMAIL, actor=GUARD, today=TODAY, now=LATER)
    everywhere.refresh_from_db()
    assert everywhere.name == NAME
    with tenant(other):
        assert Membership.objects.filter(user=everywhere).exists()
    assert places_of(EMAIL, user_id=everywhere.pk) == [other]


def test_who_asks_for_it_is_erased_everywhere(everywhere: User, municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with tenant(other):
        party = build_session(other).parties.first()
        Representative.objects.create(municipality=other, party=party, name=NAME, email=EMAIL)
    assert erase_everywhere(everywhere, today=TODAY, now=LATER) == []
    everywhere.refresh_from_db()
    assert everywhere.erased_at == LATER
    with tenant(other):
        assert Representative.objects.get().name == NAME_REMOVED
        assert AuditEvent.objects.get(action="erase person").role == "own data"


def test_a_hold_somewhere_keeps_that_and_the_account(everywhere: User, municipality: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with tenant(other):
        party = build_session(other).parties.first()
        Representative.objects.create(municipality=other, party=party, name=NAME, email=EMAIL)
        holds.place_hold(municipality=other, category="", reason="Rechtszaak", actor=ADMINISTRATOR, now=NOW)
    assert erase_everywhere(everywhere, today=TODAY, now=LATER) == [other]
    everywhere.refresh_from_db()
    assert everywhere.is_active
    with tenant(municipality):
        assert not Membership.objects.exists()


def test_a_namesake_keeps_the_name(everywhere: User, municipality: Municipality) -> None:
    with tenant(municipality):
        party = Party.objects.filter(name="Voedselbank").get()
        Representative.objects.create(
            municipality=municipality, party=party, name=NAME, email="andere@example.org"
        )
        assert kept_of(municipality, email=EMAIL, by_self=False, today=TODAY).has_namesake
        erase_person_here(municipality, email=EMAIL, actor=GUARD, today=TODAY, now=LATER)
        assert Representative.objects.get(email="andere@example.org").name == NAME
        assert NAME.upper() in ActionPoint.objects.get().what


def test_erasing_again_finds_nothing(everywhere: User, municipality: Municipality) -> None:
    with tenant(municipality):
        erase_person_here(municipality, email=EMAIL, actor=GUARD, today=TODAY, now=LATER)
        assert kept_of(municipality, email=EMAIL, by_self=True, today=TODAY).total == 0
        gone = erasing.erase_here(
            municipality, email=EMAIL, by_self=False, actor=GUARD, today=TODAY, now=LATER
        )
    assert gone == {}


def test_what_was_not_revealed_is_for_the_persons_own_eyes(inside: Municipality) -> None:
    session = build_session(inside)
    theme = answering(session)
    person = seat(session.parties.select_related("session", "municipality").first(), NAME)
    Representative.objects.filter(pk=person.pk).update(email=EMAIL, joined_by=JoinedBy.LINK, invited_at=NOW)
    answer(person.party, statements_of(theme)[0], 8, note="Kanarie", representative=person)

    def answers(by_self: bool) -> list[str]:
        kept = kept_of(inside, email=EMAIL, by_self=by_self, today=TODAY)
        found = [part.rows for part in kept.parts if part.keeper.name == "answer"]
        return [row.fields["note"] for rows in found for row in rows]

    assert (answers(by_self=True), answers(by_self=False)) == (["Kanarie"], [])
    reveal(session, theme)
    assert (answers(by_self=True), answers(by_self=False)) == (["Kanarie"], ["Kanarie"])


def test_the_last_administrator_is_warned(inside: Municipality) -> None:
    first, second = build_user("Anna Eerste"), build_user("Bram Tweede")
    for user in (first, second):
        Membership.objects.create(
            municipality=inside, user=user, role=Role.ADMINISTRATOR, from_date=date(2020, 1, 1)
        )
    assert not kept_of(inside, email=first.email, by_self=True, today=TODAY).is_last_administrator
    Membership.objects.filter(user=second).update(until_date=TODAY - timedelta(days=1))
    assert kept_of(inside, email=first.email, by_self=True, today=TODAY).is_last_administrator


def rows_of_one_person(municipality: Municipality, number: int) -> User:
    """Make a person with so many seats and as many action points."""
    user = User.objects.create_user(email=EMAIL, name=NAME)
    party = build_session(municipality).parties.first()
    Representative.objects.bulk_create(
        Representative(municipality=municipality, party=party, name=NAME, email=EMAIL) for _ in range(number)
    )
    ActionPoint.objects.bulk_create(
        ActionPoint(
            municipality=municipality,
            session=party.session,
            what=f"Punt {each} van {NAME}",
            owner_name=NAME,
            owner_email=EMAIL,
            created_at=NOW,
            changed_at=NOW,
        )
        for each in range(number)
    )
    return user


A_MINUTE = 60
"""Seconds of a processor: what runs beside the tests does not count."""


def test_two_thousand_rows_are_erased_in_one_go_and_within_a_minute(inside: Municipality) -> None:
    user = rows_of_one_person(inside, 1000)
    began = process_time()
    with transaction.atomic():
        gone = erasing.erase_here(
            inside, email=user.email, by_self=False, actor=GUARD, today=TODAY, now=LATER
        )
    assert process_time() - began < A_MINUTE
    assert gone["group_sessions.representative"] == 1000
    assert gone["agenda.actionpoint"] == 2000


@pytest.mark.long
def test_what_is_kept_is_handed_out_within_a_minute(inside: Municipality) -> None:
    """As a file for a computer and as a document, of more rows than anybody gets in ten years."""
    rows_of_one_person(inside, 100)
    began = process_time()
    kept = kept_of(inside, email=EMAIL, by_self=False, today=TODAY)
    person = PersonFile(email=EMAIL, made_at=LATER, places=[kept])
    told, document = as_json(person), person_pdf(person, language="nl", host=inside)
    assert process_time() - began < A_MINUTE
    assert told.count(f"van {NAME}") == 100
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    assert "Punt 0 van" in text and "Punt 99 van" in text
