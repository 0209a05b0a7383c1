import pytest

from sessions import stage
from sessions.models import GroupSession
from tests.builders import answer, answering, reveal, seat, statements_of, take

NOTE = "Kanarie-in-de-toelichting"


@pytest.fixture
def closed(session: GroupSession) -> GroupSession:
    """A session of which theme 1 was revealed, theme 2 was not, and that is closed."""
    theme = answering(session)
    for place, party in enumerate(session.parties.select_related("session", "municipality")):
        person = seat(party, f"Persoon {place}")
        person.email = f"persoon{place}@example.org"
        person.save()
        for statement in statements_of(theme):
            answer(party, statement, 3 * place, note=NOTE)
    reveal(session, theme)
    take(stage.close_session, session, follow_up_on=None)
    return session
