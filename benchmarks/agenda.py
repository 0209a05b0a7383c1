"""Measure the pages of the agenda with 3, with a page full and with 10,000 action points of ten years.

python benchmarks/agenda.py                     SQLite
python benchmarks/agenda.py --servers           PostgreSQL
python benchmarks/agenda.py --points 2000 --rounds 10

Three municipalities in one database, asked in turn, so that a slow moment of the machine falls on all three.
What is measured is the request inside the server, without the network: on SQLite the time of the processor,
which other work on the machine does not lengthen, on PostgreSQL the time that passes. The run ends with an
error when a page asks the database more often with more points; milliseconds and ratios promise nothing.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import installation

FEW, A_PAGE = 3, 100
PAGES = {
    "table": ("list", ""),
    "table, last page": ("list", "?page=9999"),
    "board": ("list", "?weergave=bord"),
    "timeline": ("list", "?weergave=tijdlijn"),
    "not finished": ("list", "?toon=open"),
    "search": ("list", "?zoek=e"),
    "words": ("list", "?zoek=belt"),
    "activity": ("activity", ""),
    "for the alderman": ("for_the_board", ""),
    "a whole year": ("for_the_board", "?periode=jaar"),
    "several at once": ("bulk", ""),
    "all ticked": ("bulk", "?alle=1"),
    "one point": ("detail", ""),
    "to merge with": ("merge", ""),
    "to take along": ("take_along", ""),
    "to read in": ("import_new", ""),
    "quiet periods": ("quiet", ""),
    "advice": ("advice", ""),
    "tables": ("meetings", ""),
    "a meeting": ("meeting", ""),
    "a point of it": ("meeting_point", ""),
    "a new point": ("meeting_new", ""),
    "its end": ("end_meeting", ""),
    "an agreement": ("agreement", ""),
    "to put forward": ("put_forward", ""),
    "a version": ("version", ""),
    "to adopt": ("adopt", ""),
    "mail, answer": ("reply", ""),
}
"""Every page of the agenda; those of one session are about three points in each municipality."""


def measure(
    numbers: list[int], rounds: int, clock: Callable[[], float]
) -> dict[str, dict[int, tuple[float, int]]]:
    """Return per page and number of points the milliseconds of a request and its questions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    houses = {number: _house(number) for number in numbers}
    found: dict[str, dict[int, tuple[float, int]]] = {}
    for page, (name, query) in PAGES.items():
        paths = {number: _path(name, house) + query for number, house in houses.items()}
        asked: dict[int, int] = {}
        for number, path in paths.items():
            _visit(houses[number]["client"], path)
            with CaptureQueriesContext(connection) as questions:
                _visit(houses[number]["client"], path)
            asked[number] = len(questions)
        took: dict[int, list[float]] = {number: [] for number in numbers}
        for _round in range(rounds):
            for number, path in paths.items():
                began = clock()
                _visit(houses[number]["client"], path)
                took[number].append(1000 * (clock() - began))
        found[page] = {number: (statistics.median(took[number]), asked[number]) for number in numbers}
    return found


def _house(number: int) -> dict[str, Any]:
    """Make a municipality with so many action points and a manager who is signed in."""
    from django.test import Client
    from django.utils import timezone

    from common.tenancy import tenant
    from municipalities.enums import Role
    from tests.agenda.many_points import build_points
    from tests.builders import build_member, build_municipality, sign_in

    municipality = build_municipality(f"Met{number}")
    large = number > A_PAGE
    with tenant(municipality):
        made = build_points(
            municipality,
            number,
            today=timezone.localdate(),
            sessions=40 if large else 1,
            organisations=60 if large else 1,
        )
        known = _one_table(municipality)
    client = sign_in(Client(SERVER_NAME="127.0.0.1"), build_member(municipality, Role.MANAGER))
    return {"municipality": municipality, "client": client, "point": made[0].pk, **known}


def _one_table(municipality: Any) -> dict[str, Any]:
    """Make a table with three points of its own: a session, a version of its agenda, and a meeting."""
    from django.utils import timezone

    from agenda.agreeing.adopting import put_forward
    from agenda.agreeing.versions import Asked
    from agenda.owners.reply_link import Purpose, reply_token
    from sessions.enums import Sequel, SessionState
    from sessions.models import GroupSession
    from tests.agenda.many_points import build_points
    from tests.builders import FACILITATOR, build_session

    today, now = timezone.localdate(), timezone.now()
    point = build_points(municipality, FEW, today=today, sessions=1, organisations=1)[0]
    GroupSession.objects.filter(pk=point.session_id).update(state=SessionState.CLOSED)
    session = GroupSession.objects.get(pk=point.session_id)
    asked = [Asked(party.organisation) for party in session.parties.all()]
    put_forward(session, asked=asked, expected_number=0, actor=FACILITATOR, now=now)
    meeting = build_session(municipality, title="Vervolg", previous=session, sequel=Sequel.FOLLOW_UP)
    return {
        "session": session.pk,
        "meeting": meeting.pk,
        "of_meeting": point.pk,
        "token": reply_token(point, sent_on=today, purpose=Purpose.PROGRESS),
    }


def _path(name: str, house: dict[str, Any]) -> str:
    from django.urls import reverse

    point, meeting = {"pk": house["point"]}, {"session": house["meeting"]}
    session = {"session": house["session"]}
    about = {
        "detail": point,
        "merge": point,
        "meeting": meeting,
        "meeting_new": meeting,
        "end_meeting": meeting,
        "meeting_point": {**meeting, "pk": house["of_meeting"]},
        "agreement": session,
        "put_forward": session,
        "version": {**session, "number": 1},
        "adopt": {**session, "number": 1},
        "reply": {"token": house["token"]},
    }.get(name, {})
    return reverse(f"agenda:{name}", kwargs={"gemeente": house["municipality"].slug, **about})


def _visit(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} gives {answer.status_code}")


def tell(found: dict[str, dict[int, tuple[float, int]]], numbers: list[int]) -> bool:
    """Print what was found; return whether each page asks as often with many points as with few."""
    print(f"{'milliseconds':18}" + "".join(f"{number:>10,}" for number in numbers) + "   ratio  questions")
    is_right = True
    for page, of_each in found.items():
        took = [of_each[number][0] for number in numbers]
        asked = [of_each[number][1] for number in numbers]
        same = len(set(asked)) == 1
        is_right = is_right and same
        line = "".join(f"{one:10.1f}" for one in took)
        said = f"{asked[0]}" if same else f"{asked}  ← grows"
        print(f"{page:18}{line}{took[-1] / took[0]:8.2f}  {said}")
    return is_right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--points", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--servers", action="store_true", help="PostgreSQL instead of SQLite")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    numbers = [FEW, A_PAGE, asked.points]
    with ExitStack() as cleared:
        folder = Path(cleared.enter_context(tempfile.TemporaryDirectory()))
        installation.prepare(folder, cleared, on_servers=asked.servers)
        import django

        django.setup()
        found = measure(numbers, asked.rounds, time.perf_counter if asked.servers else time.process_time)
        if asked.json:
            asked.json.write_text(json.dumps(found, indent=1))
        if not tell(found, numbers):
            raise SystemExit("A page asks more often with more action points.")


if __name__ == "__main__":
    main()
