"""A person leaves with forty action points, six organisations become one, and the session is held again.

All that was agreed and told is counted and hashed before and after: nothing is gone or reads differently.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import translation

from agenda.agreeing.adopting import put_forward
from agenda.agreeing.consent import answer_agenda
from agenda.agreeing.versions import agreement_of, organisations_to_ask
from agenda.enums import ActionChange, ActionStatus, ConsentAnswer, OwnersWord
from agenda.models import ActionEvent, ActionPoint, AgendaVersion, Consent
from agenda.owners.replying import tell_progress
from agenda.points import describing, helping, progress
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.describing import set_priority
from agenda.points.history import in_words
from agenda.points.proposing import propose_action
from agenda.reminding.promising import plan_reminders
from sessions import stage
from sessions.contacts import add_contact, end_contact
from sessions.copying import copy_session
from sessions.enums import Sequel
from sessions.merging import merge_organisations, undo_merge
from sessions.models import Contact, GroupSession, Organisation
from tests.agenda.test_handing_over import BY, JAN, SAID, work
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answer,
    answering,
    build_session,
    reveal,
    statements_of,
    take,
    theme_at,
)

HOUSES = ["Woonstede", "Amstelwonen", "Breedwonen", "Centraalwonen", "Dorpswonen", "Eigen Haard"]
POINTS = 40
DEADLINE = TODAY + timedelta(days=40)
LATER = NOW + timedelta(days=30)
LAST_DAY = TODAY + timedelta(days=35)
AFTER = NOW + timedelta(days=37)
GIVEN_AWAY = {
    "owner_name",
    "owner_role",
    "owner_email",
    "reply_link_version",
    "revision",
    "asked_at",
    "changed_at",
}
"""What a hand-over changes of a point; who had it before stands in its history."""
FALLEN = {*GIVEN_AWAY, "owner_organisation_id", "status", "owners_word", "decided_by", "decision_on"}
"""What changes too where nobody follows: the point waits for an owner and a yes again."""

LINK = {"link_version"}
"""The link of who left ends; the answer stays."""

Stock = dict[str, str]


def stock(*, but: dict[int, set[str]]) -> Stock:
    """Return a hash of each row that was agreed or told; `but` names what of a point may change."""
    found: Stock = {}
    for model in _tables():
        for row in model._default_manager.order_by("pk").values():
            free = but.get(row["id"], set()) if model is ActionPoint else LINK if model is Consent else set()
            told = repr(sorted((name, value) for name, value in row.items() if name not in free))
            found[f"{model.__name__} {row['id']}"] = hashlib.sha256(told.encode()).hexdigest()
    return found


def _tables() -> list[type[models.Model]]:
    """Return every table of agreements and answers, and the joins of points with helpers and statements."""
    joins = [ActionPoint.helpers.through, ActionPoint.statements.through]
    passing = {"savedfilter", "agendaimport"}
    whole = [one for app in ("agenda", "questionnaire") for one in apps.get_app_config(app).get_models()]
    return [*(one for one in whole if one._meta.model_name not in passing), *joins]


def lost(before: Stock, after: Stock) -> list[str]:
    """Return what was there and is gone, or reads differently."""
    return [key for key, told in before.items() if after.get(key) != told]


@pytest.fixture
def table(inside: Any) -> GroupSession:
    session = build_session(inside, parties=[*HOUSES, "ROC Waterland"])
    answering(session)
    theme = theme_at(session, 1)
    for party in session.parties.all():
        for place, statement in enumerate(statements_of(theme)):
            answer(party, statement, value=(party.position + place) % 11)
    reveal(session, theme)
    return session


def houses(session: GroupSession) -> list[Organisation]:
    return [session.parties.get(name=name).organisation for name in HOUSES]


def by(point: ActionPoint, **more: Any) -> dict[str, Any]:
    point.refresh_from_db()
    return {**SAID, "expected_revision": point.revision, **more}


def agree(session: GroupSession) -> list[ActionPoint]:
    """Let Jan take forty points on, each with everything a point can have; others own one each."""
    own, school = houses(session), session.parties.get(name="ROC Waterland").organisation
    owner = {"owner_organisation": own[0], "owner_name": "Jan", "owner_email": JAN, "owner_role": "adviseur"}
    statements = statements_of(theme_at(session, 1))
    said = {"today": TODAY, "deadline": DEADLINE, "statements": statements[:2], **SAID}
    points = [propose_action(session, what=f"Afspraak {number}", **owner, **said) for number in range(POINTS)]
    for number, point in enumerate(points):
        helping.set_helpers(point, helpers=[own[1 + number % 5], school], **by(point))
        describing.plan_next_step(point, next_step=f"Stap {number}", **by(point))
        address = f"https://example.org/{number}"
        describing.change_links(point, address=address, label="", **by(point))
        set_priority(point, is_priority=number % 3 == 0, **by(point))
    for house in own[1:]:
        propose_action(session, what=f"Van {house}", owner_organisation=house, **said)
    take(stage.close_session, session, follow_up_on=None)
    return points


def go_on(points: list[ActionPoint]) -> None:
    """Bring the forty to every open state, with updates and postponements, and the others to an end."""
    for number, point in enumerate(points):
        if number % 5 == 0:
            continue
        accept_action(point, **by(point))
        if number % 5 >= 2:
            for word, text in ((OwnersWord.ON_TRACK, "Gebeld"), (OwnersWord.STUCK, "Geen uren")):
                tell_progress(point, word=word, text=text, resident_effect="", **by(point))
        if number % 5 == 3:
            waits = {"decided_by": "Het college", "decision_on": DEADLINE}
            progress.change_status(point, ActionStatus.AWAITING_DECISION, **waits, **by(point))
        if number % 5 == 4:
            to = DEADLINE + timedelta(days=number)
            reason = "De directie komt later bijeen"
            progress.change_deadline(point, deadline=to, reason=reason, today=TODAY, **by(point))
    done, dropped, back, _waits, _also = ActionPoint.objects.filter(what__startswith="Van ").order_by("pk")
    accept_action(done, **by(done))
    progress.change_status(done, ActionStatus.DONE, resident_effect="Eén brief", **by(done))
    progress.change_status(dropped, ActionStatus.DROPPED, reason="Bewust niet", **by(dropped))
    hand_back_action(back, reason="Geen mensen", **by(back))


def consent(session: GroupSession) -> AgendaVersion:
    """Put the agenda before all organisations; each answer comes, and silence too."""
    agreement = agreement_of(session)
    asked = organisations_to_ask(session, agreement.content, today=TODAY)
    version = put_forward(session, asked=asked, expected_number=0, **BY)
    says = [*ConsentAnswer, *ConsentAnswer]
    for row, said in zip(Consent.objects.filter(version=version).order_by("pk"), says, strict=False):
        more = {"condition": "Met geld", "answered_by": "Sanne", "expected_on": None, "seen": ""}
        answer_agenda(row, answer=said, today=TODAY, **more, **BY)
    return version


def hold_again(session: GroupSession) -> GroupSession:
    """Hold the session again: the same table answers anew and agrees on something with the same words."""
    plan = {"duration_minutes": 90, "location": "", "starts_at": LATER + timedelta(days=1)}
    again = copy_session(
        session, title="Herhaalsessie", sequel=Sequel.REPEAT, **plan, actor=FACILITATOR, now=LATER
    )
    answering(again)
    for party in again.parties.all():
        answer(party, statements_of(theme_at(again, 1))[0], value=9)
    reveal(again, theme_at(again, 1))
    owner = again.parties.first().organisation
    propose_action(again, what="Afspraak 0", owner_organisation=owner, today=TODAY, **SAID)
    take(stage.close_session, again, follow_up_on=None)
    return again


def merge_by_naming(one: Organisation, into: Organisation) -> None:
    merge_organisations(one, into=into, **BY)


def free(points: list[ActionPoint], *, follows: bool) -> dict[int, set[str]]:
    """Return what of the forty may change."""
    return {point.pk: GIVEN_AWAY if follows else FALLEN for point in points}


@pytest.fixture(params=[True, False], ids=["somebody follows", "nobody follows"])
def follows(request: pytest.FixtureRequest) -> bool:
    return request.param


def live(
    session: GroupSession,
    *,
    follows: bool,
    merge: Callable[[Organisation, Organisation], None] = merge_by_naming,
) -> tuple[Stock, Stock, list[ActionPoint]]:
    """Let it all happen; return what there was before, what there is after, and the forty."""
    points = agree(session)
    own = houses(session)
    person = {"phone": "", "function": "adviseur", "themes": [], "from_date": date(2020, 1, 1), **BY}
    jan: Contact = add_contact(own[0], name="Jan", email=JAN, **person)
    work()
    go_on(points)
    consent(session)
    plan_reminders(session.municipality, now=LATER)
    work(LATER)
    before = stock(but=free(points, follows=follows))
    end_contact(jan, last_day=LAST_DAY, **BY)
    for one, into in pairwise(own):
        merge(one, into)
    if follows:
        add_contact(own[-1], name="Noor", email="noor@eigen.example", **person)
    hold_again(session)
    work(AFTER)
    return before, stock(but=free(points, follows=follows)), points


@pytest.mark.slow
def test_nothing_that_was_agreed_or_told_is_lost(table: GroupSession, follows: bool) -> None:
    before, after, points = live(table, follows=follows)
    counted = Counter(key.split()[0] for key in before)
    assert counted["ActionPoint"] == POINTS + 5 and counted["Consent"] == len(HOUSES) + 1
    assert counted["ActionPoint_helpers"] == 2 * POINTS and counted["ActionLink"] == POINTS
    assert min(counted[name] for name in ("ActionEvent", "Reminder", "RevealedAnswer", "AgendaVersion")) > 0
    assert lost(before, after) == []
    # The forty are somebody's or nobody's, and each says so in one line of history about its owner.
    for point in points:
        point.refresh_from_db()
        owner = point.events.filter(change=ActionChange.OWNER, at=AFTER).get()
        assert "Jan, adviseur, Woonstede" in owner.before
        assert (point.owner_name, point.has_owner) == (("Noor", True) if follows else ("", False))
    told = ActionEvent.objects.filter(action_point__in=points)
    for language in ("nl", "en"):
        with translation.override(language):
            assert all(in_words(event) for event in told)
    for house in reversed(houses(table)[:-1]):
        undo_merge(house, **BY)
    assert lost(before, stock(but=free(points, follows=follows))) == []


def damages() -> dict[str, Callable[[], object]]:
    """Return what could go wrong with each table, by what is missed then."""
    point = ActionPoint.objects.exclude(what__startswith="Van ").first()
    ended = ActionPoint.objects.filter(status=ActionStatus.DONE).get()
    found: dict[str, Callable[[], object]] = {
        f"ActionPoint {point.pk}": lambda: ActionPoint.objects.filter(pk=point.pk).update(postponed=9),
        f"ActionPoint {ended.pk}": lambda: ActionPoint.objects.filter(pk=ended.pk).update(owner_name="Noor"),
    }
    for model in _tables():
        row = model._default_manager.order_by("pk").first()
        if row is not None and model is not ActionPoint:
            rows = model._default_manager.filter(pk=row.pk)
            found[f"{model.__name__} {row.pk}"] = lambda rows=rows: rows._raw_delete(rows.db)
    event = ActionEvent.objects.order_by("pk")[1]
    found[f"ActionEvent {event.pk}"] = lambda: ActionEvent.objects.filter(pk=event.pk).update(text="Anders")
    return found


@pytest.mark.slow
def test_whatever_gets_lost_would_be_named(table: GroupSession) -> None:
    """The control: one row less or one word else in any table, and it is told which."""
    before, _after, points = live(table, follows=True)
    for missed, damage in damages().items():
        with transaction.atomic():
            assert damage()
            assert lost(before, stock(but=free(points, follows=True))) == [missed]
            transaction.set_rollback(True)


@pytest.mark.slow
def test_a_merge_that_moves_rows_would_lose_who_agreed(table: GroupSession) -> None:
    """The control: what was agreed with an organisation is given to the one that it goes on as."""

    def move(one: Organisation, into: Organisation) -> None:
        merge_by_naming(one, into)
        ActionPoint.objects.filter(owner_organisation=one).update(owner_organisation=into)
        theirs = {row.pk for row in ActionPoint.objects.filter(helpers=into)}
        joins = ActionPoint.helpers.through.objects.filter(organisation=one)
        joins.filter(actionpoint__in=theirs).delete()
        Consent.objects.filter(organisation=one).delete()

    before, after, _points = live(table, follows=True, merge=move)
    missed = Counter(key.split()[0] for key in lost(before, after))
    assert missed["ActionPoint"] >= POINTS and missed["Consent"] == len(HOUSES) - 1
