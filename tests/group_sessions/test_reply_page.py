"""The page behind the link of an invitation, and what the coordinator sees of the replies."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from common.tenancy import tenant
from outbox.models import Promise
from sessions.enums import Reply
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Representative
from sessions.parties import invite_representative
from sessions.reminding import REMIND_PARTICIPANT
from sessions.seats import remove_from_table
from sessions.telling import TELL_CANCELLED, TELL_MOVED
from tests.builders import NOW, build_municipality
from tests.group_sessions.test_invitations import SAID, send
from tests.group_sessions.test_stage import bring_to

DECLINED = {"answer": "declined", "declined-reason": "", "declined-substitute_name": ""}
ELS = {"declined-substitute_name": "Els", "declined-substitute_email": "els@example.nl"}
PLACE = {"answer": "hand_on", "hand_on-place": "beside"}


@pytest.fixture
def fatima(planned: GroupSession) -> Representative:
    with tenant(planned.municipality):
        party = planned.parties.get(name="Woonstede")
        person = invite_representative(party, name="Fatima <b>", email="fatima@example.nl", **SAID)
        send(planned)
        Promise.objects.update(done_at=timezone.now())
        Representative.objects.update(invited_at=timezone.now())
        return Representative.objects.select_related("municipality", "party__session").get(pk=person.pk)


def link(person: Representative, name: str = "reply") -> str:
    kwargs = {"gemeente": person.municipality.slug, "token": token_for(person)}
    return reverse(f"group_sessions:{name}", kwargs=kwargs)


def fresh(person: Representative) -> Representative:
    with tenant(person.municipality):
        return Representative.objects.get(pk=person.pk)


def test_a_mail_scanner_changes_nothing(fatima: Representative) -> None:
    scanner, before = Client(), fresh(fatima).__dict__ | {"_state": None}
    for _look in range(3):
        response = scanner.get(link(fatima))
        assert scanner.head(link(fatima)).status_code == 200
        assert scanner.get(link(fatima, "reply_calendar")).status_code == 200
    content = response.content.decode()
    assert response.status_code == 200 and "Fatima &lt;b&gt;" in content and "Woonstede" in content
    assert response["Referrer-Policy"] == "same-origin" and "noindex" in response["X-Robots-Tag"]
    assert fresh(fatima).__dict__ | {"_state": None} == before
    assert settings.SESSION_COOKIE_NAME not in scanner.cookies


def test_coming_is_one_press_without_an_account(fatima: Representative) -> None:
    browser = Client()
    response = browser.post(link(fatima), {"answer": "coming"})
    assert (response.status_code, response.url) == (303, link(fatima))
    assert fresh(fatima).reply == Reply.COMING
    assert _("You are coming") in browser.get(link(fatima)).content.decode()


def test_not_coming_with_a_reason_and_a_substitute(fatima: Representative) -> None:
    browser = Client()
    answer = {**DECLINED, **ELS, "declined-reason": "Vakantie"}
    assert browser.post(link(fatima), answer).status_code == 303
    assert (fresh(fatima).reply, fresh(fatima).decline_reason) == (Reply.DECLINED, "Vakantie")
    content = browser.get(link(fatima)).content.decode()
    assert "Els" in content and "Vakantie" in content
    with tenant(fatima.municipality):
        els = Representative.objects.get(email="els@example.nl")
        assert els.instead_of == fatima
        assert Promise.objects.filter(payload__id=els.pk, done_at=None).count() == 1


def test_a_link_that_declined_leads_to_its_reply_and_to_no_seat(fatima: Representative) -> None:
    browser = Client()
    browser.post(link(fatima), DECLINED)
    with tenant(fatima.municipality):
        bring_to(fatima.party.session, "open")
    join = reverse(
        "live:join_link", kwargs={"gemeente": fatima.municipality.slug, "token": token_for(fatima)}
    )
    assert browser.get(join).url == link(fatima)
    assert browser.post(join, {"name": "Fatima"}).url == link(fatima)
    assert fresh(fatima).joined_at is None
    browser.post(link(fatima), {"answer": "coming"})
    assert browser.get(join).status_code == 200
    with tenant(fatima.municipality):
        Representative.objects.filter(pk=fatima.pk).update(reply=Reply.DECLINED)
        GroupSession.objects.filter(pk=fatima.party.session_id).update(state="running")
    assert browser.get(join).status_code == 404, "once it runs, in words"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose below whether you come."),
        ({"answer": "misschien"}, "Choose below whether you come."),
        ({**DECLINED, "declined-reason": "Bel 06-12345678"}, ""),
        (
            {**DECLINED, "declined-substitute_name": "Els"},
            "At which e-mail address can we invite this colleague?",
        ),
        ({**PLACE, "hand_on-name": "", "hand_on-email": "els@example.nl"}, ""),
        ({**PLACE, "hand_on-name": "Els", "hand_on-email": "geen adres"}, ""),
        ({**PLACE, "hand_on-name": "Els", "hand_on-email": "e@x.nl", "hand_on-place": "erboven"}, ""),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(
    fatima: Representative, typed: dict[str, str], said: str
) -> None:
    response = Client().post(link(fatima), typed)
    content = response.content.decode()
    assert response.status_code == 422
    assert not said or _(said) in content
    for value in (value for name, value in typed.items() if "-" in name and "place" not in name):
        assert value in content
    assert fresh(fatima).reply == ""
    with tenant(fatima.municipality):
        assert Representative.objects.count() == 1


def test_a_known_and_an_unknown_colleague_are_answered_alike(fatima: Representative) -> None:
    with tenant(fatima.municipality):
        invite_representative(fatima.party, name="Els", email="els@example.nl", **SAID)
    answers = []
    for email in ("els@example.nl", "onbekend@example.nl"):
        typed = {**PLACE, "hand_on-name": "Els", "hand_on-email": email}
        response = Client().post(link(fatima), typed, follow=True)
        answers.append((response.redirect_chain, [str(one) for one in response.context["messages"]]))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("what", ["forged", "removed", "elsewhere", "newer", "emoji"])
def test_a_link_that_does_not_hold_says_so(fatima: Representative, what: str) -> None:
    where = link(fatima)
    if what == "forged":
        where = where[:-2] + ("aa/" if not where.endswith("a/") else "bb/")[1:]
    elif what == "emoji":
        where = where.replace(token_for(fatima), "🧺")
    elif what == "elsewhere":
        where = where.replace(fatima.municipality.slug, build_municipality("Elders").slug)
    with tenant(fatima.municipality):
        if what == "removed":
            remove_from_table(representative=fatima, **SAID)
        elif what == "newer":
            Representative.objects.update(link_version=2)
    for answer in (Client().get(where), Client().post(where, {"answer": "coming"})):
        assert answer.status_code == 404
        assert _("This invitation does not work (any more)") in answer.content.decode()
    assert fresh(fatima).reply == ""


@pytest.mark.parametrize(
    ("state", "get", "post"), [("running", 302, 409), ("closed", 410, 410), ("cancelled", 410, 410)]
)
def test_after_the_start_it_leads_to_the_table_or_tells_that_it_is_over(
    fatima: Representative, state: str, get: int, post: int
) -> None:
    with tenant(fatima.municipality):
        bring_to(fatima.party.session, state)
    assert Client().get(link(fatima)).status_code == get
    assert Client().post(link(fatima), {"answer": "coming"}).status_code == post
    assert fresh(fatima).reply == ""


def test_the_calendar_file_names_nobody_and_keeps_its_name(fatima: Representative) -> None:
    def event() -> tuple[bytes, Calendar]:
        answer = Client().get(link(fatima, "reply_calendar"))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "groepssessie.ics" in answer["Content-Disposition"]
        (found,) = Calendar.from_ical(answer.content).walk("VEVENT")
        return answer.content, found

    content, first = event()
    for secret in ("Fatima", "fatima@example.nl", "Woonstede", "R. Smit", token_for(fatima)):
        assert secret not in content.decode().replace("\r\n ", "")
    assert first["dtstart"].params["TZID"] == "Europe/Amsterdam"
    with tenant(fatima.municipality):
        bring_to(fatima.party.session, "cancelled")
    content, last = event()
    assert (str(last["uid"]), str(last["status"])) == (str(first["uid"]), "CANCELLED")
    assert last["sequence"] > first["sequence"] and b"METHOD:CANCEL" in content


def test_the_coordinator_sees_who_comes_and_reminds_who_is_silent(
    planner: Client, planned: GroupSession, fatima: Representative
) -> None:
    kwargs = {"gemeente": planned.municipality.slug, "pk": planned.pk}
    page, remind = (reverse(f"group_sessions:{name}", kwargs=kwargs) for name in ("invitations", "remind"))
    assert planner.get(page).context["counts"].silent == 1
    shown = planner.get(remind)
    assert [one.pk for one in shown.context["people"]] == [fatima.pk]
    assert not _reminders(planned), "looking sends nothing"
    for typed in ({}, {"person": "999"}, {"person": ["x", "-1", "9" * 30, "²"]}):
        assert planner.post(remind, typed).status_code == 302
    assert not _reminders(planned)
    for _press in range(2):
        assert planner.post(remind, {"person": str(fatima.pk)}).status_code == 302
    assert len(_reminders(planned)) == 1
    Client().post(link(fatima), {**DECLINED, "declined-reason": "Te <i>druk</i>"})
    content = planner.get(page).content.decode()
    assert "Te &lt;i&gt;druk" in content and planner.get(page).context["counts"].declined == 1


def _reminders(session: GroupSession) -> list[Promise]:
    with tenant(session.municipality):
        return list(Promise.objects.filter(kind="remind participant"))


@pytest.mark.parametrize("kind", [REMIND_PARTICIPANT, TELL_MOVED, TELL_CANCELLED])
def test_the_coordinator_sees_that_a_later_mail_did_not_arrive(
    planner: Client, planned: GroupSession, fatima: Representative, kind: str
) -> None:
    kwargs = {"gemeente": planned.municipality.slug, "pk": planned.pk}
    page = reverse("group_sessions:invitations", kwargs=kwargs)
    with tenant(planned.municipality):
        leader = Facilitator.objects.get(session=planned)
        who = {"id": fatima.pk, "link_version": fatima.link_version, "participant": fatima.pk}
        told = ({}, who, {"facilitator": leader.pk}) if kind != REMIND_PARTICIPANT else ({}, who)
        for number, payload in enumerate(told):
            Promise.objects.create(
                municipality=planned.municipality,
                kind=kind,
                key=f"later {number}",
                payload=payload,
                created_at=timezone.now() + timedelta(hours=1),
                due_at=NOW,
            )
    words, times = {
        REMIND_PARTICIPANT: ("De herinnering kwam niet aan", 1),
        TELL_MOVED: ("De e-mail over de wijziging kwam niet aan", 2),
        TELL_CANCELLED: ("De e-mail dat de sessie niet doorgaat, kwam niet aan", 2),
    }[kind]
    assert words not in planner.get(page).content.decode()
    with tenant(planned.municipality):
        Promise.objects.filter(kind=kind).update(bounced_at=NOW)
    assert planner.get(page).content.decode().count(words) == times


@pytest.mark.parametrize("later", [REMIND_PARTICIPANT, TELL_MOVED])
def test_a_mail_that_arrived_after_one_that_did_not_clears_the_line(
    planner: Client, planned: GroupSession, fatima: Representative, later: str
) -> None:
    kwargs = {"gemeente": planned.municipality.slug, "pk": planned.pk}
    page = reverse("group_sessions:invitations", kwargs=kwargs)
    words = "De e-mail over de wijziging kwam niet aan"

    def mailed(kind: str, **more: object) -> Promise:
        who = {"id": fatima.pk, "link_version": fatima.link_version, "participant": fatima.pk}
        with tenant(planned.municipality):
            return Promise.objects.create(
                municipality=planned.municipality,
                kind=kind,
                key=f"later {Promise.objects.count()}",
                payload=who,
                created_at=timezone.now(),
                due_at=NOW,
                **more,
            )

    mailed(TELL_MOVED, done_at=NOW, bounced_at=NOW)
    assert words in planner.get(page).content.decode()
    second = mailed(later)
    assert words in planner.get(page).content.decode(), "it is on its way"
    with tenant(planned.municipality):
        Promise.objects.filter(pk=second.pk).update(done_at=NOW + timedelta(minutes=1))
    assert words not in planner.get(page).content.decode()
    mailed(TELL_MOVED, done_at=NOW, bounced_at=NOW)
    assert words in planner.get(page).content.decode(), "the last one is what counts"


def test_who_has_no_mail_replies_by_telephone(planner: Client, planned: GroupSession) -> None:
    with tenant(planned.municipality):
        piet = invite_representative(planned.parties.first(), name="Piet", email="", **SAID)
    kwargs = {"gemeente": planned.municipality.slug, "pk": planned.pk, "person_pk": piet.pk}
    where = reverse("group_sessions:note_reply", kwargs=kwargs)
    for answer, reply in (("misschien", ""), ("coming", Reply.COMING), ("declined", Reply.DECLINED)):
        assert planner.post(where, {"answer": answer}).status_code == 302
        with tenant(planned.municipality):
            assert Representative.objects.get(pk=piet.pk).reply == reply
    assert mail.outbox == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three_substitutes(
    fatima: Representative, number: int, django_assert_max_num_queries: object
) -> None:
    for each in range(number):
        answer = {**DECLINED, "declined-substitute_name": "E", "declined-substitute_email": f"e{each}@x.nl"}
        Client().post(link(fatima), answer)
    with django_assert_max_num_queries(15):
        assert Client().get(link(fatima)).context["substitutes"].__len__() == number
