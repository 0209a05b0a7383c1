"""Who else of one's own party is here, at the top of a phone: by name, as far as a phone has room."""

import pytest
from django.utils.translation import override

from live.seat_words import who_joins
from sessions.models import GroupSession
from tests.builders import answering
from tests.live.phones import Phone, text_of

LONG = "Wilhelmina Johanna van den Heuvel-Achterberg tot Nieuwersluis"


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((), ""),
        (("Els",), "Els doet mee"),
        (("Els", "Omar"), "Els en Omar doen mee"),
        (("Els", "Omar", "Fatima"), "Els, Omar en Fatima doen mee"),
        ((LONG, LONG), f"{LONG} en {LONG} doen mee"),
        (("Els", "Omar", LONG), "Els, Omar en nog 1 ander doen mee"),
        ((LONG, "Els", "Omar", "Jan"), f"{LONG}, Els en nog 2 anderen doen mee"),
    ],
)
def test_colleagues_are_named_as_far_as_there_is_room(people: tuple[str, ...], said: str) -> None:
    with override("nl"):
        assert who_joins(people) == said


def test_a_phone_names_every_colleague_who_sat_down(session: GroupSession) -> None:
    answering(session)
    session.refresh_from_db()
    own, other = session.parties.all()[:2]
    els = Phone(session).sit(own, "Els")
    for name in ("Omar", "Fatima"):
        Phone(session).sit(own, name)
    Phone(session).sit(other, "Buitenstaander")
    header = text_of(els.get("seat")).partition("<main")[0]
    assert "Els, Omar en Fatima doen mee" in header
    assert "Buitenstaander" not in header
