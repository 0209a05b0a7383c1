"""The same statement then and now: who is compared with whom, and what never is."""

import copy
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.loading import catalogue_files, load_catalogue
from catalogue.models import Catalogue
from catalogue.reading import read_file
from municipalities.models import Municipality
from questionnaire.then_and_now import ThenNow, then_and_now
from sessions.merging import merge_organisations
from sessions.models import GroupSession, Representative, SessionTheme
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_session,
    reveal,
    seat,
    statements_of,
    theme_at,
)


def held(session: GroupSession, values: Sequence[int | None], position: int = 1) -> SessionTheme:
    """Answer the first statement of a theme with these figures, party by party, and show them."""
    theme = answering(session, position)
    for party, value in zip(session.parties.all(), values, strict=True):
        if value is not None:
            answer(party, statements_of(theme)[0], value)
    reveal(session, theme)
    return theme_at(session, position)


def compared(theme: SessionTheme) -> ThenNow | None:
    found = then_and_now(SessionTheme.objects.select_related("session").get(pk=theme.pk))
    return found.get(statements_of(theme)[0].pk)


@pytest.fixture
def earlier(inside: Municipality) -> GroupSession:
    session = build_session(inside, parties=["Woonstede", "ROC Waterland", "Voedselbank"])
    held(session, [4, 6, 2])
    return session


def later(earlier: GroupSession, parties: Sequence[str], **fields: object) -> GroupSession:
    return build_session(
        earlier.municipality,
        parties=parties,
        previous=earlier,
        title="Herhaalsessie",
        starts_at=NOW + timedelta(days=200),
        **fields,
    )


def test_without_an_earlier_session_nothing_is_compared(earlier: GroupSession) -> None:
    assert then_and_now(theme_at(earlier, 1)) == {}


def test_all_parties_and_those_that_were_there_both_times(earlier: GroupSession) -> None:
    now = later(earlier, ["Woonstede", "Voedselbank", "Waterbedrijf", "Bibliotheek"])
    found = compared(held(now, [7, 1, 9, None]))
    assert found is not None
    assert (found.then.n, found.then.median, found.then.lowest, found.then.highest) == (3, 4, 2, 6)
    assert (found.now.n, found.now.median, found.now.lowest, found.now.highest) == (3, 7, 1, 9)
    assert (found.both_then.n, found.both_then.median, found.both_now.median) == (2, 3, 4)
    assert [(one.name, one.then, one.now) for one in found.parties] == [
        ("Woonstede", 4, 7),
        ("Voedselbank", 2, 1),
    ]


def test_a_party_that_said_nothing_once_is_not_in_the_figures_of_both(earlier: GroupSession) -> None:
    found = compared(held(later(earlier, ["Woonstede", "Voedselbank"]), [None, 5]))
    assert found is not None
    assert (found.both_then.n, found.both_now.median) == (1, 5)
    assert found.parties[0].now is None


def test_another_version_of_the_list_is_another_question(earlier: GroupSession) -> None:
    now = later(earlier, ["Woonstede"])
    theme = held(now, [7])
    assert compared(theme) is not None
    other = Catalogue.objects.create(slug="andere-lijst", version=99, title="Andere lijst")
    GroupSession.objects.filter(pk=earlier.pk).update(catalogue=other)
    assert compared(theme) is None


def again_with(earlier: GroupSession, values: Sequence[int], *, corrects: int | None) -> SessionTheme:
    """Hold the session again with a version in which one word of its first statement is spelled anew."""
    content = copy.deepcopy(read_file(path=catalogue_files()[0]))
    statement = content["themes"][1]["statements"][0]
    was, now = "organisatie", "organizatie"
    statement["text"]["nl"] = statement["text"]["nl"].replace(was, now)
    said: dict[str, object] = {"version": 2}
    if corrects is not None:
        where = f"statement {statement['number']}"
        said |= {"corrects": corrects, "corrections": [{"where": where, "was": was, "now": now}]}
    load_catalogue(content={**content, **said}, now=NOW)
    return held(later(earlier, ["Woonstede", "ROC Waterland", "Voedselbank"]), values)


def test_a_corrected_spelling_is_the_same_question_and_is_told(earlier: GroupSession) -> None:
    theme = again_with(earlier, [7, 6, 9], corrects=1)
    assert theme.session.catalogue_id != earlier.catalogue_id
    found = compared(theme)
    assert found is not None
    assert (found.then.median, found.now.median, found.both_then.n) == (4, 7, 3)
    assert [(one.was, one.now) for one in found.corrected] == [("organisatie", "organizatie")]
    others = then_and_now(theme)
    assert not any(one.corrected for key, one in others.items() if key != statements_of(theme)[0].pk)


def test_a_version_that_does_not_say_so_is_another_question(earlier: GroupSession) -> None:
    assert compared(again_with(earlier, [7, 6, 9], corrects=None)) is None


def test_within_one_version_nothing_was_corrected(earlier: GroupSession) -> None:
    found = compared(held(later(earlier, ["Woonstede"]), [7]))
    assert found is not None and found.corrected == ()


@pytest.mark.parametrize("fields", [{"is_rehearsal": True}, {"state": "cancelled"}])
def test_what_never_counts_is_not_compared(earlier: GroupSession, fields: dict) -> None:
    theme = held(later(earlier, ["Woonstede"]), [7])
    GroupSession.objects.filter(pk=earlier.pk).update(**fields)
    assert compared(theme) is None


def test_a_follow_up_without_answers_is_passed_by(earlier: GroupSession) -> None:
    between = later(earlier, ["Woonstede"])
    found = compared(held(later(between, ["Woonstede"]), [7]))
    assert found is not None
    assert found.earlier == earlier


def test_two_sessions_that_name_each_other_end_the_search(earlier: GroupSession) -> None:
    between = later(earlier, ["Woonstede"])
    now = later(between, ["Woonstede"])
    GroupSession.objects.filter(pk=between.pk).update(previous=now)
    assert compared(held(now, [7])) is None


def test_a_table_that_was_promised_totals_gets_no_names(earlier: GroupSession) -> None:
    theme = held(later(earlier, ["Woonstede", "ROC Waterland", "Voedselbank"]), [7, 7, 7])
    GroupSession.objects.filter(pk=earlier.pk).update(names_in_report=False)
    found = compared(theme)
    assert found is not None
    assert (found.parties, found.both_then.n) == ((), 3)


def test_a_total_of_one_party_is_a_figure_beside_a_name(earlier: GroupSession) -> None:
    theme = held(later(earlier, ["Woonstede"]), [7])
    assert compared(theme).both_then is not None
    GroupSession.objects.filter(pk=earlier.pk).update(names_in_report=False)
    found = compared(theme)
    assert (found.parties, found.both_then, found.then.n) == ((), None, 3)


def test_a_merged_organisation_is_the_same_party(earlier: GroupSession) -> None:
    now = later(earlier, ["Nieuw Wonen", "Voedselbank"])
    old = earlier.parties.get(name="Woonstede").organisation
    new = now.parties.get(name="Nieuw Wonen").organisation
    merge_organisations(old, into=new, actor=FACILITATOR, now=timezone.now())
    found = compared(held(now, [8, 3]))
    assert found is not None
    assert (found.parties[0].name, found.parties[0].then, found.parties[0].now) == ("Nieuw Wonen", 4, 8)


def test_two_parties_that_became_one_are_not_compared(earlier: GroupSession) -> None:
    now = later(earlier, ["Woonstede", "Voedselbank"])
    into = now.parties.get(name="Woonstede").organisation
    old = earlier.parties.get(name="ROC Waterland").organisation
    merge_organisations(old, into=into, actor=FACILITATOR, now=timezone.now())
    found = compared(held(now, [8, 3]))
    assert found is not None
    assert [one.name for one in found.parties] == ["Voedselbank"]


@pytest.mark.parametrize(
    ("then", "here", "is_other"),
    [("Yusuf", "Ans", True), ("Yusuf", "yusuf ", False), ("", "Ans", False), (None, "Ans", False)],
)
def test_another_person_of_the_party_is_noted(
    earlier: GroupSession, then: str | None, here: str, is_other: bool
) -> None:
    if then is not None:
        person = seat(earlier.parties.get(name="Woonstede"), "Yusuf")
        Representative.objects.filter(pk=person.pk).update(name=then)
    now = later(earlier, ["Woonstede"])
    theme = held(now, [7])
    seat(now.parties.get(), here)
    found = compared(theme)
    assert found is not None
    assert found.parties[0].other_person is is_other


def test_as_many_queries_for_many_parties(inside: Municipality) -> None:
    counts = []
    for names in (["A"], ["B", "C", "D"]):
        first = build_session(inside, parties=names)
        held(first, [3] * len(names))
        theme = held(later(first, names), [4] * len(names))
        row = SessionTheme.objects.select_related("session").get(pk=theme.pk)
        with CaptureQueriesContext(connection) as captured:
            then_and_now(row)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9
