"""The demo: loads once, opens every door that it shows, and exists only where it was asked for."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from questionnaire.agreement import Label, Pattern
from questionnaire.revealed import revealed_session
from questionnaire.then_and_now import then_and_now
from reports.enums import ReportState
from reports.models import Report
from sessions.enums import Reply, Sequel
from sessions.feedback import feedback_totals
from sessions.models import Feedback, GroupSession, Representative
from tests.builders import national_catalogue
from users.models import User
from vroegsignalering.demo.found import just_closed_session
from vroegsignalering.demo.mailbox import own_path, pieces
from vroegsignalering.demo.sign_ins import all_houses
from vroegsignalering.demo.stories import stories
from vroegsignalering.demo.telling import Teller

pytestmark = pytest.mark.slow

PAGES = ["/demo/", "/demo/post/", "/demo/post/20260101-120000-1-0/"]


@pytest.fixture
def demo_on(settings: Settings, tmp_path: Path) -> Settings:
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings


@pytest.fixture
def waterveen(db: None, demo_on: Settings) -> Iterator[Municipality]:
    """One municipality of the demo, made now; the test runs inside it."""
    national_catalogue()
    municipality = Teller(stories()["waterveen"], now=timezone.now()).tell()
    with tenant(municipality):
        yield municipality


def sessions_of(municipality: Municipality) -> dict[str, GroupSession]:
    """Return the sessions by their state; the follow-up meeting, which is planned too, left out."""
    rows = GroupSession.objects.filter(municipality=municipality).exclude(sequel=Sequel.FOLLOW_UP)
    return {session.state: session for session in rows}


def test_the_demo_loads_and_twice_is_once(db: None, demo_on: Settings, capsys: pytest.CaptureFixture) -> None:
    national_catalogue()
    call_command("load_demo")
    assert Municipality.objects.count() == 3
    people = User.objects.count()
    for municipality in Municipality.objects.all():
        with tenant(municipality):
            assert set(sessions_of(municipality)) == {"planned", "running", "closed"}
    call_command("load_demo")
    assert (Municipality.objects.count(), User.objects.count()) == (3, people)
    assert capsys.readouterr().out.splitlines() == [
        "Demo: made Waterveen, Dorpstede, Havenrecht.",
        "Demo: there already.",
    ]


@pytest.mark.parametrize("slug", stories())
def test_the_stories_fit_the_catalogue(slug: str) -> None:
    """A party of a story is in its address book, and says nothing twice."""
    story = stories()[slug]
    for session in filter(None, (story.running, story.closed, story.just_closed)):
        assert set(session.answers) | set(session.absent) == set(session.parties)
        assert set(session.parties) <= set(story.organisations)
        assert {one.owner for one in session.actions} - {""} <= set(session.parties)
        assert set(session.feedback) <= set(session.answers)
    assert set(story.running.replies) <= set(story.running.parties)
    assert set(story.prepared.replies) <= set(story.prepared.invited)
    for one in story.closed.actions:
        days = [event["ago"] for event in one.told]
        assert days == sorted(days, reverse=True)
        assert max(days, default=0) < story.closed.days_ago


def test_the_running_session_stands_in_theme_2_with_a_rich_picture(waterveen: Municipality) -> None:
    session = sessions_of(waterveen)["running"]
    assert timezone.now() - timedelta(hours=2) < session.starts_at < timezone.now()
    assert (session.current.position, session.current.state) == (2, "answering")
    revealed = {one.session_theme.position: one for one in revealed_session(session).values()}
    assert set(revealed) == {0, 1}
    shown = {one.statement.number: one.picture.summary for one in revealed[1].statements}
    assert shown[1].label == Label.AGREE
    assert [shown[2].pattern, shown[3].pattern] == [Pattern.ONE_PARTY, Pattern.TWO_GROUPS]
    assert session.action_points.filter(status=ActionStatus.ACCEPTED).exists()
    assert session.action_points.filter(status=ActionStatus.PROPOSED).exists()


def test_the_table_of_today_sees_then_beside_now(waterveen: Municipality) -> None:
    sessions = sessions_of(waterveen)
    running = sessions["running"]
    assert (running.previous, running.sequel) == (sessions["closed"], Sequel.REPEAT)
    compared = then_and_now(running.themes.get(position=1))
    assert len(compared) == 3
    for one in compared.values():
        assert {party.name for party in one.parties} >= {"Woonstede", "ROC Waterland"}
        assert one.then is not None and one.now is not None
    assert any(one.then.median != one.now.median for one in compared.values() if one.then and one.now)


def test_people_let_know_whether_they_come_and_how_it_was(waterveen: Municipality) -> None:
    sessions = sessions_of(waterveen)
    invited = Representative.objects.filter(party__session=sessions["planned"])
    assert set(invited.values_list("reply", flat=True)) == {*Reply.values, ""}
    (substitute,) = invited.exclude(instead_of=None)
    assert (substitute.name, substitute.instead_of.reply) == ("Esra Kaya", Reply.DECLINED)
    assert not invited.filter(replied_at__gt=timezone.now()).exists()
    totals = feedback_totals(sessions["closed"], now=timezone.now())
    assert [(total.question, total.n) for total in totals] == [("useful", 7), ("heard", 7), ("confident", 6)]


def test_the_agenda_is_in_motion(waterveen: Municipality) -> None:
    points = ActionPoint.objects.filter(session=sessions_of(waterveen)["closed"])
    assert {point.status for point in points} == set(ActionStatus.values)
    today = timezone.localdate()
    assert points.overdue(on=today).exists()
    assert points.without_owner().exists()
    assert points.filter(owners_word=OwnersWord.STUCK, postponed=1).exists()
    assert points.filter(status=ActionStatus.DONE).exclude(resident_effect="").exists()
    assert points.filter(is_priority=True).exists()
    assert not points.filter(events__at__gt=timezone.now()).exists()


def test_the_worker_makes_the_report_and_sends_the_mails(waterveen: Municipality, settings: Settings) -> None:
    for _round in range(2):
        for promise_id in due_promises(now=timezone.now()):
            fulfil(promise_id=promise_id, now=timezone.now())
    assert not Promise.objects.filter(done_at=None, bounced_at=None).exists()
    assert Report.objects.get().state == ReportState.READY
    invited = Representative.objects.exclude(invited_at=None).count()
    prepared = Representative.objects.filter(party__session=sessions_of(waterveen)["planned"])
    listed = prepared.filter(invited_at=None)
    assert invited > 0
    assert listed.count() == 2
    assert len(mail.outbox) > invited


@pytest.mark.parametrize("path", PAGES)
def test_without_demo_the_pages_do_not_exist(db: None, settings: Settings, path: str) -> None:
    settings.DEMO = False
    assert Client().get(path).status_code == 404


def test_without_demo_nobody_signs_in_and_nothing_loads(waterveen: Municipality, settings: Settings) -> None:
    settings.DEMO = False
    browser = Client()
    assert browser.post("/demo/inloggen/waterveen-coordinator/").status_code == 404
    assert "_auth_user_id" not in browser.session
    with pytest.raises(CommandError):
        call_command("load_demo")


def test_every_sign_in_leads_to_a_page_that_lets_in(waterveen: Municipality) -> None:
    start = Client().get("/demo/").content.decode()
    offered = set(re.findall(r"/demo/inloggen/([^/]+)/", start))
    one_clicks = {one.who: one for house in all_houses() for one in house.sign_ins()}
    assert set(one_clicks) == offered
    assert len(offered) == 5 + 1 + 8
    for who, one in one_clicks.items():
        browser = Client()
        answer = browser.post(f"/demo/inloggen/{who}/")
        assert answer.url == one.page
        page = browser.get(answer.url)
        assert page.status_code == 200, who
        assert ("_auth_user_id" in browser.session) == (one.user is not None)


def test_after_a_session_that_was_just_closed_people_say_how_they_found_it(
    db: None, demo_on: Settings
) -> None:
    national_catalogue()
    dorpstede = Teller(stories()["dorpstede"], now=timezone.now()).tell()
    (house,) = all_houses()
    assert house.just_closed is not None and house.session is not None
    assert house.session.state == "running" and house.just_closed != house.session
    silent = next(one for one in house.after_the_close if one.label == "Kwekerij Groeneveld")
    phone = Client()
    assert phone.post(f"/demo/inloggen/{silent.who}/").url == silent.page
    assert "Telefoons na afloop" in phone.get("/demo/").content.decode()
    assert 'id="feedback"' in phone.get(silent.page).content.decode()
    told = phone.post(f"{silent.page}terugblik/", {"answer": "useful 5", "seat": silent.seat.pk})
    assert told.status_code == 303
    with tenant(dorpstede):
        over = house.just_closed.closed_at + timedelta(days=1)
        useful = feedback_totals(house.just_closed, now=over)[0]
        # Of the three before the close; a single one after it would tell what one person found.
        assert (useful.question, useful.n) == ("useful", 3)
        assert Feedback.objects.get(representative=silent.seat).useful == 5
        assert just_closed_session(dorpstede, now=over) is None


def test_the_other_links_of_the_page_work(waterveen: Municipality) -> None:
    (house,) = all_houses()
    assert Client().get(house.screen).status_code == 200
    ((party, link),) = house.links
    assert party == "Waterbedrijf De Plas"
    assert Client().get(link).status_code == 200


def test_a_phone_stays_when_somebody_else_signs_in(waterveen: Municipality) -> None:
    (house,) = all_houses()
    browser = Client()
    for who in ("waterveen-manager", house.seats[0].who, "waterveen-coordinator"):
        browser.post(f"/demo/inloggen/{who}/")
    assert browser.get(house.seats[0].page).status_code == 200


def test_an_unknown_name_is_told_kindly(waterveen: Municipality) -> None:
    answer = Client().post("/demo/inloggen/koning/", follow=True)
    assert answer.redirect_chain == [("/demo/", 302)]
    assert answer.status_code == 200


@pytest.fixture
def posted(demo_on: Settings, db: None) -> Client:
    """Thirty mails in the folder of the file backend, the last with links and a script."""
    demo_on.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    for number in range(29):
        EmailMessage(f"Bericht {number}", "Hallo", to=[f"p{number}@a.example"]).send()
    text = f"<script>x</script>\nGa naar {demo_on.BASE_URL}/demo/.\nOf https://elders.example/x"
    time.sleep(0.05)  # the clock of a file system ticks slowly
    EmailMessage("Laatste ✓ café", text, to=["laatste@b.example"]).send()
    return Client()


def test_mails_are_listed_newest_first_in_pages(posted: Client) -> None:
    first = posted.get("/demo/post/")
    assert len(first.context["mails"]) == 25
    assert first.context["mails"][0].subject == "Laatste ✓ café"
    assert len(posted.get("/demo/post/?pagina=2").context["mails"]) == 5
    assert posted.get("/demo/post/?pagina=zoveel").status_code == 200
    found = posted.get("/demo/post/?aan=P7@A.example").context["mails"]
    assert [one.to for one in found] == ["p7@a.example"]


def test_a_mail_is_readable_and_only_our_links_are_links(posted: Client) -> None:
    key = posted.get("/demo/post/").context["mails"][0].key
    page = posted.get(f"/demo/post/{key}/").content.decode()
    assert '<a href="/demo/">' in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert 'href="https://elders.example' not in page
    assert posted.get(f"/demo/post/{key}9/").status_code == 404


def test_the_html_of_a_mail_stands_in_a_frame_that_can_do_nothing(posted: Client) -> None:
    evil = EmailMultiAlternatives("Opgemaakt", "Hallo", to=["opmaak@b.example"])
    evil.attach_alternative(
        "<html><head></head><body><script>x</script><h1>Dag</h1></body></html>", "text/html"
    )
    time.sleep(0.05)
    evil.send()
    key = posted.get("/demo/post/?aan=opmaak").context["mails"][0].key
    page = posted.get(f"/demo/post/{key}/")
    assert f'src="/demo/post/{key}/inhoud/" sandbox="allow-popups allow-popups-to-escape-sandbox"' in (
        page.content.decode()
    )
    assert "<script>x</script>" not in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    body = posted.get(f"/demo/post/{key}/inhoud/")
    assert "<h1>Dag</h1>" in body.content.decode()
    policy = dict(part.strip().partition(" ")[::2] for part in body["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'none'"
    assert policy["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert body["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_of_text_only_has_no_frame(posted: Client) -> None:
    key = posted.get("/demo/post/").context["mails"][0].key
    assert "<iframe" not in posted.get(f"/demo/post/{key}/").content.decode()
    assert posted.get(f"/demo/post/{key}/inhoud/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1.evil.example/x",
        "javascript:alert(1)",
        "{base}//evil.example/",
        "{base}@evil.example/",
    ],
)
def test_a_foreign_address_never_becomes_a_link(settings: Settings, address: str) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert own_path(address.format(base=settings.BASE_URL)) == ""


def test_the_words_around_a_link_stay(settings: Settings) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    line = "Open http://127.0.0.1:8000/a/?b=1, daarna verder"
    assert pieces(line) == [
        ("Open ", ""),
        ("http://127.0.0.1:8000/a/?b=1", "/a/?b=1"),
        (", daarna verder", ""),
    ]
