"""One person who is everything at once in a municipality, and a search for what is left of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from pypdf import PdfReader

from agenda.models import ActionEvent, ActionPoint
from agenda.points.proposing import propose_action
from audit.actors import Actor
from common.tenancy import across_municipalities
from municipalities.enums import Role
from municipalities.models import Invitation, Membership, Municipality
from outbox.models import Promise
from outbox.promises import fulfil
from sessions import stage
from sessions.invitations import send_invitations
from sessions.models import (
    AddressBookImport,
    Contact,
    ContactPerson,
    Facilitator,
    Representative,
)
from tests.builders import (
    NOW,
    TODAY,
    answer,
    answering,
    build_organisation,
    build_session,
    reveal,
    seat,
    statements_of,
    take,
)
from users.models import User

EMAIL = "willemijn.zoekmij@example.org"
NAME = "Willemijn Zoekmij-Öztürk"


def play_everything(municipality: Municipality) -> User:
    """Let one person do everything that leaves a trace; call inside `tenant()`."""
    user = User.objects.create_user(email=EMAIL, name=NAME)
    me = Actor(role="coordinator", user=user)
    Membership.objects.create(
        municipality=municipality, user=user, role=Role.COORDINATOR, from_date=date(2020, 1, 1)
    )
    closed = build_session(
        municipality,
        parties=("Woonstede", "ROC Waterland"),
        facilitator=user,
        title="Vorig jaar",
        goal=f"Vragen aan {NAME} via {EMAIL}",
    )
    party = closed.parties.get(name="Woonstede")
    take(stage.open_session, closed)
    person = seat(party, NAME)
    Representative.objects.filter(pk=person.pk).update(email=EMAIL.upper(), function="adviseur")
    theme = answering(closed)
    party.session.refresh_from_db()
    note = f"zoals {NAME} zei"
    answer(party, statements_of(theme)[0], 8, note=note, representative=person)
    reveal(closed, theme)
    propose_action(
        closed,
        what=f"Eén nummer, zegt {NAME.upper()}",
        actor=me,
        author=NAME,
        owner_organisation=party.organisation,
        owner_name=NAME,
        owner_role="adviseur",
        owner_email=EMAIL,
        deadline=date(2027, 3, 1),
        today=TODAY,
        now=NOW,
    )
    ActionEvent.objects.create(
        municipality=municipality,
        action_point=ActionPoint.objects.get(),
        change="owner",
        before=f"{NAME}, adviseur, Woonstede",
        after="R. Smit, Woonstede",
        text=f"{NAME} gaat weg",
        author="R. Smit",
        at=NOW,
    )
    take(stage.close_session, closed, follow_up_on=None)
    for row in Promise.objects.filter(kind="session report"):
        fulfil(promise_id=row.pk, now=NOW)
    _plan_more(municipality, me)
    _write_aside(user)
    return user


def _plan_more(municipality: Municipality, me: Actor) -> None:
    """Add what waits: a session to come, mails that were not sent, an invitation and the address book."""
    coming = build_session(municipality, parties=("Voedselbank",), title="Volgend jaar")
    Representative.objects.create(
        municipality=municipality, party=coming.parties.get(), name=NAME, email=EMAIL
    )
    Facilitator.objects.create(municipality=municipality, session=coming, name=NAME, email=EMAIL)
    send_invitations(coming, actor=me, now=NOW)
    Invitation.objects.create(
        municipality=municipality,
        email=EMAIL,
        name=NAME,
        role=Role.MANAGER,
        created_at=NOW,
        expires_at=NOW + timedelta(days=14),
    )
    organisation = build_organisation(municipality)
    Contact.objects.create(
        municipality=municipality,
        organisation=organisation,
        person=ContactPerson.objects.create(municipality=municipality, name=NAME, email=EMAIL),
        from_date=TODAY,
    )
    AddressBookImport.objects.create(
        municipality=municipality,
        rows=[{"contact": NAME, "mail": EMAIL}],
        file_name=f"lijst van {NAME}.xlsx",
        read_at=NOW,
    )


def _write_aside(user: User) -> None:
    """Leave what lies outside the tables of the product: sign-ins, keys, and mails in a folder."""
    sessions = import_module(settings.SESSION_ENGINE)
    for data in ({SESSION_KEY: str(user.pk)}, {"account_login_code": {"email": EMAIL}}):
        browser = sessions.SessionStore()
        browser.update(data)
        browser.save()
    user.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    user.socialaccount_set.create(provider="waterveen", uid="1", extra_data={"email": EMAIL, "name": NAME})
    user.authenticator_set.create(type="totp", data={"secret": "x"})
    with get_connection("django.core.mail.backends.filebased.EmailBackend") as mails:
        EmailMessage("Uitnodiging", f"Beste {NAME},", to=[EMAIL], connection=mails).send()
        EmailMessage("Iets anders", "Beste lezer,", to=["r.smit@example.org"], connection=mails).send()


def traces(*wanted: str) -> list[str]:
    """Return where one of these words still stands: every column of every table, mails, reports and cache."""
    words = [word.casefold() for word in wanted]

    def holds(text: object) -> bool:
        return any(word in str(text).casefold() for word in words)

    found = []
    with across_municipalities("demo"), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (a table of ours)
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                said = zip(columns, map(_readable, row), strict=True)
                found += [f"{table}.{name}" for name, text in said if holds(text)]
    found += [f"session {one.pk}" for one in Session.objects.all() if holds(one.get_decoded())]
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and holds(_text_of(path)):
                found.append(path.suffix or path.name)
    found += [f"cache {place}" for place, said in _cached() if holds(said)]
    return found


def _cached() -> Iterator[tuple[str, str]]:
    """Yield what is in the cache: files where it runs embedded, keys of Redis elsewhere."""
    if folder := getattr(cache, "_dir", ""):
        for path in Path(folder).rglob("*"):
            if path.is_file():
                yield path.name, path.read_bytes().decode("utf-8", "replace")
        return
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    for key in client.scan_iter():
        value = client.get(key) if client.type(key) == b"string" else b""
        yield str(key), key.decode("utf-8", "replace") + (value or b"").decode("utf-8", "replace")


def _readable(value: object) -> object:
    """Return a value with the letters that JSON in SQLite keeps escaped."""
    if isinstance(value, str) and "\\u" in value:
        return value + value.encode("ascii", "backslashreplace").decode("unicode_escape")
    return value


def _text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)
    return path.read_bytes().decode("utf-8", "replace")
