"""What must never count: a rehearsal that was begun by mistake, or played for fun."""

from datetime import timedelta

from django.core import mail
from django.test import Client

from agenda.points.proposing import propose_action
from audit.actors import Actor
from common.tenancy import tenant
from municipalities.models import Municipality
from municipalities.set_up import set_up_of
from outbox.promises import due_promises, fulfil
from questionnaire.then_and_now import earlier_theme
from sessions import stage
from sessions.calendar import meetings_of
from sessions.enums import Sequel
from sessions.figures import count_sessions
from sessions.models import GroupSession, Organisation
from sessions.rehearsing import begin_rehearsal
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_member,
    build_session,
    national_catalogue,
    reveal,
    sign_in,
    take,
    theme_at,
)

SECRET = "Wat alleen in de oefening is afgesproken"


def play(municipality: Municipality, actor: Actor) -> GroupSession:
    """Play a rehearsal to its end, with answers of made-up parties and something agreed."""
    with tenant(municipality):
        rehearsal = begin_rehearsal(municipality=municipality, actor=actor, now=NOW)
        theme = answering(rehearsal, 1)
    work()
    with tenant(municipality):
        reveal(rehearsal, theme)
        propose_action(
            rehearsal,
            what=SECRET,
            actor=FACILITATOR,
            author="R. Smit",
            owner_organisation=rehearsal.parties.first().organisation,
            owner_email="iemand@example.org",
            today=TODAY,
            now=NOW,
        )
        take(stage.close_session, rehearsal, follow_up_on=TODAY + timedelta(days=42))
    return rehearsal


def work() -> None:
    for promise_id in due_promises(now=NOW + timedelta(minutes=1)):
        fulfil(promise_id=promise_id, now=NOW + timedelta(minutes=1))


def where_it_would_count(client: Client, municipality: Municipality, actor: Actor) -> dict[str, object]:
    """Return everything that counts sessions, parties, answers and points, as far as people see it."""
    base = f"/{municipality.slug}"
    with tenant(municipality):
        steps = [step.is_done for step in set_up_of([municipality], today=TODAY)[municipality.pk]]
        counted = {
            "figures": count_sessions(TODAY).get(municipality.pk, 0),
            "first steps": steps,
            "address book": sorted(Organisation.objects.values_list("name", flat=True)),
            "sessions": set(GroupSession.objects.counting().values_list("pk", flat=True)),
        }
    calendar = [meeting.session.pk for meeting in meetings_of(actor.user, today=TODAY, now=NOW)]
    agenda = SECRET in client.get(f"{base}/verbeteragenda/").content.decode()
    return {**counted, "calendar": calendar, "agenda": agenda, "mails": len(mail.outbox)}


def test_trap_27_rehearsal_counts_nowhere(client: Client, municipality: Municipality) -> None:
    national_catalogue()
    actor = Actor(role="coordinator", user=build_member(municipality))
    sign_in(client, actor.user)
    with tenant(municipality):
        build_session(municipality, parties=("Woonstede",))
    before = where_it_would_count(client, municipality, actor)
    rehearsal = play(municipality, actor)
    assert where_it_would_count(client, municipality, actor) == before
    overview = client.get("/").content.decode()
    assert rehearsal.title not in overview
    listed = client.get(f"/{municipality.slug}/groepssessies/")
    assert rehearsal not in [*listed.context["coming"], *listed.context["past"], *listed.context["archived"]]
    assert listed.context["rehearsals"] == [rehearsal]
    with tenant(municipality):
        later = build_session(municipality, parties=(), previous=rehearsal, sequel=Sequel.REPEAT)
        assert earlier_theme(theme_at(later, 1)) is None, "no trend begins with a rehearsal"


def test_the_same_for_real_counts_everywhere(client: Client, municipality: Municipality) -> None:
    """The control: without the mark, each of those places would show it."""
    national_catalogue()
    actor = Actor(role="coordinator", user=build_member(municipality))
    sign_in(client, actor.user)
    with tenant(municipality):
        build_session(municipality, parties=("Woonstede",))
    before = where_it_would_count(client, municipality, actor)
    rehearsal = play(municipality, actor)
    with tenant(municipality):
        GroupSession.objects.update(is_rehearsal=False)
        Organisation.also_made_up.update(made_up_for=None)
    after = where_it_would_count(client, municipality, actor)
    same = {place for place in before if before[place] == after[place]}
    assert same <= {"mails", "first steps"}, "mails left no more; the rest would have counted"
    with tenant(municipality):
        later = build_session(municipality, parties=(), previous=rehearsal, sequel=Sequel.REPEAT)
        assert earlier_theme(theme_at(later, 1)) is not None
