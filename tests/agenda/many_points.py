"""Action points in any number with their history, written row by row: for what must not grow with them."""

import random
from datetime import UTC, date, datetime, timedelta

from agenda.enums import ActionChange, ActionStatus, OwnersWord
from agenda.models import ActionEvent, ActionPoint
from catalogue.models import Theme
from municipalities.models import Municipality
from sessions.models import GroupSession, Organisation
from tests.builders import build_organisation, build_session

YEARS = 10
OPEN_SHARE = 0.1
TOPICS = ["één nummer op elke brief", "warme overdracht", "les over geld", "budgetcursus", "huisbezoek"]


def build_points(
    municipality: Municipality,
    number: int,
    *,
    today: date,
    years: int = YEARS,
    events_each: int = 6,
    sessions: int = 4,
    organisations: int = 8,
    seed: int = 1,
) -> list[ActionPoint]:
    """Make action points of several years, most of them ended as in an agenda that is worked at.

    The first ones are open, so that few points are as lively as many. Call inside `tenant()`.
    """
    chance = random.Random(seed)
    tables = [build_session(municipality, title=f"Sessie {at + 1}") for at in range(sessions)]
    owners = [build_organisation(municipality) for _at in range(organisations)]
    themes = list(tables[0].catalogue.themes.themes())
    points = [_point(at, number, tables, owners, themes, chance, today, years) for at in range(number)]
    made = ActionPoint.objects.bulk_create(points, batch_size=500)
    events = [event for point in made for event in _history(point, events_each)]
    ActionEvent.objects.bulk_create(events, batch_size=500)
    return made


def _point(
    at: int,
    number: int,
    tables: list[GroupSession],
    owners: list[Organisation],
    themes: list[Theme],
    chance: random.Random,
    today: date,
    years: int,
) -> ActionPoint:
    is_open = at < max(3, number * OPEN_SHARE)
    age = chance.randrange(5, 300) if is_open else chance.randrange(30, years * 365)
    agreed = datetime(today.year, today.month, today.day, 12, tzinfo=UTC) - timedelta(days=age)
    session = tables[at % len(tables)]
    statuses = [ActionStatus.ACCEPTED, ActionStatus.IN_PROGRESS, ActionStatus.AWAITING_DECISION]
    ended = ActionStatus.DROPPED if chance.random() < 0.1 else ActionStatus.DONE
    return ActionPoint(
        municipality=session.municipality,
        session=session,
        theme=themes[at % len(themes)],
        what=f"{chance.choice(TOPICS).capitalize()} {at + 1}",
        resident_effect="Men weet wie er belt" if at % 3 == 0 else "",
        owner_organisation=owners[at % len(owners)],
        owner_name=f"Persoon {at % 40}",
        owner_email=f"persoon{at % 40}@example.org",
        deadline=agreed.date() + timedelta(days=chance.randrange(20, 400)),
        status=statuses[at % len(statuses)] if is_open else ended,
        owners_word=OwnersWord.STUCK if is_open and at % 5 == 0 else "",
        created_at=agreed,
        changed_at=agreed,
    )


def _history(point: ActionPoint, number: int) -> list[ActionEvent]:
    ended = point.status in {ActionStatus.DONE, ActionStatus.DROPPED}
    lines = [(ActionChange.PROPOSED, point.what, ""), (ActionChange.ACCEPTED, ActionStatus.ACCEPTED, "")]
    lines += [(ActionChange.UPDATE, OwnersWord.ON_TRACK, "Het gaat goed")] * max(number - 3, 0)
    if ended:
        lines.append((ActionChange.STATUS, point.status, ""))
    return [
        ActionEvent(
            municipality=point.municipality,
            action_point=point,
            change=change,
            after=after[:300],
            text=text,
            author="R. Smit",
            at=point.created_at + timedelta(days=3 * day),
        )
        for day, (change, after, text) in enumerate(lines)
    ]
