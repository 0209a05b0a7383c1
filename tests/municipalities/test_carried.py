"""The house style reaches mails, sign-in and error pages; without one they are neutral."""

import re
from email.message import Message

import pytest
from django.core import mail
from django.test import Client

from audit.actors import Actor
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import Promise
from outbox.promises import fulfil, promise
from sessions.invitations import INVITE_PARTICIPANT
from sessions.parties import invite_representative
from tests.builders import NOW, build_member, build_municipality, build_session, dress, outside

COORDINATOR = Actor(role="coordinator")
ORANGE = "#b34700"


def sent_mail(municipality: Municipality) -> Message:
    """Return the invitation of a participant as it left the house."""
    session = build_session(municipality)
    person = invite_representative(
        session.parties.first(),
        name="Sanne",
        email="sanne@example.org",
        function="",
        actor=COORDINATOR,
        now=NOW,
    )
    promise(
        municipality=municipality,
        kind=INVITE_PARTICIPANT,
        key="a",
        payload={"id": person.pk, "link_version": person.link_version},
        now=NOW,
    )
    fulfil(promise_id=Promise.objects.get(key="a").pk, now=NOW)
    (message,) = mail.outbox
    return message.message()


def html_of(message: Message) -> str:
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/html"]
    return part.get_payload(decode=True).decode()


@pytest.mark.django_db
def test_a_mail_carries_colours_and_logo_in_itself(inside: Municipality) -> None:
    dress(inside, ORANGE)
    message = sent_mail(inside)
    html = html_of(message)
    assert f"4px solid {ORANGE}" in html and "#00615a" not in html
    (logo,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert logo["Content-ID"] == "<logo>" and 'src="cid:logo"' in html
    whole, calendar = message.get_payload()
    assert (message.get_content_type(), whole.get_content_type()) == ("multipart/mixed", "multipart/related")
    assert calendar.get_content_type() == "text/calendar", "beside the logo, not in the page"
    # Nothing is loaded from anywhere: the only addresses are links.
    assert not re.search(r'(?:src|background)="?https?:', html)


@pytest.mark.django_db
def test_without_a_house_style_a_mail_is_neutral(inside: Municipality) -> None:
    message = sent_mail(inside)
    assert message.get_payload()[0].get_content_type() == "multipart/alternative"
    assert "cid:logo" not in html_of(message)


@pytest.mark.django_db
def test_a_mail_shows_nothing_of_another_house(inside: Municipality) -> None:
    other = build_municipality("Dorpstede")
    with outside(), tenant(other):
        dress(other, ORANGE)
    message = sent_mail(inside)
    assert ORANGE not in html_of(message)


@pytest.mark.django_db
def test_sign_in_wears_the_style_of_the_page_that_was_asked(inside: Municipality) -> None:
    dress(inside, ORANGE)
    with outside():
        page = Client().get("/inloggen/", {"next": f"/{inside.slug}/groepssessies/"}).content.decode()
    assert f'name="theme-color" content="{ORANGE}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "/", "//{}/x", "https://example.org/{}/", "/nergens/", "{}", "/\0{}/"])
def test_any_other_sign_in_is_neutral(inside: Municipality, asked: str) -> None:
    dress(inside, ORANGE)
    with outside():
        answer = Client().post("/inloggen/", {"next": asked.format(inside.slug)})
    assert answer.status_code == 200 and ORANGE not in answer.content.decode()


@pytest.mark.django_db
def test_the_code_of_who_signs_in_comes_in_the_same_style(inside: Municipality) -> None:
    dress(inside, ORANGE)
    person = build_member(inside)
    with outside():
        client = Client()
        asked = {"login": person.email, "next": f"/{inside.slug}/groepssessies/"}
        page = client.post("/inloggen/", asked, follow=True).content.decode()
    assert ORANGE in page
    message: Message = mail.outbox[0].message()
    assert ORANGE in html_of(message)


@pytest.mark.django_db
def test_an_error_page_inside_a_municipality_wears_its_style(inside: Municipality) -> None:
    dress(inside, ORANGE)
    with outside():
        answer = Client().get(f"/{inside.slug}/meedoen/p1-onzin/")
    assert answer.status_code == 404
    assert ORANGE in answer.content.decode()
