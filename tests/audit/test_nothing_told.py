"""Nothing that somebody answered or wrote at the table is in the log, on its page or in its file."""

from datetime import date
from itertools import count

from django.test import Client

from agenda.enums import OwnersWord
from agenda.models import ActionPoint
from agenda.points.accepting import accept_action
from agenda.points.describing import reword_action
from agenda.points.progress import report_progress
from agenda.points.proposing import propose_action
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions import stage
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answer,
    answering,
    build_member,
    build_session,
    reveal,
    seat,
    sign_in,
    statements_of,
    take,
)

_number = count(1)
TOLD: list[str] = []


def told() -> str:
    """Return a word that stands nowhere else."""
    TOLD.append(f"kanarie{next(_number)}qzx")
    return TOLD[-1]


def _hold_a_session(municipality: Municipality) -> None:
    session = build_session(municipality, parties=(told(), told()), title=told())
    take(stage.open_session, session)
    parties = list(session.parties.select_related("session", "municipality", "organisation"))
    for party in parties:
        seat(party, told())
    theme = answering(session, 1)
    for party in parties:
        answer(party, statements_of(theme)[0], 4, note=told())
    reveal(session, theme)
    said = {"actor": FACILITATOR, "author": told(), "now": NOW}
    propose_action(
        session,
        what=told(),
        owner_organisation=parties[0].organisation,
        owner_name=told(),
        owner_role=told(),
        deadline=date(2027, 3, 1),
        resident_effect=told(),
        today=TODAY,
        **said,
    )
    action = ActionPoint.objects.get(session=session)
    accept_action(action, expected_revision=action.revision, **said)
    action.refresh_from_db()
    reword_action(action, what=told(), expected_revision=action.revision, **said)
    action.refresh_from_db()
    report_progress(
        action,
        owners_word=OwnersWord(OwnersWord.values[0]),
        text=told(),
        expected_revision=action.revision,
        **said,
    )
    take(stage.close_session, session, follow_up_on=date(2027, 1, 5))


def _leaks(*texts: str) -> list[str]:
    return [word for word in TOLD if any(word in text for text in texts)]


def test_no_word_of_the_table_is_in_the_log(client: Client, municipality: Municipality) -> None:
    with tenant(municipality):
        _hold_a_session(municipality)
        rows = str(list(AuditEvent.objects.values()))
        assert AuditEvent.objects.count() > 10 and len(TOLD) > 10
    sign_in(client, build_member(municipality, Role.ADMINISTRATOR))
    page = client.get(f"/{municipality.slug}/logboek/").content.decode()
    file = b"".join(client.get(f"/{municipality.slug}/logboek/logboek.csv").streaming_content).decode()
    assert "heeft een actiepunt voorgesteld" in page and "heeft een actiepunt voorgesteld" in file
    assert _leaks(rows, page, file) == []
    # The control: a word that does stand in it is found.
    TOLD.append("gespreksleider")
    assert _leaks(page) == ["gespreksleider"]
    TOLD.remove("gespreksleider")
