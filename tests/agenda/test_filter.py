"""One choice of the agenda, and what it keeps; what does not exist chooses nothing."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from agenda.enums import ActionStatus, OwnersWord
from agenda.looking.filter import Choice
from agenda.looking.filter_forms import FilterForm
from agenda.looking.overview import agenda_of
from agenda.models import ActionPoint
from agenda.points.proposing import propose_action
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.merging import merge_organisations
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    NOW,
    answering,
    build_municipality,
    build_organisation,
    build_session,
    build_user,
    outside,
    statements_of,
)

BY = {"actor": FACILITATOR, "author": "R. Smit"}


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    answering(session)
    return session


def propose(session: GroupSession, what: str, **fields: object) -> ActionPoint:
    changed = {name: fields.pop(name) for name in ("status", "owners_word", "deadline") if name in fields}
    fields.setdefault("owner_organisation", session.parties.first().organisation)
    point = propose_action(
        session, what=what, today=timezone.localdate(), now=timezone.now(), **{**BY, **fields}
    )
    ActionPoint.objects.filter(pk=point.pk).update(**changed)
    return point


def found(municipality: Municipality, query: str, user: object = None) -> set[str]:
    choice = FilterForm(QueryDict(query), municipality=municipality, user=user).choice
    today = timezone.localdate()
    return set(choice.keep(agenda_of(municipality, on=today), on=today).values_list("what", flat=True))


def test_each_way_to_choose(held: GroupSession, inside: Municipality) -> None:
    today, user = timezone.localdate(), build_user()
    other = build_session(inside, title="Tweede")
    theme = answering(other, 2)
    propose(held, "te laat", deadline=today - timedelta(days=1))
    propose(held, "vast", owners_word=OwnersWord.STUCK, status=ActionStatus.IN_PROGRESS)
    propose(held, "zonder", owner_organisation=None)
    propose(held, "klaar", status=ActionStatus.DONE)
    propose(other, "van mij", owner_email=user.email.upper(), statements=statements_of(theme)[:1])
    everything = {"te laat", "vast", "zonder", "klaar", "van mij"}
    second = other.parties.last().organisation
    propose(other, "van een ander", owner_organisation=second)
    for query, wanted in {
        "": everything | {"van een ander"},
        "toon=te-laat": {"te laat"},
        "toon=loopt-vast": {"vast"},
        "toon=zonder-trekker": {"zonder"},
        "toon=open": everything - {"klaar"} | {"van een ander"},
        "status=afgerond": {"klaar"},
        "status=bezig": {"vast"},
        f"sessie={other.pk}": {"van mij", "van een ander"},
        f"organisatie={second.pk}": {"van een ander"},
        f"thema={theme.theme.slug}": {"van mij"},
        "van=mij": {"van mij"},
        "zoek=EEN+ander": {"van een ander"},
        f"zoek={second.name}": {"van een ander"},
        f"sessie={other.pk}&van=mij": {"van mij"},
        "toon=te-laat&status=afgerond": set(),
    }.items():
        assert found(inside, query, user) == wanted, query


@pytest.mark.parametrize(
    "query",
    [
        "toon=alles",
        "status=done",
        "sessie=99999999999999999999",
        "organisatie=-1",
        "thema=<script>",
        "van=iedereen",
        "zoek=a",
        "zoek=" + "x" * 2000,
        "zoek=%20%20",
        "sessie=%00",
    ],
)
def test_what_does_not_exist_chooses_nothing(held: GroupSession, inside: Municipality, query: str) -> None:
    propose(held, "een")
    assert found(inside, query) == {"een"}


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"'])
def test_signs_of_a_search_are_searched_for(held: GroupSession, inside: Municipality, text: str) -> None:
    propose(held, f"met {text}{text} erin")
    propose(held, "zonder iets")
    assert found(inside, f"zoek={text.replace('%', '%25')}{text.replace('%', '%25')}") == {
        f"met {text}{text} erin"
    }


def test_what_was_merged_is_found_under_what_it_goes_on_as(held: GroupSession, inside: Municipality) -> None:
    old, new = held.parties.first().organisation, build_organisation(inside, "Groot")
    propose(held, "van vroeger")
    merge_organisations(old, into=new, actor=FACILITATOR, now=NOW)
    assert found(inside, f"organisatie={new.pk}") == {"van vroeger"}
    form = FilterForm(QueryDict(""), municipality=inside, user=None)
    assert list(form.fields["organisatie"].queryset) == [new]


def test_another_municipality_can_t_be_chosen(held: GroupSession, inside: Municipality) -> None:
    other = build_municipality("Elders")
    with outside(), tenant(other):
        stranger = build_session(other)
        answering(stranger)
        propose(stranger, "van hen")
        organisation = stranger.parties.first().organisation
    propose(held, "van ons")
    for query in (f"sessie={stranger.pk}", f"organisatie={organisation.pk}"):
        assert found(inside, query) == {"van ons"}


def test_what_went_on_in_another_point_is_not_counted_twice(held: GroupSession, inside: Municipality) -> None:
    one, other = propose(held, "een"), propose(held, "twee")
    ActionPoint.objects.filter(pk=one.pk).update(merged_into=other)
    assert found(inside, "") == {"twee"}


def test_an_address_says_the_same_choice_again(held: GroupSession, inside: Municipality) -> None:
    propose(held, "een")
    said = f"toon=te-laat&zoek=een+twee&status=bezig&sessie={held.pk}&van=mij"
    choice = FilterForm(QueryDict(said + "&onzin=1&thema=niets"), municipality=inside, user=None).choice
    assert choice.query == said
    assert choice.is_narrow
    assert not Choice(kept={"toon": "te-laat"}).is_narrow
