"""A rehearsal plays by itself, counts nowhere, mails nobody, and goes with every row of it and no other."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from agenda.models import ActionPoint
from audit.actors import Actor
from audit.models import AppendOnlyModel, AuditEvent
from common.tenancy import TenantModel, tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from municipalities.privacy.retaining import outlook, retain
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from questionnaire.answers import answered_counts
from questionnaire.models import Answer
from questionnaire.revealed import revealed_theme
from sessions import stage
from sessions.answering_alone import AFTER, parties_that_answer
from sessions.enums import JoinedBy, Sequel
from sessions.invitations import send_invitations
from sessions.made_up import CAST
from sessions.models import Facilitator, GroupSession, Organisation, Party
from sessions.parties import add_party, invite_representative
from sessions.planning import plan_session
from sessions.rehearsing import begin_rehearsal
from sessions.removing_rehearsals import (
    NoRehearsal,
    OthersPointAtIt,
    old_rehearsals,
    remove_rehearsal,
    rows_of,
)
from sessions.seats import take_seat
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_member,
    build_organisation,
    build_session,
    national_catalogue,
    outside,
    reveal,
    seat,
    sign_in,
    statements_of,
    take,
    theme_at,
)


@pytest.fixture
def inside(municipality: Municipality) -> Iterator[Municipality]:
    national_catalogue()
    with tenant(municipality):
        yield municipality


@pytest.fixture
def coordinator(inside: Municipality) -> Actor:
    return Actor(role="coordinator", user=build_member(inside, Role.COORDINATOR))


@pytest.fixture
def rehearsal(inside: Municipality, coordinator: Actor) -> GroupSession:
    return begin_rehearsal(municipality=inside, actor=coordinator, now=NOW)


def fulfil_due(*, until: timedelta = timedelta(minutes=1)) -> None:
    with outside():
        for _ in range(3):
            for promise_id in due_promises(now=NOW + until):
                fulfil(promise_id=promise_id, now=NOW + until)


def play(rehearsal: GroupSession) -> None:
    """Play two themes, agree on something, and close."""
    from agenda.points.proposing import propose_action

    for position in (0, 1):
        theme = answering(rehearsal, position)
        fulfil_due()
        reveal(rehearsal, theme)
    propose_action(
        rehearsal,
        what="Samen bellen",
        actor=FACILITATOR,
        author="R. Smit",
        owner_organisation=rehearsal.parties.first().organisation,
        owner_name="Iemand",
        owner_email="iemand@example.org",
        today=NOW.date(),
        now=NOW,
    )
    take(stage.close_session, rehearsal, follow_up_on=None)
    fulfil_due()


def test_a_table_that_does_not_exist_can_be_led_at_once(rehearsal: GroupSession, coordinator: Actor) -> None:
    assert rehearsal.state == "open" and rehearsal.is_rehearsal
    kinds = [party.organisation.kind for party in rehearsal.parties.select_related("organisation__kind")]
    assert [kind.slug for kind in kinds] == list(CAST) and len({kind.category for kind in kinds}) == 4
    leader = rehearsal.facilitators.get()
    assert leader.user == coordinator.user and leader.accepted_at == NOW


def test_a_session_is_rehearsed_with_its_kinds_and_none_of_its_names(
    inside: Municipality, coordinator: Actor
) -> None:
    session = build_session(inside, parties=("Woonstede", "Voedselbank Oost"))
    invite_representative(
        session.parties.first(), name="Yusuf", email="yusuf@example.org", actor=FACILITATOR, now=NOW
    )
    rehearsal = begin_rehearsal(municipality=inside, of=session, actor=coordinator, now=NOW)
    names = [party.name for party in rehearsal.parties.all()]
    kind = session.parties.first().organisation.kind.name
    assert names == [kind, f"{kind} 2"]
    people = [one for party in rehearsal.parties.all() for one in party.representatives.all()]
    assert not {"Yusuf", "yusuf@example.org"} & {said for one in people for said in (one.name, one.email)}
    assert rehearsal.rehearsal_of == session and rehearsal.duration_minutes == session.duration_minutes


def test_a_double_click_begins_one(inside: Municipality, coordinator: Actor) -> None:
    first, second = (begin_rehearsal(municipality=inside, actor=coordinator, now=NOW) for _ in range(2))
    assert first == second
    colleague = Actor(role="coordinator", user=build_member(inside))
    assert begin_rehearsal(municipality=inside, actor=colleague, now=NOW) != first


def test_made_up_parties_answer_a_few_at_a_time(rehearsal: GroupSession) -> None:
    theme = answering(rehearsal, 1)
    counts = []
    for after in AFTER:
        fulfil_due(until=after)
        counts.append(len(answered_counts(session=rehearsal)))
    assert counts == [2, 4, 6, 8]
    complete = len(statements_of(theme))
    assert set(answered_counts(session=rehearsal).values()) == {complete}
    reveal(rehearsal, theme)
    shown = revealed_theme(theme_at(rehearsal, 1))
    assert shown is not None and len({one.picture.summary.label for one in shown.statements}) > 1


def test_who_takes_a_seat_answers_for_that_party(rehearsal: GroupSession) -> None:
    own = rehearsal.parties.first()
    take_seat(party=own, name="Sanne", joined_by=JoinedBy.SEAT_CARD, now=NOW)
    answering(rehearsal, 1)
    fulfil_due()
    assert not Answer.objects.filter(party=own).exists()
    assert own not in parties_that_answer(rehearsal) and len(parties_that_answer(rehearsal)) == len(CAST) - 1


def test_after_the_talk_they_answer_again(rehearsal: GroupSession) -> None:
    theme = answering(rehearsal, 1)
    fulfil_due()
    reveal(rehearsal, theme)
    take(stage.reopen_theme, rehearsal, theme=theme_at(rehearsal, 1), reason="Nog eens")
    fulfil_due()
    counted = answered_counts(session=rehearsal, moment="after_talk")
    assert len(counted) == len(CAST)


def test_what_was_shown_meanwhile_is_left_alone(rehearsal: GroupSession) -> None:
    theme = answering(rehearsal, 1)
    fulfil_due(until=timedelta(0))
    reveal(rehearsal, theme)
    before = Answer.objects.count()
    fulfil_due()
    assert Answer.objects.count() == before
    assert not Promise.objects.filter(done_at=None).exists()


def test_no_party_of_a_real_session_answers_by_itself(inside: Municipality) -> None:
    session = build_session(inside)
    answering(session)
    seat(session.parties.first())
    fulfil_due()
    assert not Answer.objects.exists()


def mailable(inside: Municipality) -> GroupSession:
    """Return a rehearsal of real organisations and people with addresses, as the form plans one."""
    rehearsal = build_session(inside, is_rehearsal=True)
    for number, party in enumerate(rehearsal.parties.all()):
        invite_representative(
            party, name=f"Persoon {number}", email=f"p{number}@example.org", actor=FACILITATOR, now=NOW
        )
    Facilitator.objects.create(
        municipality=inside, session=rehearsal, name="Buiten", email="buiten@example.org"
    )
    return rehearsal


@pytest.mark.slow
def test_no_mail_ever_leaves_a_rehearsal(inside: Municipality) -> None:
    build_member(inside)
    rehearsal = mailable(inside)
    with pytest.raises(ValidationError):
        send_invitations(rehearsal, actor=FACILITATOR, now=NOW)
    play(rehearsal)
    assert mail.outbox == []


@pytest.mark.slow
def test_the_same_session_for_real_mails_everybody(inside: Municipality) -> None:
    """The control: what the test above plays does mail, were it no rehearsal."""
    real = mailable(inside)
    GroupSession.objects.update(is_rehearsal=False)
    real.refresh_from_db()
    send_invitations(real, actor=FACILITATOR, now=NOW)
    play(real)
    assert {"p0@example.org", "buiten@example.org", "iemand@example.org"} <= {
        one.to[0] for one in mail.outbox
    }


def test_a_promised_mail_of_a_rehearsal_is_kept_without_leaving(inside: Municipality) -> None:
    """The last wall: whatever promises a mail about a rehearsal, none is sent."""
    session = mailable(inside)
    GroupSession.objects.update(is_rehearsal=False)
    session.refresh_from_db()
    send_invitations(session, actor=FACILITATOR, now=NOW)
    GroupSession.objects.update(is_rehearsal=True)
    fulfil_due()
    assert mail.outbox == []
    assert not Promise.objects.filter(done_at=None).exists()


def test_made_up_organisations_stand_in_no_list(rehearsal: GroupSession, inside: Municipality) -> None:
    assert Organisation.objects.count() == 0
    assert Organisation.also_made_up.count() == len(CAST)
    walk_in = add_party(
        rehearsal,
        name="Bakkerij Deeg",
        kind=rehearsal.parties.first().organisation.kind,
        actor=FACILITATOR,
        now=NOW,
    )
    assert walk_in.organisation.made_up_for == rehearsal and Organisation.objects.count() == 0
    real = build_organisation(inside, "Woningcorporatie")
    assert list(Organisation.objects.all()) == [real], "a name that is made up elsewhere is free"


def every_row(*, but: GroupSession | None = None) -> dict[str, str]:
    """Return a hash of each row of every table, by table and key; the log only grows and is left out."""
    rows = {}
    left_out = rows_of(but) if but is not None else {}
    for model in apps.get_models():
        if issubclass(model, AppendOnlyModel) or model._meta.proxy or not model._meta.managed:
            continue
        gone = left_out.get(model, set())
        for row in model._base_manager.order_by("pk").values():
            if row[model._meta.pk.attname] not in gone:
                digest = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
                rows[f"{model._meta.label_lower} {row[model._meta.pk.attname]}"] = digest
    return rows


def real_session(inside: Municipality) -> GroupSession:
    """A real session with answers, a reveal, a point and a report promised."""
    session = build_session(inside, parties=("Woonstede", "ROC Waterland"))
    theme = answering(session, 1)
    for party in session.parties.select_related("session", "municipality"):
        answer(party, statements_of(theme)[0], 4, representative=seat(party))
    reveal(session, theme)
    return session


@pytest.mark.slow
def test_removing_takes_every_row_of_it_and_no_other(
    inside: Municipality, coordinator: Actor, django_capture_on_commit_callbacks: object
) -> None:
    real = real_session(inside)
    rehearsal = begin_rehearsal(municipality=inside, of=real, actor=coordinator, now=NOW)
    other = begin_rehearsal(municipality=inside, actor=coordinator, now=NOW)
    play(rehearsal)
    report = rehearsal.reports.get()
    assert report.file.storage.exists(report.file.name)
    before = every_row(but=rehearsal)
    names = {f"{model._meta.label_lower} {pk}" for model, keys in rows_of(rehearsal).items() for pk in keys}
    assert not names & before.keys() and len(names) > 40
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        gone = remove_rehearsal(rehearsal, actor=coordinator, now=NOW)
    assert every_row() == before
    assert sum(gone.values()) == len(names)
    assert not report.file.storage.exists(report.file.name)
    assert {"questionnaire.answer", "agenda.actionpoint", "group_sessions.organisation"} <= gone.keys()
    assert AuditEvent.objects.filter(action="remove rehearsal", target_id=rehearsal.pk).exists()
    assert GroupSession.objects.filter(pk__in=[real.pk, other.pk]).count() == 2
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("SELECT 1")


def test_the_hash_notices_a_row_that_was_touched(inside: Municipality, coordinator: Actor) -> None:
    """The control of the test above."""
    real = real_session(inside)
    rehearsal = begin_rehearsal(municipality=inside, of=real, actor=coordinator, now=NOW)
    before = every_row(but=rehearsal)
    Party.objects.filter(session=real).update(absent_since=NOW)
    assert every_row(but=rehearsal) != before


def test_a_real_session_is_never_removed(inside: Municipality, coordinator: Actor) -> None:
    real = build_session(inside)
    before = every_row()
    with pytest.raises(NoRehearsal):
        remove_rehearsal(real, actor=coordinator, now=NOW)
    assert every_row() == before


def test_what_another_session_follows_stays(rehearsal: GroupSession, coordinator: Actor) -> None:
    follower = plan_session(
        municipality=rehearsal.municipality,
        title="Oefenen 2",
        starts_at=NOW + timedelta(days=1),
        catalogue=rehearsal.catalogue,
        previous=rehearsal,
        sequel=Sequel.REPEAT,
        is_rehearsal=True,
        actor=coordinator,
        now=NOW,
    )
    before = every_row()
    with pytest.raises(OthersPointAtIt):
        remove_rehearsal(rehearsal, actor=coordinator, now=NOW)
    assert every_row() == before
    remove_rehearsal(follower, actor=coordinator, now=NOW)
    remove_rehearsal(rehearsal, actor=coordinator, now=NOW)
    assert not GroupSession.objects.exists()


def test_it_goes_by_itself_after_seven_days_and_not_before(
    municipality: Municipality,
) -> None:
    national_catalogue()
    with tenant(municipality):
        actor = Actor(role="coordinator", user=build_member(municipality))
        begin_rehearsal(municipality=municipality, actor=actor, now=NOW)
        later = build_session(municipality, is_rehearsal=True, starts_at=NOW + timedelta(days=20))
        real = build_session(municipality, starts_at=NOW - timedelta(days=20))
    for days, left in ((6, 2), (7, 2), (9, 1)):
        today = (NOW + timedelta(days=days)).date()
        with tenant(municipality):
            told = next(
                one for one in outlook(municipality, today=today) if one.category.name == "rehearsals"
            )
            assert bool(told.rows) == (days > 8), "the dry run tells it and changes nothing"
            assert GroupSession.objects.filter(is_rehearsal=True).count() == 2
        retain(municipality, today=today, now=NOW + timedelta(days=days))
        with tenant(municipality):
            assert GroupSession.objects.filter(is_rehearsal=True).count() == left
    with tenant(municipality):
        assert set(GroupSession.objects.all()) == {later, real}
        assert old_rehearsals(municipality, (NOW + timedelta(days=30)).date()) == [later]


def test_pages(client: Client, municipality: Municipality) -> None:
    """The whole way: from the empty list, over the question, to nothing."""
    national_catalogue()
    sign_in(client, build_member(municipality))
    base = f"/{municipality.slug}/groepssessies/"
    assert f"{base}oefenen/" in client.get(base).content.decode()
    before = client.get(f"{base}oefenen/").content.decode()
    with tenant(municipality):
        assert not GroupSession.objects.exists(), "looking begins nothing"
    assert "7 dagen" in before or "7 days" in before
    page = client.post(f"{base}oefenen/")
    with tenant(municipality):
        rehearsal = GroupSession.objects.get()
    assert page.url == f"{base}{rehearsal.pk}/"
    shown = client.get(page.url).content.decode()
    assert "data:image/svg+xml" in shown and f"{page.url}leiden/" in shown
    assert "oefening-verwijderen" in client.get(base).content.decode()
    assert "OEFENING" in client.get(f"{page.url}leiden/").content.decode()
    question = client.get(f"{page.url}oefening-verwijderen/").content.decode()
    assert "8 part" in question
    with tenant(municipality):
        assert GroupSession.objects.exists(), "a question removes nothing"
    assert client.post(f"{page.url}oefening-verwijderen/").url == base
    with tenant(municipality):
        assert not GroupSession.objects.exists() and not ActionPoint.objects.exists()
    assert client.get(f"{page.url}oefening-verwijderen/").status_code == 404


def test_a_real_session_has_no_such_question(client: Client, municipality: Municipality) -> None:
    sign_in(client, build_member(municipality))
    with tenant(municipality):
        real = build_session(municipality)
    page = f"/{municipality.slug}/groepssessies/{real.pk}/"
    for method in (client.get, client.post):
        assert method(f"{page}oefening-verwijderen/").url == page
    with tenant(municipality):
        assert GroupSession.objects.filter(pk=real.pk).exists()


def test_every_table_of_a_municipality_can_be_reached() -> None:
    """What hangs under a session in any way is a table of a municipality: no other is looked at."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model in {GroupSession, Party} and model is not field.related_model:
                assert issubclass(model, TenantModel), model
