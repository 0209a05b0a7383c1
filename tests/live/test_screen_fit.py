"""Where the picture of a statement stands: under it while it can be read from afar, else beside it."""

import pytest
from django.utils.translation import override

from catalogue.models import Statement
from live.screen_fit import LEAST_LETTERS, LEAST_ROW, SHAPES, Beside, fit
from questionnaire.dot_plot import measures
from tests.questionnaire.test_picture import picture

STATEMENT = Statement(
    number=1,
    text="Mijn organisatie biedt hulp bij het op orde krijgen van de financiële situatie en deze hulp is "
    "toegankelijk en makkelijk vindbaar voor alle inwoners.",
)
NAME, LONG = "Zorgverzekeraar De Brug", "Stichting Maatschappelijke Dienstverlening Waterveen en Om"


def table(parties: int, name: str = NAME):  # type: ignore[no-untyped-def]
    """Return the picture of so many parties, with figures of every kind."""
    return picture(**{f"{at:02} {name}": at * 3 % 11 for at in range(parties)})


@pytest.mark.parametrize(
    ("parties", "name", "is_beside"),
    [(2, NAME, False), (9, LONG, False), (12, NAME, False), (12, LONG, True), (13, NAME, True)],
)
def test_the_picture_goes_beside_the_statement_when_it_can_not_be_read_under_it(
    parties: int, name: str, is_beside: bool
) -> None:
    with override("nl"):
        assert fit(STATEMENT, table(parties, name), Beside()).is_beside is is_beside


@pytest.mark.parametrize("parties", [10, 11, 12])
@pytest.mark.parametrize("shape", list(SHAPES))
def test_a_row_under_the_statement_can_be_read_at_the_back_of_the_room(parties: int, shape: str) -> None:
    with override("nl"):
        place = fit(STATEMENT, table(parties), Beside())
    box = measures(table(parties), size=SHAPES[shape].size, height=place.heights[shape])
    percent = 100 * (SHAPES[shape].width - 31.4) / box.width / SHAPES[shape].height
    assert not place.is_beside
    assert box.row * percent >= LEAST_ROW
    assert box.number_size * percent >= LEAST_LETTERS
