"""Nothing is kept longer than its term, nothing agreed goes, and a legal hold stops it."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.timezone import make_aware

from agenda.enums import ActionStatus
from agenda.models import ActionEvent, ActionPoint
from audit.models import AuditEvent
from common.personal import NAME_REMOVED
from common.retention import categories, category_named, months_before
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Invitation, Logo, Membership, Municipality
from municipalities.privacy import holds
from municipalities.privacy.retaining import RUN, TermNotAllowed, last_run, outlook, retain, set_term
from municipalities.tasks import retain_everywhere, retain_municipality
from outbox.models import Promise
from questionnaire.models import Answer, AnswerChange, RevealedAnswer
from sessions import stage
from sessions.models import Contact, ContactPerson, Facilitator, GroupSession, Representative
from tests.builders import (
    ADMINISTRATOR,
    FACILITATOR,
    answer,
    answering,
    build_municipality,
    build_organisation,
    build_session,
    build_user,
    dress,
    reveal,
    seat,
    statements_of,
    take,
)

NOW = datetime.fromisoformat("2026-11-23T14:00:00+01:00")
LATER = NOW + timedelta(days=365 * 5)
TODAY, DAY = NOW.date(), LATER.date()


@pytest.fixture
def played(municipality: Municipality) -> GroupSession:
    """A closed session: theme 1 was shown, theme 2 answered and not shown, one action point that is done."""
    from agenda.points.proposing import propose_action

    with tenant(municipality):
        session = build_session(municipality)
        people = [seat_in(session, party, place) for place, party in enumerate(session.parties.all())]
        shown = answering(session, 1)
        for person in people:
            answer(person.party, statements_of(shown)[0], 5, representative=person)
        reveal(session, shown)
        hidden = answering(session, 2)
        answer(people[0].party, statements_of(hidden)[0], 3, representative=people[0])
        propose_action(
            session,
            what="Eén nummer op elke brief",
            actor=FACILITATOR,
            author="R. Smit",
            owner_organisation=people[0].party.organisation,
            owner_name="Persoon 0",
            owner_email="persoon0@example.org",
            deadline=date(2027, 3, 1),
            today=TODAY,
            now=NOW,
        )
        ActionPoint.objects.update(status=ActionStatus.DONE)
        take(stage.close_session, session, follow_up_on=None)
    return session


def seat_in(session: GroupSession, party: object, place: int) -> Representative:
    session.refresh_from_db()
    if session.state == "planned":
        take(stage.open_session, session)
    person = seat(party, f"Persoon {place}")  # type: ignore[arg-type]
    Representative.objects.filter(pk=person.pk).update(
        email=f"persoon{place}@example.org", function="adviseur"
    )
    person.party.session.refresh_from_db()
    return person


def agreed(session: GroupSession) -> list[object]:
    """Return everything that was agreed, without names of people."""
    return [
        list(RevealedAnswer.objects.order_by("pk").values()),
        list(ActionPoint.objects.order_by("pk").values("what", "owner_organisation", "deadline", "status")),
        list(ActionEvent.objects.order_by("pk").values("action_point", "change", "text", "at")),
        list(session.parties.order_by("pk").values()),
    ]


def totals(municipality: Municipality, day: date) -> dict[str, int]:
    with tenant(municipality):
        return {one.category.name: one.total for one in outlook(municipality, today=day) if one.total}


def test_what_is_past_its_term_goes_and_what_was_agreed_stays(played: GroupSession) -> None:
    municipality = played.municipality
    with tenant(municipality):
        before = agreed(played)
    foreseen = totals(municipality, DAY)
    done = retain(municipality, today=DAY, now=LATER)
    assert done.gone == foreseen
    assert set(foreseen) >= {"participants", "owners", "hidden-answers"}
    with tenant(municipality):
        assert agreed(played) == before
        names = Representative.objects.exclude(joined_at=None).values_list("name", "email", "function")
        assert set(names) == {(NAME_REMOVED, "", "")}
        assert set(Facilitator.objects.values_list("name", "email", "user")) == {(NAME_REMOVED, "", None)}
        assert set(ActionPoint.objects.values_list("owner_name", "owner_email")) == {(NAME_REMOVED, "")}
        assert set(ActionEvent.objects.values_list("author", flat=True)) == {NAME_REMOVED}
        assert Answer.objects.count() == AnswerChange.objects.count() == 3
        assert not Representative.objects.present().exists()


def test_running_it_again_finds_nothing_more(played: GroupSession) -> None:
    retain(played.municipality, today=DAY, now=LATER)
    assert totals(played.municipality, DAY) == {}
    assert retain(played.municipality, today=DAY, now=LATER).gone == {}


def test_before_its_term_nothing_goes(played: GroupSession) -> None:
    assert totals(played.municipality, TODAY) == {}
    assert retain(played.municipality, today=TODAY, now=NOW).gone == {}
    with tenant(played.municipality):
        assert Representative.objects.filter(name="Persoon 0", email="persoon0@example.org").exists()


def test_the_report_is_promised_again_without_the_names(played: GroupSession) -> None:
    retain(played.municipality, today=DAY, now=LATER)
    with tenant(played.municipality):
        again = Promise.objects.filter(kind="session report", payload__again=True)
        assert [row.payload["session"] for row in again] == [played.pk]


def test_a_hold_keeps_everything_or_one_category(played: GroupSession) -> None:
    municipality = played.municipality
    with tenant(municipality):
        hold = holds.place_hold(
            municipality=municipality, category="", reason="Rechtszaak", actor=ADMINISTRATOR, now=NOW
        )
    assert retain(municipality, today=DAY, now=LATER).gone == {}
    with tenant(municipality):
        holds.lift_hold(hold, actor=ADMINISTRATOR, now=NOW)
        holds.place_hold(
            municipality=municipality,
            category="owners",
            reason="Onderzoek",
            actor=ADMINISTRATOR,
            now=NOW,
        )
    done = retain(municipality, today=DAY, now=LATER)
    assert "participants" in done.gone
    assert done.held == ["owners"]
    with tenant(municipality):
        assert ActionPoint.objects.get().owner_name == "Persoon 0"


def test_the_control_a_hold_that_is_ignored_is_noticed(
    played: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("municipalities.privacy.retaining.hold_on", lambda *arguments: None)
    with pytest.raises(AssertionError):
        test_a_hold_keeps_everything_or_one_category(played)


def test_each_run_leaves_one_row_with_counts_and_no_names(played: GroupSession) -> None:
    municipality = played.municipality
    with tenant(municipality):
        earlier = AuditEvent.objects.count()
    retain(municipality, today=DAY, now=LATER)
    with tenant(municipality):
        assert AuditEvent.objects.count() == earlier + 1
        row = last_run(municipality)
        assert row is not None
        assert (row.action, row.role, row.at) == (RUN, "system", LATER)
        assert "participants 4" in row.reason
        assert "Persoon" not in row.reason


def test_a_term_of_its_own(played: GroupSession) -> None:
    municipality = played.municipality
    soon = TODAY + timedelta(days=31 * 4)
    assert "participants" not in totals(municipality, soon)
    with tenant(municipality):
        set_term(municipality=municipality, category="participants", months=3, actor=ADMINISTRATOR, now=NOW)
        for months in (2, 85, -1):
            with pytest.raises(TermNotAllowed):
                set_term(
                    municipality=municipality,
                    category="participants",
                    months=months,
                    actor=ADMINISTRATOR,
                    now=NOW,
                )
    assert "participants" in totals(municipality, soon)


def test_another_municipality_keeps_its_own(played: GroupSession) -> None:
    other = build_municipality("Dorpstede")
    assert retain(other, today=DAY, now=LATER).gone == {}
    with tenant(played.municipality):
        assert Representative.objects.filter(name="Persoon 0").exists()


def test_what_ended_in_the_house_itself(municipality: Municipality) -> None:
    user = build_user()
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality,
            user=user,
            role=Role.READER,
            from_date=date(2020, 1, 1),
            until_date=TODAY,
        )
        Membership.objects.create(
            municipality=municipality, user=user, role=Role.MANAGER, from_date=date(2020, 1, 1)
        )
        for accepted in (NOW, None):
            Invitation.objects.create(
                municipality=municipality,
                email="nieuw@example.org",
                role=Role.READER,
                created_at=NOW,
                expires_at=NOW if accepted else LATER + timedelta(days=9),
                accepted_at=accepted,
            )
        for colour in ("#7a1fa2", "#0a5c36", "#333399"):
            dress(municipality, colour)
        for done in (NOW, None):
            Promise.objects.create(
                municipality=municipality, kind="x", key=f"x {done}", created_at=NOW, due_at=NOW, done_at=done
            )
    assert retain(municipality, today=DAY, now=LATER).gone == {
        "invitations": 1,
        "logos": 1,
        "memberships": 1,
        "promises": 1,
    }
    with tenant(municipality):
        assert Membership.objects.get().role == Role.MANAGER
        assert Logo.objects.count() == 2


def test_contact_persons_who_left(inside: Municipality) -> None:
    organisation = build_organisation(inside)
    for name, until in (("Weg", TODAY), ("Nog hier", None), ("Verhuisd", TODAY)):
        person = ContactPerson.objects.create(municipality=inside, name=name)
        Contact.objects.create(
            municipality=inside,
            organisation=organisation,
            person=person,
            from_date=date(2020, 1, 1),
            until_date=until,
        )
    Contact.objects.create(
        municipality=inside,
        organisation=build_organisation(inside),
        person=ContactPerson.objects.get(name="Verhuisd"),
        from_date=TODAY,
    )
    category = category_named("contacts")
    assert category.count(inside, DAY) == {"group_sessions.contactperson": 1}
    assert category.forget(inside, DAY, LATER) == {"group_sessions.contactperson": 1}
    assert set(ContactPerson.objects.values_list("name", flat=True)) == {"Nog hier", "Verhuisd"}


def test_the_command_tells_first_and_does_after(played: GroupSession) -> None:
    def say(*arguments: str) -> str:
        out = StringIO()
        call_command("retain", *arguments, stdout=out)
        return out.getvalue()

    slug = played.municipality.slug
    told = say("--dry-run", "--on", DAY.isoformat(), "--municipality", slug)
    assert f"{slug}: participants, 24 months, before {months_before(DAY, 24)}" in told
    assert "group_sessions.representative 3" in told
    with tenant(played.municipality):
        assert Representative.objects.filter(name="Persoon 0").exists()
        assert last_run(played.municipality) is None
    assert say() == f"{slug}: nothing\n"
    for wrong in (
        ["--on", (timezone.localdate() + timedelta(days=1)).isoformat()],
        ["--on", "gisteren"],
        ["--municipality", "nergens"],
    ):
        with pytest.raises(CommandError):
            say(*wrong)


def test_the_clock_starts_a_run_for_each_that_is_not_suspended(
    municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspended = build_municipality("Dorpstede")
    Municipality.objects.filter(pk=suspended.pk).update(suspended_at=NOW)
    started: list[int] = []
    monkeypatch.setattr(retain_municipality, "delay", started.append)
    retain_everywhere()
    assert started == [municipality.pk]
    for one in (municipality, suspended):
        retain_municipality(one.pk)
    with tenant(municipality):
        assert last_run(municipality) is not None
    with tenant(suspended):
        assert last_run(suspended) is None


def test_every_usual_term_is_within_its_limits() -> None:
    found = list(categories())
    assert {one.name for one in found} >= {
        "contacts",
        "hidden-answers",
        "invitations",
        "logos",
        "memberships",
        "owners",
        "participants",
        "promises",
    }
    assert all(0 <= one.least <= one.default_months <= one.most for one in found)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 13, date(2025, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 7, 1), 0, date(2026, 7, 1)),
    ],
)
def test_months_back(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_a_reason_of_a_hold_names_no_resident(inside: Municipality) -> None:
    from django.core.exceptions import ValidationError

    for reason, error in ((" ", holds.ReasonMissing), ("bel 06-12345678", ValidationError)):
        with pytest.raises(error):
            holds.place_hold(
                municipality=inside,
                category="",
                reason=reason,
                actor=ADMINISTRATOR,
                now=make_aware(datetime(2026, 1, 1)),
            )
