"""Plan a session again: the same table, people, facilitator, place and choices, on another day.

Nobody is invited by it. Who stopped or works elsewhere since does not come along, and is told.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from catalogue.models import Catalogue
from catalogue.versions import current_catalogue
from common.personal import NAME_REMOVED

from .enums import Sequel, SessionState
from .facilitators import appoint_facilitator
from .merging import Merges
from .models import Contact, Facilitator, GroupSession, Organisation, Party, Representative
from .names import planned_for_later
from .parties import MOST_PARTIES
from .planning import plan_session
from .theme_order import order_of

OVER = frozenset({SessionState.CLOSED, SessionState.ARCHIVED})
FOLLOW_UP_AFTER = timedelta(weeks=6)
REPEAT_AFTER = timedelta(weeks=26)
"""Talk on after some six weeks, answer again after half a year: the day that is proposed, not a rule."""


@dataclass
class Place:
    """An organisation that sat at the earlier table, as it goes on now, with who would come for it again."""

    organisation: Organisation
    name: str
    people: list[Representative] = field(default_factory=list)


@dataclass
class EarlierTable:
    """Who would come again, and who would not: organisations that stopped, people who work elsewhere now."""

    places: list[Place] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def may_be_copied(session: GroupSession) -> bool:
    """Return whether this can be planned again; a rehearsal has a table that does not exist."""
    return not session.is_rehearsal


def kinds_of_copy(session: GroupSession) -> list[Sequel]:
    """Return what a copy can be to this session; only one that was held is followed or repeated."""
    if session.state in OVER:
        return [Sequel.REPEAT, Sequel.FOLLOW_UP, Sequel.NONE]
    return [Sequel.NONE]


def day_to_propose(session: GroupSession, *, sequel: Sequel, today: date) -> date | None:
    """Return a day to begin with, on the weekday the table is used to; a session of its own has none."""
    if sequel == Sequel.NONE:
        return None
    if sequel == Sequel.FOLLOW_UP and session.follow_up_on and session.follow_up_on > today:
        return session.follow_up_on
    held = timezone.localdate(session.starts_at)
    day = held + (FOLLOW_UP_AFTER if sequel == Sequel.FOLLOW_UP else REPEAT_AFTER)
    while day <= today + timedelta(weeks=2):
        day += timedelta(weeks=1)
    return day


def earlier_table(session: GroupSession, *, today: date) -> EarlierTable:
    """Return who sat at a table, as the address book knows them now, in a fixed number of queries."""
    merges = Merges(session.municipality_id)
    people = Representative.objects.filter(removed_at=None).exclude(name=NAME_REMOVED).order_by("pk")
    parties = list(session.parties.order_by("position", "pk"))
    of_party: dict[int, list[Representative]] = {party.pk: [] for party in parties}
    for person in people.filter(party__in=parties):
        of_party[person.party_id].append(person)
    ends = {party.organisation_id: merges.end_of(party.organisation_id) for party in parties}
    organisations = Organisation.objects.select_related("kind").in_bulk(set(ends.values()))
    gone = _gone(ends, merges, today=today)
    table, places = EarlierTable(), dict[int, Place]()
    for party in parties:
        organisation = organisations[ends[party.organisation_id]]
        if organisation.ended_on is not None:
            table.stopped.append(party.name)
            continue
        is_itself = organisation.pk == party.organisation_id
        name = party.name if is_itself else organisation.name
        place = places.setdefault(organisation.pk, Place(organisation, name))
        _seat(place, of_party[party.pk], gone=gone, table=table)
    table.places = list(places.values())
    return table


def _seat(
    place: Place, people: list[Representative], *, gone: set[tuple[int, str]], table: EarlierTable
) -> None:
    """Put people on a place; of two organisations that are one now, somebody comes once."""
    there = {(one.email or one.name).lower() for one in place.people}
    for person in people:
        if (place.organisation.pk, person.email) in gone:
            table.elsewhere.append(str(person))
        elif str(person) and (person.email or person.name).lower() not in there:
            there.add((person.email or person.name).lower())
            place.people.append(person)


def _gone(ends: dict[int, int], merges: Merges, *, today: date) -> set[tuple[int, str]]:
    """Return who was a contact of which organisation and is none any more, by its key and their address."""
    keys = {*ends, *ends.values(), *merges.beneath(ends.values())}
    contacts = Contact.objects.filter(organisation__in=keys).exclude(person__email="")
    rows = contacts.values_list("organisation", "person__email", "until_date")
    known = [((merges.end_of(pk), email.lower()), until) for pk, email, until in rows]
    return {who for who, _until in known} - {who for who, until in known if until is None or until >= today}


def copy_session(
    earlier: GroupSession,
    *,
    title: str,
    starts_at: datetime,
    duration_minutes: int,
    location: str,
    sequel: Sequel,
    actor: Actor,
    now: datetime,
    organisations: Collection[int] | None = None,
) -> GroupSession:
    """Plan a session with the table of an earlier one; nobody is invited yet.

    `organisations` holds the keys of those that come again; None is all of them. Raises `ValidationError`,
    and `AlreadyPlanned` for a double click: whoever is second finds the first copy with everybody in it.
    """
    if not may_be_copied(earlier) or sequel not in kinds_of_copy(earlier):
        raise ValidationError(_("This session can't be planned again like this."))
    with transaction.atomic():
        catalogue = _list_for(earlier)
        session = plan_session(
            municipality=earlier.municipality,
            title=title,
            goal=earlier.goal,
            starts_at=starts_at,
            location=location,
            duration_minutes=duration_minutes,
            catalogue=catalogue,
            answer_ahead=earlier.answer_ahead,
            names_in_report=earlier.names_in_report,
            names_after_talk=planned_for_later(earlier),
            theme_order=_same_order(earlier, catalogue),
            previous=None if sequel == Sequel.NONE else earlier,
            sequel=sequel,
            actor=actor,
            now=now,
        )
        table = earlier_table(earlier, today=timezone.localdate(now))
        wanted = [
            one for one in table.places if organisations is None or one.organisation.pk in organisations
        ]
        _place(session, wanted)
        for leader in Facilitator.objects.appointed().filter(session=earlier).exclude(email=""):
            appoint_facilitator(session, name=leader.name, email=leader.email, actor=actor, now=now)
        municipality = session.municipality
        record(municipality=municipality, actor=actor, action="copy session", target=session, now=now)
    session.refresh_from_db()
    return session


def _list_for(earlier: GroupSession) -> Catalogue:
    """Return the list of statements of today; the earlier one stays with the session that used it."""
    return current_catalogue(slug=earlier.catalogue.slug)


def _same_order(earlier: GroupSession, catalogue: Catalogue) -> list[int]:
    """Return the order of the earlier table in this version of the list; none when its themes differ."""
    slugs = dict(earlier.catalogue.themes.values_list("pk", "slug"))
    now = dict(catalogue.themes.filter(is_overall=False).values_list("slug", "pk"))
    wanted = [now.get(slugs[pk]) for pk in order_of(earlier)]
    return [pk for pk in wanted if pk] if set(wanted) == set(now.values()) else []


def _place(session: GroupSession, places: list[Place]) -> None:
    municipality = session.municipality
    for position, place in enumerate(places[:MOST_PARTIES]):
        party = Party.objects.create(
            municipality=municipality,
            session=session,
            organisation=place.organisation,
            name=place.name,
            position=position,
        )
        Representative.objects.bulk_create(
            Representative(
                municipality=municipality,
                party=party,
                name=person.name,
                email=person.email,
                function=person.function,
            )
            for person in place.people
        )
