"""What planning a session makes, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.actors import Actor
from audit.models import AuditEvent
from municipalities.models import Municipality
from sessions.enums import Sequel
from sessions.models import GroupSession
from sessions.planning import AlreadyPlanned, change_plan, choices_fixed, plan_session, write_with_code
from sessions.seats import CODE_LETTERS
from sessions.stepping import StaleStep, StepRefused
from sessions.theme_order import order_of
from tests.builders import NOW, answering, build_session, national_catalogue, open_doors, seat

COORDINATOR = Actor(role="coordinator")
SOON = NOW + timedelta(days=14)


def plan(municipality: Municipality, **fields: object) -> GroupSession:
    wanted = {"title": "Schulden voorkomen", "starts_at": SOON, "catalogue": national_catalogue(), **fields}
    return plan_session(municipality=municipality, actor=COORDINATOR, now=NOW, **wanted)


def change(session: GroupSession, **fields: object) -> None:
    session.refresh_from_db()
    names = ("title", "starts_at", "location", "goal", "duration_minutes", "answer_ahead", "names_in_report")
    names += ("names_after_talk", "date_poll_url")
    wanted = {name: getattr(session, name) for name in names}
    wanted |= {"expected_revision": session.revision, **fields}
    change_plan(session, actor=COORDINATOR, now=NOW, **wanted)


def test_a_plan_has_every_theme_with_the_overall_grade_first(inside: Municipality) -> None:
    session = plan(inside)
    themes = [row.theme for row in session.themes.select_related("theme")]
    assert [theme.is_overall for theme in themes] == [True, False, False, False, False]
    assert [theme.position for theme in themes] == [0, 1, 2, 3, 4]
    assert len(session.join_code) == 8 and set(session.join_code) <= set(CODE_LETTERS)
    assert AuditEvent.objects.get().action == "plan session"


def test_two_sessions_never_share_a_join_code(inside: Municipality) -> None:
    taken = plan(inside).join_code
    other = GroupSession(
        municipality=inside, title="x", starts_at=SOON, catalogue=national_catalogue(), created_at=NOW
    )
    write_with_code(other, codes=iter([taken, taken, "ABCDEFGH"]))
    assert GroupSession.objects.get(pk=other.pk).join_code == "ABCDEFGH"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   \n "),
        ("title", "x" * 121),
        ("location", "x" * 201),
        ("goal", "x" * 601),
        ("duration_minutes", 0),
        ("duration_minutes", 100_000),
        ("starts_at", NOW),
        ("starts_at", NOW - timedelta(days=1)),
        ("starts_at", NOW + timedelta(days=20 * 365)),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(
    inside: Municipality, field: str, value: object
) -> None:
    with pytest.raises(ValidationError) as refused:
        plan(inside, **{field: value})
    assert list(refused.value.error_dict) == [field]
    assert not GroupSession.objects.exists() and not AuditEvent.objects.exists()


def test_a_title_keeps_its_letters_but_no_line_breaks(inside: Municipality) -> None:
    assert plan(inside, title=" <script>\n مساعدة  🤝 ").title == "<script> مساعدة 🤝"


def test_the_same_plan_twice_is_a_double_click(inside: Municipality) -> None:
    first = plan(inside)
    with pytest.raises(AlreadyPlanned) as twice:
        plan(inside)
    assert twice.value.session == first
    assert GroupSession.objects.count() == 1


def test_a_list_that_was_not_published_is_refused(inside: Municipality) -> None:
    catalogue = national_catalogue()
    catalogue.state = "draft"
    with pytest.raises(ValidationError):
        plan(inside, catalogue=catalogue)


def test_a_changed_plan_keeps_its_code_and_is_logged(inside: Municipality) -> None:
    session = plan(inside)
    code, revision = session.join_code, session.revision
    change(session, title="Nieuw", starts_at=SOON + timedelta(days=1), names_in_report=False)
    session.refresh_from_db()
    assert (session.title, session.names_in_report, session.join_code) == ("Nieuw", False, code)
    assert session.revision == revision + 1
    assert [event.action for event in AuditEvent.objects.all()] == ["plan session", "change plan"]


def test_a_plan_changed_in_two_tabs_goes_to_the_first(inside: Municipality) -> None:
    session = plan(inside)
    seen = session.revision
    change(session, title="Eerste", expected_revision=seen)
    with pytest.raises(StaleStep):
        change(session, title="Tweede", expected_revision=seen)
    session.refresh_from_db()
    assert session.title == "Eerste"


def test_a_plan_can_keep_a_moment_that_passed_but_not_move_to_another(session: GroupSession) -> None:
    GroupSession.objects.filter(pk=session.pk).update(starts_at=NOW - timedelta(hours=1))
    change(session, title="Toch door")
    with pytest.raises(ValidationError):
        change(session, starts_at=NOW - timedelta(hours=2))


def test_what_happens_with_answers_is_fixed_when_the_doors_open(session: GroupSession) -> None:
    assert not choices_fixed(session)
    open_doors(session)
    change(session, title="Anders", names_in_report=False, answer_ahead=True)
    session.refresh_from_db()
    assert (session.title, session.names_in_report, session.answer_ahead) == ("Anders", True, False)


def test_what_happens_with_answers_is_fixed_when_somebody_may_have_answered_ahead(
    inside: Municipality,
) -> None:
    session = build_session(inside, answer_ahead=True)
    seat(session.parties.first())
    change(session, names_in_report=False)
    session.refresh_from_db()
    assert session.names_in_report


def test_a_running_session_keeps_its_plan(session: GroupSession) -> None:
    answering(session)
    with pytest.raises(StepRefused):
        change(session, title="Te laat")


# The order of the themes


def reversed_order(session: GroupSession) -> list[int]:
    return order_of(session)[::-1]


def test_the_overall_grade_stays_first_in_every_order(inside: Municipality) -> None:
    session = plan(inside)
    wanted = reversed_order(session)
    change(session, theme_order=wanted)
    assert order_of(session) == wanted
    assert session.themes.order_by("position").first().theme.is_overall
    assert [row.position for row in session.themes.order_by("position")] == [0, 1, 2, 3, 4]


def test_a_session_that_starts_begins_with_the_theme_that_was_put_first(inside: Municipality) -> None:
    session = build_session(inside)
    wanted = reversed_order(session)
    change(session, theme_order=wanted)
    assert answering(session, 1).theme_id == wanted[0]


@pytest.mark.parametrize("cut", [slice(0, 3), slice(0, 0)])
def test_what_is_no_order_is_refused(inside: Municipality, cut: slice) -> None:
    session = plan(inside)
    order = order_of(session)
    with pytest.raises(ValidationError):
        change(session, theme_order=[*order[cut], order[0], order[0]])
    assert order_of(session) == order


def test_the_order_is_fixed_once_the_doors_are_open(session: GroupSession) -> None:
    open_doors(session)
    with pytest.raises(StepRefused):
        change(session, theme_order=reversed_order(session))
    change(session, theme_order=order_of(session), title="Zelfde volgorde")
    assert session.title == "Zelfde volgorde"


# What it follows, and where its date is looked for


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.nl/1", "prikker", "https://" + "x" * 600])
def test_only_a_link_of_the_web_is_a_date_poll(inside: Municipality, url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        plan(inside, date_poll_url=url)
    assert list(refused.value.error_dict) == ["date_poll_url"]


def test_a_follow_up_needs_what_it_follows_and_a_rehearsal_has_no_sequel(inside: Municipality) -> None:
    with pytest.raises(ValidationError):
        plan(inside, sequel=Sequel.FOLLOW_UP)
    rehearsal = plan(inside, title="Oefenen", is_rehearsal=True)
    with pytest.raises(ValidationError):
        plan(inside, previous=rehearsal)
    earlier = plan(inside)
    assert plan(inside, title="Terug", previous=earlier).sequel == Sequel.REPEAT
    assert plan(inside, title="Bij", previous=earlier, sequel=Sequel.FOLLOW_UP).sequel == Sequel.FOLLOW_UP
