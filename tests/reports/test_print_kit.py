"""What is printed is of this moment, opens nothing once it was withdrawn, and goes with its session."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pypdf import PdfReader

from audit.models import AuditEvent
from catalogue.models import Statement
from municipalities.enums import Role
from outbox.models import Promise
from outbox.promises import fulfil
from reports.enums import KitPart, ReportState
from reports.kit import MAKE, order_kit
from reports.kit_making import OlderThanItsCards, make_kit
from reports.models import PrintKit
from sessions import stage
from sessions.models import GroupSession
from sessions.parties import rename_party
from sessions.stepping import StepRefused
from sessions.withdrawal import FORGET_PRINT_KIT, renew_join_code, renew_seat_card
from tests.builders import FACILITATOR, NOW, build_member, build_organisation, open_doors, outside, take

CHEAP = [KitPart.WALL]


def order(session: GroupSession, parts: list[str] = CHEAP, *, minutes: int = 0) -> PrintKit:
    now = NOW + timedelta(minutes=minutes)
    return order_kit(session, parts=parts, actor=FACILITATOR, now=now)


def keep(kind: str) -> None:
    """Keep the promises of one kind, as the worker does."""
    for pk in list(Promise.objects.filter(kind=kind, done_at=None).values_list("pk", flat=True)):
        with outside():
            fulfil(promise_id=pk, now=NOW)


def made(session: GroupSession, parts: list[str] = CHEAP) -> PrintKit:
    order(session, parts)
    keep(MAKE)
    return PrintKit.objects.get(session=session)


def text_of(kit: PrintKit) -> str:
    pages = PdfReader(BytesIO(kit.file.read())).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
def test_the_whole_kit_says_everything_word_for_word(session: GroupSession) -> None:
    kit = made(session, list(KitPart))
    text = text_of(kit)
    assert kit.state == ReportState.READY and kit.revision == session.revision
    for party in session.parties.all():
        # A name card, and a card for the overall figure and each of the four themes.
        assert text.count(party.name) >= 1 + 5
    joined = squeezed(text)
    for statement in Statement.objects.of(session.catalogue).prefetch_related("terms"):
        assert squeezed(statement.text_in("nl")) in joined
        for term in statement.terms.all():
            assert squeezed(term.definition) in joined
    assert session.spoken_join_code in text and "n.v.t." in text and "Toelichting" in text
    for person in session.facilitators.all():
        assert person.name not in text and person.email not in text
    catalog = PdfReader(BytesIO(kit.file.open("rb").read())).trailer["/Root"]
    assert catalog["/Lang"].startswith("nl") and catalog["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in catalog["/Metadata"].get_object().get_data()


@pytest.mark.slow
def test_only_what_was_chosen_is_printed_and_a_rehearsal_says_so(session: GroupSession) -> None:
    GroupSession.objects.update(is_rehearsal=True)
    session.refresh_from_db()
    text = text_of(made(session, [KitPart.NAME_CARDS]))
    assert "OEFENING" in text and "Draaiboek" not in text
    assert "Antwoordkaarten" not in text


def test_does_not_apply_stands_only_where_it_is_allowed(session: GroupSession) -> None:
    from reports.kit_content import kit_content
    from reports.kit_document import kit_html

    html = kit_html(kit_content(session, parts=list(KitPart), now=NOW), language="nl")
    allowed = Statement.objects.of(session.catalogue).filter(allows_not_applicable=True).count()
    words = html.count('class="is-word"')
    statements = Statement.objects.of(session.catalogue).count()
    assert allowed and words == (statements + allowed) * session.parties.count()


def test_a_double_click_asks_once(session: GroupSession) -> None:
    first, second = order(session), order(session, minutes=1)
    assert first.pk == second.pk and Promise.objects.filter(kind=MAKE).count() == 1
    order(session, [KitPart.SCRIPT], minutes=2)
    assert Promise.objects.filter(kind=MAKE).count() == 2 and PrintKit.objects.count() == 1


@pytest.mark.parametrize("parts", [[], ["nonsense"]])
def test_nothing_chosen_is_told(session: GroupSession, parts: list[str]) -> None:
    with pytest.raises(ValidationError):
        order(session, parts)
    assert not PrintKit.objects.exists()


def test_an_empty_table_has_no_cards(session: GroupSession) -> None:
    session.parties.all().delete()
    with pytest.raises(ValidationError):
        order(session, [KitPart.NAME_CARDS])
    assert order(session, [KitPart.SCRIPT]).pk


@pytest.mark.slow
def test_withdrawn_cards_take_the_file_away(
    session: GroupSession, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    kit = made(session)
    storage, name = kit.file.storage, kit.file.name
    client.force_login(build_member(session.municipality, Role.COORDINATOR))
    page = f"/{session.municipality.slug}/groepssessies/{session.pk}/drukwerk/"
    assert client.get(f"{page}pdf/").status_code == 200
    assert AuditEvent.objects.filter(action="read print kit", target_id=kit.pk).count() == 1
    party = session.parties.first()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        renew_seat_card(party, seen=str(party.seat_card_version), actor=FACILITATOR, now=NOW)
        assert client.get(f"{page}pdf/").url == page, "refused at once, before the worker came by"
        assert "werkt niet meer" in client.get(page).content.decode()
        keep(FORGET_PRINT_KIT)
    assert not PrintKit.objects.exists() and not storage.exists(name)
    assert "van vóór" in client.get(page).content.decode(), "older cards are told of"


@pytest.mark.slow
def test_what_did_not_change_stays(session: GroupSession) -> None:
    """The control: the promise to forget takes only what was withdrawn."""
    kit = made(session)
    stage.promise(
        municipality=session.municipality,
        kind=FORGET_PRINT_KIT,
        key="again",
        payload={"session": session.pk},
        now=NOW,
    )
    keep(FORGET_PRINT_KIT)
    assert PrintKit.objects.filter(pk=kit.pk).exists() and kit.file.storage.exists(kit.file.name)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["close", "cancel"])
def test_it_goes_when_the_session_is_over(
    session: GroupSession, ending: str, django_capture_on_commit_callbacks: object
) -> None:
    kit = made(session)
    storage, name = kit.file.storage, kit.file.name
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        if ending == "cancel":
            take(stage.cancel_session, session, reason="Ziek")
        else:
            open_doors(session)
            take(stage.start_session, session)
            take(stage.close_session, session, follow_up_on=None)
        keep(FORGET_PRINT_KIT)
    assert not PrintKit.objects.exists() and not storage.exists(name)
    with pytest.raises(StepRefused):
        order(session)


@pytest.mark.slow
def test_made_while_the_code_was_renewed_is_made_anew(
    session: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(session)
    item = Promise.objects.get(kind=MAKE)
    from reports import document

    render = document.render_pdf

    def render_slowly(html: str) -> tuple[bytes, int]:
        renew_join_code(session, seen=session.join_code, actor=FACILITATOR, now=NOW)
        return render(html)

    monkeypatch.setattr(document, "render_pdf", render_slowly)
    with pytest.raises(OlderThanItsCards):
        make_kit(item, NOW)
    monkeypatch.setattr(document, "render_pdf", render)
    make_kit(item, NOW)
    session.refresh_from_db()
    kit = PrintKit.objects.get()
    assert kit.state == ReportState.READY and session.spoken_join_code in text_of(kit)


@pytest.mark.slow
def test_a_changed_table_is_told(session: GroupSession, client: Client) -> None:
    made(session)
    client.force_login(build_member(session.municipality, Role.COORDINATOR))
    page = f"/{session.municipality.slug}/groepssessies/{session.pk}/drukwerk/"
    assert "Maak de PDF opnieuw" not in client.get(page).content.decode()
    rename_party(session.parties.first(), name="Woonstede Oost", actor=FACILITATOR, now=NOW)
    assert "Maak de PDF opnieuw" in client.get(page).content.decode()


def test_the_page_shows_how_far_it_is_and_changes_nothing(session: GroupSession, client: Client) -> None:
    client.force_login(build_member(session.municipality, Role.COORDINATOR))
    page = f"/{session.municipality.slug}/groepssessies/{session.pk}/drukwerk/"
    shown = client.get(page).content.decode()
    assert shown.count(" checked") == len(KitPart) and not PrintKit.objects.exists()
    assert client.post(page, {"part": []}).status_code == 422
    assert client.post(page, {"part": ["wall", "script"]}).url == page
    waiting = client.get(f"{page}voortgang/").content.decode()
    assert "<progress" in waiting and "hx-get" in waiting
    assert client.get(f"{page}pdf/").url == page
    again = client.get(page).content.decode()
    assert again.count(" checked") == 2
    assert AuditEvent.objects.filter(action="order print kit").count() == 1


def test_long_names_fit_on_a_card(session: GroupSession) -> None:
    """Sixty characters, and one word that is wider than its card."""
    from reports.kit_content import kit_content
    from reports.kit_document import kit_html

    party = session.parties.first()
    party.name = "Gerechtsdeurwaarderskantoorvereniging Noordwestnederland BV"
    party.organisation = build_organisation(session.municipality, party.name)
    party.save()
    html = kit_html(kit_content(session, parts=[KitPart.NAME_CARDS], now=NOW), language="nl")
    assert 'class="is-long"' in html
