"""Traps of what goes out: whose it is, who is named, and as it stood at which moment."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agenda.enums import ActionStatus
from agenda.export.chosen import choose
from agenda.looking.filter import Choice
from agenda.models import ActionPoint
from agenda.points.assigning import assign_owner
from agenda.points.describing import reword_action
from agenda.points.progress import report_progress
from agenda.points.proposing import propose_action
from common.retention import category_named
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from outbox.models import TROUBLE_AFTER, Promise
from outbox.promises import due_promises, fulfil
from reports.agenda_content import agenda_content
from reports.agenda_document import agenda_html, agenda_pdf
from reports.making import MAKE
from sessions import stage
from sessions.links import token_for
from sessions.models import FacilitatorNote, GroupSession, Representative
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_member,
    build_municipality,
    build_session,
    outside,
    seat,
    take,
)

NAME, ADDRESS, NOTE = "Fatima Idrissi", "fatima@woonstede.example", "Geheim-van-de-gespreksleider"
TOLD = "Kanarie belde met de drukker"
FILES = ("csv", "xlsx", "json", "pdf")
BY: dict[str, Any] = {"actor": FACILITATOR, "author": "Rob Smit"}


def agree(session: GroupSession, what: str) -> ActionPoint:
    """Agree on something with a person, let another take it over and tell how it goes."""
    organisation = session.parties.first().organisation
    later, now = TODAY + timedelta(days=30), timezone.now()
    point = propose_action(
        session,
        what=what,
        today=TODAY,
        now=now,
        owner_organisation=organisation,
        owner_name="Eerste Persoon",
        deadline=later,
        **BY,
    )
    by = {**BY, "now": now}
    assign_owner(
        point,
        owner_organisation=organisation,
        owner_name=NAME,
        owner_email=ADDRESS,
        owner_role="teamleider",
        expected_revision=1,
        **by,
    )
    report_progress(point, owners_word=None, text=TOLD, expected_revision=point.revision, **by)
    return point


def filled(name: str) -> Municipality:
    municipality = build_municipality(name)
    with tenant(municipality):
        session = build_session(municipality, title=f"Sessie {name}")
        answering(session)
        agree(session, f"Afgesproken in {name}")
        FacilitatorNote.objects.create(
            municipality=municipality,
            facilitator=session.facilitators.get(),
            text=NOTE,
            changed_at=timezone.now(),
        )
    return municipality


def browser_of(municipality: Municipality, role: Role) -> Client:
    browser = Client()
    browser.force_login(build_member(municipality, role))
    return browser


def address(municipality: Municipality, kind: str) -> str:
    if kind == "pdf":
        return reverse("reports:agenda_pdf", kwargs={"gemeente": municipality.slug})
    return reverse("agenda:file", kwargs={"gemeente": municipality.slug, "sheet": kind})


def text_of(browser: Client, municipality: Municipality, kind: str, **asked: str) -> str:
    """Return all that can be read in a file."""
    response = browser.get(address(municipality, kind), asked)
    assert response.status_code == 200
    content = response.getvalue()
    if kind == "pdf":
        return " ".join(
            " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()
        )
    if kind == "xlsx":
        from openpyxl import load_workbook

        rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        return " ".join(str(cell) for row in rows for cell in row if cell)
    return content.decode()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("kind", FILES)
def test_trap_40_a_file_is_of_one_municipality_and_for_a_council_without_people(kind: str) -> None:
    here, there = filled("Waterveen"), filled("Dorpstede")
    manager, reader = browser_of(here, Role.MANAGER), browser_of(here, Role.READER)
    whole = text_of(manager, here, kind)
    assert "Afgesproken in Waterveen" in whole and NAME in whole
    for asked in (
        text_of(reader, here, kind),
        text_of(reader, here, kind, namen="ja"),
        text_of(manager, here, kind, namen="nee"),
    ):
        assert "Afgesproken in Waterveen" in asked and "teamleider" in asked
        for nobody in (NAME, ADDRESS, TOLD, "Eerste Persoon", "Rob Smit"):
            assert nobody not in asked, nobody
    for content in (whole, text_of(manager, here, kind, namen="nee")):
        assert "Dorpstede" not in content and NOTE not in content
    assert manager.get(address(there, kind)).status_code == 404


@pytest.mark.slow
def test_trap_41_each_page_says_of_which_moment_it_is_and_all_are_of_that_one(inside: Municipality) -> None:
    session = build_session(inside)
    answering(session)
    points = [agree(session, f"Punt {number} {'met veel woorden ' * 12}") for number in range(30)]
    said: dict[str, Any] = {"municipality": inside, "choice": Choice(), "with_names": True, "today": TODAY}
    now = timezone.now()
    before = agenda_content(choose(now=now, **said))
    reword_action(
        points[-1], what="Pas daarna anders", expected_revision=points[-1].revision, now=timezone.now(), **BY
    )
    pages = PdfReader(io.BytesIO(agenda_pdf(before))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    moment = f"{timezone.localtime(now):%H:%M}"
    assert len(pages) > 2
    for number, text in enumerate(texts, start=1):
        assert before.mark in text and moment in text and f"{number} / {len(pages)}" in text
        assert "Pas daarna anders" not in text
    after = agenda_content(choose(now=now, **said))
    assert after.mark != before.mark and "Pas daarna anders" in agenda_html(after)


@pytest.mark.slow
def test_trap_41_long_words_and_names_from_right_to_left_fit_on_paper(inside: Municipality) -> None:
    session = build_session(inside, parties=("שירות לאומי", "Organisatie" * 10))
    answering(session)
    for number, party in enumerate(session.parties.all(), start=1):
        propose_action(
            session,
            what=("Schuldhulpverleningsoverleg" * 11)[:300],
            today=TODAY,
            now=timezone.now(),
            owner_organisation=party.organisation,
            owner_name="فاطمة الإدريسي",
            resident_effect="<script>alert(1)</script> & <img src=x>" * number,
            **BY,
        )
    said: dict[str, Any] = {"municipality": inside, "choice": Choice(), "with_names": True, "today": TODAY}
    pdf = PdfReader(io.BytesIO(agenda_pdf(agenda_content(choose(now=timezone.now(), **said)))))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "<script>alert(1)</script>" in text.replace("\n", "") and not pdf.attachments
    assert set("فاطمةالإدريسيשירותלאומי") <= set(text), "no letter became an empty box"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and pdf.trailer["/Root"]["/Lang"] == "nl"


@pytest.mark.slow
def test_trap_41_a_report_that_is_tried_again_mails_nobody_twice(inside: Municipality) -> None:
    session = build_session(inside)
    answering(session)
    person = seat(session.parties.first(), "Sanne")
    Representative.objects.filter(pk=person.pk).update(email="sanne@woonstede.example")
    take(stage.close_session, session, follow_up_on=None)
    for _attempt in range(3):
        Promise.objects.filter(kind=MAKE).update(done_at=None)
        fulfilled(NOW)
        fulfilled(NOW)
    to = [letter.to[0] for letter in mail.outbox]
    assert "sanne@woonstede.example" in to and len(to) == len(set(to))


@pytest.mark.slow
def test_trap_41_a_render_that_fails_is_seen_and_made_when_it_can(
    inside: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = build_session(inside)
    answering(session)
    take(stage.close_session, session, follow_up_on=None)
    manager = browser_of(inside, Role.MANAGER)
    place = {"gemeente": inside.slug, "pk": session.pk}
    page, file = (reverse(f"reports:{name}", kwargs=place) for name in ("session_report", "download"))
    with monkeypatch.context() as broken:
        broken.setattr("reports.document.FontConfiguration", None)
        for attempt in range(TROUBLE_AFTER):
            fulfilled(NOW + timedelta(hours=attempt))
    with outside():
        assert manager.get(page).context["in_trouble"] and manager.get(file).status_code == 404
    fulfilled(NOW + timedelta(days=1))
    with outside():
        assert manager.get(page).context["ready"] and manager.get(file).status_code == 200


def fulfilled(now: datetime) -> None:
    """Let the worker do what is due at a moment; what fails stays due."""
    with outside():
        for promise_id in due_promises(now=now):
            fulfil(promise_id=promise_id, now=now)


def files_kept() -> set[str]:
    return {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.slow
def test_trap_42_no_file_of_the_agenda_outlives_the_names_in_it(inside: Municipality) -> None:
    session = build_session(inside)
    answering(session)
    point = agree(session, "Lang geleden afgerond")
    reader = seat(session.parties.first(), "Sanne")
    link = reverse("reports:report_link", kwargs={"gemeente": inside.slug, "token": token_for(reader)})
    take(stage.close_session, session, follow_up_on=None)
    manager, kept = browser_of(inside, Role.MANAGER), files_kept()
    with outside():
        assert all(NAME in text_of(manager, inside, kind) for kind in FILES)
        assert files_kept() == kept, "a file is made when it is asked for, and lies nowhere"
        assert Client().get(link).status_code == 200
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.DONE)
    later = timezone.now() + timedelta(days=5)
    category_named("owners").forget(inside, later.date(), later)
    again = Promise.objects.filter(kind=MAKE, payload__again=True)
    assert again.count() == 1, "the report that was stored is made anew, without the names"
    category_named("participants").forget(inside, later.date(), later)
    with outside():
        assert not any(NAME in text_of(manager, inside, kind) for kind in FILES)
        assert Client().get(link).status_code == 404
