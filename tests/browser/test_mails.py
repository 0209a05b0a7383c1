"""Every mail as it leaves the house has nothing wrong: in both languages, with a house style and without."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from agenda.activity.monthly import MONTH
from agenda.agreeing.adopting import put_forward
from agenda.agreeing.consent import answer_agenda, seen_of
from agenda.agreeing.versions import Asked
from agenda.agreeing.waiting import tell_of_boards
from agenda.enums import ConsentAnswer
from agenda.models import ActionPoint, Consent
from agenda.points.accepting import accept_action
from agenda.points.proposing import propose_action
from agenda.reminding.involving import TELL_CONTACT, contacts_for, involve_contact
from agenda.reminding.lost import tell_of_lost_mails
from agenda.reminding.promising import plan_reminders
from agenda.reminding.silence import alarm_of_silence
from audit.actors import Actor
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.invitations.inviting import invite_member
from municipalities.models import Municipality
from municipalities.own_account.signing_in import OWN_SIGN_IN_BOUND
from municipalities.platform.mail import WORDS, tell_administrators
from outbox.models import Promise
from outbox.promises import due_promises, fulfil, promise
from sessions import stage
from sessions.contacts import add_contact, end_contact
from sessions.facilitators import appoint_facilitator
from sessions.invitations import send_invitations
from sessions.models import GroupSession, Representative
from sessions.parties import invite_representative
from sessions.reminding import remind
from sessions.replying import decline
from sessions.telling import Moment, tell_moved
from tests.browser import accessibility
from tests.browser.inspector import dutch_in_english
from tests.browser.room import NARROW, PHONE
from tests.browser.validity import invalid
from tests.builders import (
    NOW,
    TODAY,
    build_member,
    build_municipality,
    build_own_sign_in,
    build_session,
    build_user,
    dress,
    take,
)
from users.models import User
from users.security_mail import tell_of_change

TEMPLATES = settings.BASE_DIR / "templates"
MAILS = {
    str(path.relative_to(TEMPLATES))
    for folder in ("mail", "account/email")
    for path in (TEMPLATES / folder).rglob("*.html")
}


LATER = NOW + timedelta(days=1)


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """The names of the templates that are rendered during the test."""
    names: set[str] = set()

    def note(template: Any, **_more: object) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def deliver() -> None:
    """Fulfil what is promised, and what that promises again."""
    for _turn in range(3):
        for promise_id in due_promises(now=LATER):
            fulfil(promise_id=promise_id, now=LATER)


def let_all_mails_go(municipality: Municipality, language: str) -> None:
    """Invite, hold a session, run a municipality and sign in: people get every mail, in this language."""
    leader, guest, colleague = build_user("R. Smit"), build_user("Yusuf"), build_user("Fatima")
    build_member(municipality, Role.ADMINISTRATOR)
    by = {"actor": Actor(role="coordinator"), "now": NOW}
    with tenant(municipality):
        session = build_session(municipality)
        User.objects.update(language=language)
        invite_representative(session.parties.first(), name="Yusuf", email=guest.email, function="", **by)
        appoint_facilitator(session, name=leader.name, email=leader.email, **by)
        send_invitations(session, **by)
    deliver()
    with tenant(municipality):
        let_the_table_reply(session, language)
        deliver()
        take(stage.open_session, session)
        take(stage.start_session, session)
        propose_action(
            session,
            what="Eén nummer op elke brief",
            author=leader.name,
            owner_organisation=session.parties.first().organisation,
            owner_name="Yusuf",
            owner_email=guest.email,
            deadline=date(2027, 3, 1),
            today=TODAY,
            **by,
        )
        take(stage.close_session, session, follow_up_on=None)
    deliver()
    with tenant(municipality):
        let_the_owner_leave(session, guest, colleague)
        let_the_agenda_be_put_forward(session, guest)
    deliver()
    with tenant(municipality):
        let_people_be_reminded(session, guest, language)
        let_a_manager_read_of_the_month(municipality, language)
    deliver()
    with tenant(municipality):
        let_a_mail_come_back(municipality)
    deliver()
    tell_of_the_municipality(municipality, guest, colleague)
    with translation.override(language):
        tell_of_change(guest)
    for address in (guest.email, f"niemand-{municipality.slug}@example.org"):
        page = {"next": f"/{municipality.slug}/groepssessies/"}
        asked = {"login": address, **page}
        Client(headers={"accept-language": language}).post(reverse("account_login"), asked)


def let_the_owner_leave(session: GroupSession, leaver: User, successor: User) -> None:
    """Promise what somebody hears whose organisation was left by the owner of an action point."""
    by = {"actor": Actor(role="coordinator"), "now": NOW}
    point = ActionPoint.objects.get(session=session)
    accept_action(point, author="Yusuf", expected_revision=point.revision, **by)
    more = {"phone": "", "function": "", "themes": [], "from_date": TODAY - timedelta(days=900)}
    leaving, _staying = (
        add_contact(session.parties.first().organisation, name=one.name, email=one.email, **more, **by)
        for one in (leaver, successor)
    )
    end_contact(leaving, last_day=TODAY - timedelta(days=1), **by)
    deliver()


def let_people_be_reminded(session: GroupSession, owner: User, language: str) -> None:
    """Promise what an owner, a coordinator and a contact person hear of an agenda on which nothing moves."""
    first, last = session.parties.first().organisation, session.parties.last().organisation
    long_ago = {"created_at": NOW - timedelta(days=200), "changed_at": NOW - timedelta(days=200)}
    agreed = {"municipality": session.municipality, "status": "accepted", "deadline": TODAY, **long_ago}
    ActionPoint.objects.create(
        what="Samen bellen", owner_organisation=last, owner_name="Yusuf", owner_email=owner.email, **agreed
    )
    silent = ActionPoint.objects.create(what="Eén loket", owner_organisation=first, **agreed)
    by = {"actor": Actor(role="coordinator"), "author": "Sanne", "now": NOW}
    (colleague,) = contacts_for(silent, today=TODAY)
    involve_contact(silent, contact=colleague, expected_revision=silent.revision, **by)
    build_member(session.municipality, Role.COORDINATOR)
    User.objects.update(language=language)
    ActionPoint.objects.update(**long_ago)
    plan_reminders(session.municipality, now=NOW)
    # Who comes after the mail of the week was made hears of the silence by a mail of its own.
    build_member(session.municipality, Role.COORDINATOR)
    User.objects.update(language=language)
    alarm_of_silence(session.municipality, today=TODAY, now=NOW)
    let_the_organisation_answer(session)


def let_a_manager_read_of_the_month(municipality: Municipality, language: str) -> None:
    """Promise what a manager reads of the month before."""
    manager = build_member(municipality, Role.MANAGER)
    User.objects.update(language=language)
    month = {"user": manager.pk, "month": TODAY.replace(day=1).isoformat()}
    promise(municipality=municipality, kind=MONTH, key="month", payload=month, now=NOW)


def let_a_mail_come_back(municipality: Municipality) -> None:
    """Promise what a coordinator hears of a mail to a contact person that did not arrive."""
    Promise.objects.filter(kind=TELL_CONTACT).update(bounced_at=NOW)
    tell_of_lost_mails(municipality, Promise.objects.filter(kind=TELL_CONTACT), today=TODAY, now=NOW)


def let_the_agenda_be_put_forward(session: GroupSession, guest: User) -> None:
    """Promise the mail that asks an organisation whether it agrees."""
    asked = [Asked(session.parties.first().organisation, "Yusuf", guest.email)]
    put_forward(session, asked=asked, expected_number=0, actor=Actor(role="coordinator"), now=NOW)


def let_the_organisation_answer(session: GroupSession) -> None:
    """Promise what a coordinator hears when all said whether they agree, and when a board takes its time."""
    consent = Consent.objects.get(version__session=session)
    said = {"answer": ConsentAnswer.BOARD_FIRST, "condition": "", "expected_on": date(2027, 3, 1)}
    by = {"answered_by": "Yusuf", "seen": seen_of(consent), "actor": Actor(role="visitor"), "now": NOW}
    answer_agenda(consent, today=TODAY, **said, **by)
    Consent.objects.filter(pk=consent.pk).update(expected_on=TODAY - timedelta(days=1))
    tell_of_boards(session.municipality, today=TODAY, now=NOW)


def let_the_table_reply(session: GroupSession, language: str) -> None:
    """Promise a reminder, the invitation of a substitute, another place, and that a session is called off."""
    by = {"actor": Actor(role="coordinator"), "now": LATER}
    person = Representative.objects.select_related("municipality", "party__session").get(
        party__session=session, email__startswith="persoon"
    )
    remind(session, shown={person.pk}, **by)
    deliver()
    els = build_user("Els", language=language)
    decline(person, reason="Vrij", substitute_name="Els", substitute_email=els.email, **by)
    other = build_session(session.municipality, title="Volgend jaar", facilitator=els)
    Representative.objects.create(
        municipality=session.municipality,
        party=other.parties.first(),
        name="Yusuf",
        email=person.email,
        invited_at=NOW,
    )
    tell_moved(other, before=Moment(NOW, 60, "Elders"), **by)
    deliver()
    take(stage.cancel_session, other, reason="Ziek")


def tell_of_the_municipality(municipality: Municipality, guest: User, colleague: User) -> None:
    """Promise what people hear of a role, of a first sign-in with an own account, and of where they work."""
    with tenant(municipality):
        build_own_sign_in(municipality)
        invite_member(
            municipality=municipality,
            email=colleague.email,
            name=colleague.name,
            role=Role.MANAGER,
            until_date=None,
            invited_by=None,
            actor=Actor(role="administrator"),
            now=NOW,
        )
        for news in WORDS:
            facts = {"on": "2027-01-01", "reason": "Herindeling", "names": "Dorpstede"}
            tell_administrators(municipality, news=news, once="1", now=NOW, **facts)
        bound = {"kind": OWN_SIGN_IN_BOUND, "key": OWN_SIGN_IN_BOUND, "payload": {"user": guest.pk}}
        promise(municipality=municipality, now=NOW, **bound)
    deliver()


def html_of(message: EmailMultiAlternatives) -> str:
    (html,) = [str(one.content) for one in message.alternatives if one.mimetype == "text/html"]
    return html.replace("cid:logo", "data:image/gif;base64,R0lGODlhAQABAAAAACw=")


def wrong_with(page: Page, html: str) -> list[str]:
    """Return what is wrong with a mail on a laptop and on phones."""
    found = []
    page.set_content(html)
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        found += [*accessibility.lines_sticking_out(page), *accessibility.cut_off(page)]
    return [*accessibility.violations(page), *found, *dutch_in_english(page)]


def test_no_mail_has_anything_wrong(
    open_page: Callable[..., Page], rendered: set[str], tmp_path: Path
) -> None:
    page, found = open_page("about:blank"), []
    for language in ("nl", "en"):
        for is_dressed in (False, True):
            municipality = build_municipality("Waterveen" if is_dressed else "Dorpstede")
            if is_dressed:
                with tenant(municipality):
                    dress(municipality, "#ffd500")
            let_all_mails_go(municipality, language)
            for number, message in enumerate(mail.outbox):
                html = html_of(message)
                assert f'<html lang="{language}"' in html, message.subject
                found += [f"{message.subject}: {line}" for line in wrong_with(page, html)]
                (tmp_path / f"{language}-{is_dressed}-{number}.html").write_text(html)
            mail.outbox.clear()
    assert [*found, *invalid(sorted(tmp_path.glob("*.html")))] == []
    assert rendered >= MAILS


def test_a_mail_without_a_language_or_with_pale_words_is_found(open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    good = '<!doctype html><html lang="nl"><title>Uitnodiging</title><main><h1>Dag</h1>{}</main></html>'
    assert wrong_with(page, good.format("<p>U bent uitgenodigd.</p>")) == []
    pale = '<p style="color: #ccc">U bent uitgenodigd.</p>'
    rules = {line.partition(":")[0] for line in wrong_with(page, good.replace(' lang="nl"', "").format(pale))}
    assert rules == {"color-contrast", "html-has-lang"}
