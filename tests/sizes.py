"""Pytest plugin: how large the large tests are, so that they can be run in parts on a quiet machine.

pytest tests/live/test_state_machine.py -m long --steps=50000 --hypothesis-seed=3
pytest tests/questionnaire/test_race.py --on=postgresql -m long --rounds=5000 --commands=10000
pytest tests/live/test_cuts.py -m long --cuts=1000 --seed=7
"""

from collections.abc import Callable

import pytest

SIZES = {
    "steps": "steps of the state machine of a session",
    "rounds": "rounds of answers against a reveal",
    "commands": "commands pressed side by side",
    "cuts": "cuts of the lines of a room",
    "parties": "parties in a long rehearsal",
    "seed": "what is drawn where a test throws dice",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    for name, what in SIZES.items():
        parser.addoption(f"--{name}", type=int, default=None, help=f"{what}; only for tests marked long")
    parser.addoption("--film", default=None, help="folder for the pictures of tests/browser/test_play.py")


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Callable[..., int]:
    """Return the size of something: the one that was asked for, or else this one."""

    def asked(name: str, otherwise: int) -> int:
        given = request.config.getoption(f"--{name}")
        is_long = request.node.get_closest_marker("long") is not None
        return given if given is not None and is_long else otherwise

    return asked
