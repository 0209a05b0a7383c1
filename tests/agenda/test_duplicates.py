"""Nearly the same action point twice: found in Dutch sentences, and within one municipality only."""

import copy
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionPoint
from agenda.points.duplicates import FRESH, twins_of, use_twin
from agenda.points.history import in_words
from agenda.points.likeness import gist_of, is_alike, likeness
from agenda.points.progress import change_status
from agenda.points.proposing import propose_action
from agenda.points.refusals import ForeignRow, StaleAction, StatusNotReachable
from catalogue.loading import catalogue_files, load_catalogue
from catalogue.reading import read_file
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_municipality,
    build_organisation,
    build_session,
    outside,
    statements_of,
    theme_at,
)

SAME = [
    ("Eén loket voor geldvragen", "1 loket voor geldvragen openen"),
    (
        "Warme overdracht regelen tussen Woonstede en de gemeente",
        "Warme overdracht tussen gemeente en Woonstede",
    ),
    ("Elke maandag samen bellen", "Samen bellen op maandag"),
    ("Wij maken afspraken over signalen delen", "Afspraak maken over het delen van signalen"),
    ("Folder maken voor scholen", "Een folder voor de scholen"),
    ("Huisbezoek bij betalingsachterstand", "Huisbezoeken bij betalingsachterstanden"),
    ("Contactpersonenlijst delen", "Lijst met contactpersonen delen"),
    ("Convenant vroegsignalering tekenen", "Het convenant vroegsignalering ondertekenen"),
    ("Training LEF voor docenten", "LEF-training voor docenten"),
    ("SAMEN BELLEN MET WATERBEDRIJF!", "samen bellen met waterbedrijf"),
    ("Geïnformeerd blijven over scholen", "geinformeerd blijven over de scholen"),
    ("samen", "Samen."),
]
OTHER = [
    ("Folder maken voor scholen", "Folder maken voor werkgevers"),
    ("Samen bellen met Woonstede", "Samen eten met Woonstede"),
    ("Eén loket voor geldvragen", "Eén telefoonnummer voor geldvragen"),
    ("Overleg plannen met de voedselbank", "Overleg plannen met de woningcorporatie"),
    ("Huisbezoek bij betalingsachterstand", "Brief bij betalingsachterstand aanpassen"),
    ("Signalen delen", "Kosten delen"),
    ("Convenant tekenen", "Convenant evalueren"),
    ("Jongeren bereiken op school", "Ouderen bereiken in de wijk"),
    ("!!!", "???"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_words_is_found(one: str, other: str) -> None:
    assert is_alike(gist_of(one), gist_of(other))
    assert likeness(gist_of(one), gist_of(other)) == likeness(gist_of(other), gist_of(one))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_only_looks_like_it_is_left_alone(one: str, other: str) -> None:
    assert not is_alike(gist_of(one), gist_of(other))


def propose(session: GroupSession, what: str, **fields: object) -> ActionPoint:
    by = {"actor": FACILITATOR, "author": "R. Smit", "today": TODAY, "now": NOW}
    return propose_action(session, what=what, **{**by, **fields})


def found(session: GroupSession, *, now: object = NOW) -> dict[int, int]:
    points = list(ActionPoint.objects.filter(session=session))
    return {pk: twin.action.pk for pk, twin in twins_of(session, points, now=now).items()}


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    answering(session)
    return session


def test_a_new_point_finds_the_one_of_this_session(running: GroupSession) -> None:
    first = propose(running, "Elke maandag samen bellen")
    propose(running, "Folder maken voor scholen")
    second = propose(running, "Samen bellen op maandag")
    assert found(running) == {second.pk: first.pk}
    assert found(running, now=NOW + FRESH) == {}


def test_a_new_point_finds_the_open_one_of_an_earlier_session(
    running: GroupSession, inside: Municipality
) -> None:
    earlier = build_session(inside)
    answering(earlier)
    old = propose(earlier, "Elke maandag samen bellen", now=NOW - timedelta(days=200))
    new = propose(running, "Samen bellen op maandag")
    assert found(running) == {new.pk: old.pk}
    done(old)
    assert found(running) == {}


def done(point: ActionPoint) -> None:
    change_status(
        point,
        ActionStatus.DROPPED,
        reason="Klaar",
        actor=FACILITATOR,
        author="",
        expected_revision=1,
        now=NOW,
    )


def test_a_rehearsal_and_a_session_do_not_know_each_other(
    running: GroupSession, inside: Municipality
) -> None:
    rehearsal = build_session(inside, is_rehearsal=True)
    answering(rehearsal)
    propose(rehearsal, "Elke maandag samen bellen")
    propose(running, "Samen bellen op maandag")
    assert found(running) == {}
    propose(rehearsal, "Folder voor scholen")
    propose(running, "Folder voor scholen")
    assert found(rehearsal) == {}


def test_another_municipality_is_never_told_of(running: GroupSession) -> None:
    elsewhere = build_municipality("Elders")
    with outside(), tenant(elsewhere):
        theirs = build_session(elsewhere, parties=["Elders BV"])
        answering(theirs)
        foreign = propose(theirs, "Samen bellen op maandag")
    own = propose(running, "Samen bellen op maandag")
    assert found(running) == {}
    with pytest.raises(ForeignRow):
        join(own, foreign)


def join(action: ActionPoint, twin: ActionPoint, revision: int | None = None) -> None:
    by = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
    use_twin(action, twin=twin, expected_revision=revision or action.revision, **by)


def test_the_one_that_was_there_counts_for_this_statement_too(running: GroupSession) -> None:
    first, second, third = statements_of(theme_at(running, 1))
    old = propose(running, "Elke maandag samen bellen", statements=[first])
    new = propose(running, "Samen bellen op maandag", statements=[first, second, third])
    join(new, old)
    assert list(old.statements.order_by("number")) == [first, second, third]
    assert new.status == ActionStatus.DROPPED
    event = old.events.get(change=ActionChange.STATEMENTS)
    assert event.after == f"{second.number}, {third.number}"
    assert event.after in in_words(event)
    assert "Elke maandag samen bellen" in in_words(new.events.last())
    join(new, old, revision=1)
    assert old.events.filter(change=ActionChange.STATEMENTS).count() == 1
    assert found(running) == {}


def test_nobody_reads_the_agenda_by_its_numbers(running: GroupSession, inside: Municipality) -> None:
    """Who leads this session alone names a point of another one that nothing here looks like."""
    earlier = build_session(inside)
    answering(earlier)
    elsewhere = propose(earlier, "Nieuwe folder voor scholen")
    own = propose(running, "Samen bellen")
    with pytest.raises(ForeignRow):
        join(own, elsewhere)
    own.refresh_from_db()
    assert (own.status, own.merged_into) == (ActionStatus.PROPOSED, None)


def test_a_rehearsal_changes_no_point_that_counts(running: GroupSession, inside: Municipality) -> None:
    rehearsal = build_session(inside, is_rehearsal=True)
    answering(rehearsal)
    real = propose(running, "Samen bellen op maandag")
    played = propose(rehearsal, "Samen bellen op maandag", statements=statements_of(theme_at(rehearsal, 1)))
    for one, other in ((played, real), (real, played)):
        with pytest.raises(ForeignRow):
            join(one, other)
    assert not real.statements.exists() and real.events.count() == 1


def asked_anew(session: GroupSession, **said: object) -> GroupSession:
    """Return a later session, whose list differs in one word."""
    content = copy.deepcopy(read_file(path=catalogue_files()[0]))
    statement = content["themes"][1]["statements"][0]
    statement["text"]["nl"] = statement["text"]["nl"].replace("organisatie", "organizatie")
    load_catalogue(content={**content, "version": 2, **said}, now=NOW)
    later = build_session(session.municipality)
    answering(later)
    assert later.catalogue_id != session.catalogue_id
    return later


def test_statements_of_another_spelling_are_the_same_ones(running: GroupSession) -> None:
    first, second, _third = statements_of(theme_at(running, 1))
    old = propose(running, "Elke maandag samen bellen", statements=[first])
    where = f"statement {first.number}"
    corrections = [{"where": where, "was": "organisatie", "now": "organizatie"}]
    later = asked_anew(running, corrects=1, corrections=corrections)
    new = propose(later, "Samen bellen op maandag", statements=statements_of(theme_at(later, 1))[:2])
    join(new, old)
    assert list(old.statements.order_by("number")) == [first, second]


def test_statements_of_another_meaning_do_not_go_along(running: GroupSession) -> None:
    old = propose(running, "Elke maandag samen bellen", statements=statements_of(theme_at(running, 1))[:1])
    later = asked_anew(running)
    new = propose(later, "Samen bellen op maandag", statements=statements_of(theme_at(later, 1))[:2])
    join(new, old)
    assert new.merged_into == old and old.statements.count() == 1


def test_a_point_that_was_changed_meanwhile_or_has_ended_is_not_joined(running: GroupSession) -> None:
    old, new = propose(running, "Samen bellen"), propose(running, "Samen bellen!")
    with pytest.raises(StaleAction):
        join(new, old, revision=7)
    done(old)
    with pytest.raises(StatusNotReachable):
        join(new, old)
    with pytest.raises(ForeignRow):
        join(new, new)
    new.refresh_from_db()
    assert new.status == ActionStatus.PROPOSED


def test_one_query_for_many_new_points(
    running: GroupSession, inside: Municipality, build: Callable = build_organisation
) -> None:
    for number in range(3):
        owner = build(inside)
        propose(running, f"Samen bellen {number} met veel {'x' * number}", owner_organisation=owner)
    points = list(ActionPoint.objects.all())
    with CaptureQueriesContext(connection) as captured:
        for twin in twins_of(running, points, now=NOW).values():
            str(twin.action.owner_organisation)
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        twins_of(running, points, now=NOW + FRESH)
    assert len(captured) == 0
