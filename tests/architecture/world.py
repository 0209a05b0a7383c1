"""Two municipalities that are alike, with a person in every role: what the table of doors is tried on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from agenda.agreeing.adopting import put_forward
from agenda.agreeing.consent_link import consent_token
from agenda.agreeing.versions import Asked
from agenda.export.calendar_link import calendar_token as agenda_calendar_token
from agenda.export.calendar_link import link_version
from agenda.list_import.taking import keep_list
from agenda.models import (
    ActionPoint,
    AgendaImport,
    Consent,
    QuietPeriod,
)
from agenda.owners.reply_link import reply_token
from agenda.points.proposing import propose_action
from common.tenancy import tenant
from live.notices import NOTICES_KEY
from municipalities.enums import Role
from municipalities.export.making import order_export
from municipalities.house_style.look import look_of
from municipalities.house_style.stylesheet import sheet_of
from municipalities.invitations.links import invitation_token
from municipalities.models import (
    Invitation,
    LegalHold,
    Membership,
    Municipality,
    MunicipalityExport,
    StaffMember,
)
from municipalities.privacy.holds import place_hold
from outbox.models import Promise
from outbox.promises import fulfil
from sessions import stage
from sessions.book_import.taking import keep_import
from sessions.contacts import add_contact
from sessions.enums import Sequel
from sessions.links import token_for
from sessions.models import AddressBookImport, Contact, Facilitator, GroupSession, Party, Representative
from sessions.seats import COOKIE_KEY
from tests.builders import (
    ADMINISTRATOR,
    FACILITATOR,
    NOW,
    TODAY,
    answer,
    answering,
    build_member,
    build_municipality,
    build_own_sign_in,
    build_session,
    build_staff,
    build_user,
    dress,
    invite,
    reveal,
    seat,
    sign_in,
    statements_of,
    take,
)
from users.calendar_link import calendar_token
from users.models import User

PEOPLE = [
    "anonymous",
    "coordinator",
    "manager",
    "reader",
    "administrator",
    "protection_officer",
    "facilitator",
    "staff",
    "participant",
]
FOREIGN = ["foreign coordinator", "foreign facilitator", "foreign participant"]


@dataclass
class World:
    """One municipality with a running session (theme 2 is being answered) and a closed one."""

    municipality: Municipality
    running: GroupSession
    closed: GroupSession
    party: Party
    person: Representative
    guest: Representative
    reader: Representative
    facilitator: Facilitator
    invited: Facilitator
    action: ActionPoint
    follow_up: GroupSession
    consent: Consent
    colleague: Membership
    invitation: Invitation
    users: dict[str, User] = field(default_factory=dict)

    def arguments(self, name: str, wanted: frozenset[str]) -> dict[str, Any]:
        """Return what goes into the address with this name."""
        with tenant(self.municipality):
            session = self.closed if name.startswith("reports:") else self.running
            theme = session.themes.get(position=2)
            known = {
                "gemeente": self.municipality.slug,
                "slug": self.municipality.slug,
                "pk": self._pk(name, session),
                "party_pk": self.party.pk,
                "party": self.party.pk,
                "person_pk": self.guest.pk,
                "person": self.guest.pk,
                "facilitator_pk": self.invited.pk,
                "member_pk": self.colleague.pk,
                "invitation_pk": self.invitation.pk,
                "theme": theme.pk,
                "statement": statements_of(session.themes.get(position=1))[0].pk,
                "number": 1 if name.startswith("agenda:") else 4,
                "session": self.follow_up.pk if "meeting" in name else self.closed.pk,
                "consent": self.consent.pk,
                "period": QuietPeriod.objects.values_list("pk", flat=True).first() or 0,
                "passkey": 0,
                "sign_in": 0,
                "action": self.action.pk,
                "twin": self.action.pk,
                "code": self.running.join_code,
                "who": "waterveen-coordinator",
                "key": "1",
                "rol": "deelnemer",
                "fingerprint": self._fingerprint(name),
                "ending": "svg",
                "sheet": "csv",
                "task": "hotspot-ready",
                "category": "participants",
                "hold": LegalHold.objects.get(category="memberships").pk,
                **self._in_address_book(),
                "import_pk": self._import_pk(name),
                "token": self._token(name),
            }
        return {key: known[key] for key in wanted}

    def _in_address_book(self) -> dict[str, int]:
        contact = Contact.objects.get()
        return {
            "organisation_pk": contact.organisation_id,
            "contact_pk": contact.pk,
            "contact_person_pk": contact.person_id,
        }

    def _import_pk(self, name: str) -> int:
        rows = AgendaImport.objects if name.startswith("agenda:") else AddressBookImport.objects
        return rows.order_by("pk").values_list("pk", flat=True).last() or 0

    def _pk(self, name: str, session: GroupSession) -> int:
        if name == "platform:end_staff":
            return StaffMember.objects.exclude(user=self.users["staff"]).latest("pk").pk
        if name.startswith("platform:"):
            return self.municipality.pk
        if name == "municipalities:download_export":
            return MunicipalityExport.objects.get().pk
        if name == "agenda:meeting_point":
            return ActionPoint.objects.get(session=self.closed).pk
        return self.action.pk if name.startswith("agenda:") else session.pk

    def _fingerprint(self, name: str) -> str:
        look = look_of(self.municipality)
        assert look is not None and look.logo is not None
        return look.logo.fingerprint if name.endswith(":logo") else sheet_of(look.choices).fingerprint

    def _token(self, name: str) -> str:
        if name == "agenda:reply":
            return reply_token(self.action, sent_on=timezone.localdate())
        if name == "agenda:consent":
            return consent_token(self.consent)
        if name == "agenda:calendar":
            return agenda_calendar_token(self.municipality, version=link_version(self.municipality))
        if name == "calendar":
            return calendar_token(self.users["coordinator"])
        if name.startswith("live:screen"):
            return token_for(self.running)
        if name == "group_sessions:facilitator_link":
            return token_for(self.invited)
        if name == "municipalities:invitation":
            return invitation_token(self.invitation)
        if name == "reports:report_link":
            return token_for(self.reader)
        return token_for(self.person)

    def client(self, who: str) -> Client:
        """Return the browser of somebody here."""
        client = Client()
        if who == "participant":
            seats = {
                str(self.running.pk): self.person.pk,
                str(self.closed.pk): self.reader.pk,
            }
            browser = client.session
            browser[COOKIE_KEY] = seats
            browser[NOTICES_KEY] = [self.person.pk, self.reader.pk]
            browser.save()
        elif who != "anonymous":
            sign_in(client, self.users[who])
        return client


def build_world(name: str) -> World:
    municipality = build_municipality(name)
    leader = build_user("R. Smit")
    with tenant(municipality):
        place_hold(
            municipality=municipality,
            category="memberships",
            reason="Onderzoek",
            actor=ADMINISTRATOR,
            now=NOW,
        )
        QuietPeriod.objects.create(
            municipality=municipality, name="Zomerreces", from_date=TODAY, until_date=TODAY
        )
        build_own_sign_in(municipality)
        dress(municipality, f"#7a1f{sum(name.encode()) % 256:02x}")
        closed = build_session(municipality, facilitator=leader, title="Vorig jaar")
        reader, _other = _play(closed)
        take(stage.close_session, closed, follow_up_on=date(2027, 1, 5))
        fulfil_reports(municipality)
        # Who led looks back for three months only, by the clock.
        GroupSession.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
        consent = _put_forward(closed, reader.party)
        follow_up = build_session(
            municipality,
            facilitator=leader,
            title="Vervolgoverleg",
            previous=closed,
            sequel=Sequel.FOLLOW_UP,
        )
        running = build_session(municipality, facilitator=leader)
        person, guest = _play(running)
        theme = answering(running, 2)
        answer(person.party, statements_of(theme)[0], 4, note=f"kanarie {name}")
        action = _agree(running, person.party)
        _fill_address_book(person.party)
        invited = Facilitator.objects.create(
            municipality=municipality, session=running, name="K. Post", email=f"post@{name.lower()}.example"
        )
        world = World(
            municipality=municipality,
            running=running,
            closed=closed,
            party=person.party,
            person=person,
            guest=guest,
            reader=reader,
            facilitator=running.facilitators.get(user=leader),
            invited=invited,
            action=action,
            follow_up=follow_up,
            consent=consent,
            colleague=build_member(municipality, Role.READER).memberships.get(),
            invitation=invite(municipality, f"nieuw@{name.lower()}.example"),
        )
    world.users = {role.value: build_member(municipality, role) for role in Role} | {"facilitator": leader}
    world.users["staff"] = build_staff()
    build_staff()
    with tenant(municipality):
        export_all(municipality)
    return world


def _play(session: GroupSession) -> tuple[Representative, Representative]:
    take(stage.open_session, session)
    parties = list(session.parties.select_related("session", "municipality", "organisation"))
    person, guest = seat(parties[0], "Sanne"), seat(parties[1], "Yusuf")
    Representative.objects.filter(pk=guest.pk).update(email=f"yusuf{guest.pk}@example.org")
    theme = answering(session, 1)
    for party in parties:
        answer(party, statements_of(theme)[0], 5)
    reveal(session, theme)
    return person, guest


def _fill_address_book(party: Party) -> None:
    add_contact(
        party.organisation,
        name="Sanne Visser",
        email=f"boer{party.pk}@example.org",
        phone="0612345678",
        function="teamleider",
        themes=[],
        from_date=TODAY,
        actor=FACILITATOR,
        now=NOW,
    )
    row = {"number": 2, "values": {"organisation": "Nieuw"}, "notes": [], "problems": []}
    keep_import(
        municipality=party.municipality, rows=[row], file_name="lijst.csv", actor=FACILITATOR, now=NOW
    )
    point = {"number": 2, "values": {"what": "Brief", "owner": "Terminal Noord"}, "notes": [], "problems": []}
    keep_list(
        municipality=party.municipality, rows=[point], file_name="acties.csv", actor=FACILITATOR, now=NOW
    )


def _agree(session: GroupSession, party: Party) -> ActionPoint:
    propose_action(
        session,
        what="Eén nummer op elke brief",
        actor=FACILITATOR,
        author="R. Smit",
        owner_organisation=party.organisation,
        owner_email="trekker@example.org",
        deadline=date(2027, 3, 1),
        today=TODAY,
        now=NOW,
    )
    return ActionPoint.objects.get(session=session)


def _put_forward(session: GroupSession, party: Party) -> Consent:
    """Agree on one action point in a session that is closed, and ask one organisation about it."""
    by: dict[str, Any] = {"actor": FACILITATOR, "now": NOW}
    propose_action(session, what="Samen bellen", author="R. Smit", today=TODAY, **by)
    asked = [Asked(party.organisation, "Sanne", "akkoord@example.org")]
    return put_forward(session, asked=asked, expected_number=0, **by).consents.get()


def export_all(municipality: Municipality) -> None:
    user = build_user("Wie vroeg")
    order_export(municipality, user=user, actor=ADMINISTRATOR, now=timezone.now())
    for row in Promise.objects.filter(municipality=municipality, kind="municipality export"):
        fulfil(promise_id=row.pk, now=timezone.now())


def fulfil_reports(municipality: Municipality) -> None:
    for row in Promise.objects.filter(municipality=municipality, kind="session report"):
        fulfil(promise_id=row.pk, now=NOW)
