"""Begin a rehearsal: the whole session with made-up parties that answer by themselves.

It counts nowhere, no mail leaves it, and it is removed at one press or 7 days after it was made
(`removing_rehearsals.py`). Who begins it leads it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import segno
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from catalogue.models import Catalogue
from catalogue.versions import current_catalogue
from municipalities.locks import hold_municipality

from .addresses import join_address
from .enums import SessionState
from .facilitators import appoint_facilitator
from .made_up import kinds_at, made_up_organisation, names_for
from .models import NAME_LENGTH, GroupSession, Organisation, Party, Representative
from .names import planned_for_later
from .planning import ALIVE, plan_session
from .stage import open_session
from .theme_order import order_of

if TYPE_CHECKING:
    from municipalities.models import Municipality

MINUTE = timedelta(minutes=1)
INK = "#15202b"


class NoStatements(Exception):
    """There is no published list of statements to rehearse with."""


def begin_rehearsal(
    *,
    municipality: "Municipality",
    actor: Actor,
    now: datetime,
    of: GroupSession | None = None,
) -> GroupSession:
    """Make a rehearsal whose doors are open, of a session or of a table that does not exist.

    Its parties are of the same kinds as those of the session; nobody's name or address goes along. Somebody
    who has one already that is not over gets that one back. Raises `NoStatements`.
    """
    with transaction.atomic():
        # One at a time, so that a double click finds the first one.
        hold_municipality(municipality)
        found = rehearsal_at_hand(municipality=municipality, of=of, actor=actor)
        if found is not None:
            return found
        rehearsal = _planned(municipality, of, actor=actor, now=now)
        _seat_made_up_parties(rehearsal, of, now=now)
        if actor.user is not None:
            name = actor.user.name or actor.user.email
            appoint_facilitator(rehearsal, name=name, email=actor.user.email, actor=actor, now=now)
        open_session(rehearsal, actor=actor, expected_revision=rehearsal.revision, now=now)
    return rehearsal


def rehearsal_at_hand(
    *, municipality: "Municipality", of: GroupSession | None, actor: Actor
) -> GroupSession | None:
    """Return the rehearsal of this session that this person leads and that is not over."""
    rows = GroupSession.objects.filter(municipality=municipality, is_rehearsal=True, rehearsal_of=of)
    mine = rows.filter(facilitators__user=actor.user, facilitators__ended_at=None, state__in=ALIVE)
    made_up = Organisation.also_made_up.filter(made_up_for__in=mine).values("made_up_for")
    return mine.filter(pk__in=made_up).select_related("municipality").first()


def _planned(
    municipality: "Municipality", of: GroupSession | None, *, actor: Actor, now: datetime
) -> GroupSession:
    rehearsal = plan_session(
        municipality=municipality,
        title=(_("Rehearsal: %(title)s") % {"title": of.title} if of else _("Rehearsal"))[:NAME_LENGTH],
        # A plan is of a moment to come.
        starts_at=now + MINUTE,
        catalogue=of.catalogue if of else _list_of_statements(),
        duration_minutes=of.duration_minutes if of else 120,
        names_in_report=of.names_in_report if of else True,
        names_after_talk=planned_for_later(of) if of else False,
        theme_order=order_of(of) if of else (),
        is_rehearsal=True,
        actor=actor,
        now=now,
    )
    rehearsal.rehearsal_of = of
    rehearsal.save(update_fields=["rehearsal_of"])
    return rehearsal


def _list_of_statements() -> Catalogue:
    try:
        return current_catalogue()
    except Catalogue.DoesNotExist as error:
        raise NoStatements from error


def _seat_made_up_parties(rehearsal: GroupSession, of: GroupSession | None, *, now: datetime) -> None:
    """Give each made-up party a place, with somebody on it who joined by no way at all."""
    for position, (name, kind) in enumerate(names_for(kinds_at(of))):
        party = Party.objects.create(
            municipality=rehearsal.municipality,
            session=rehearsal,
            organisation=made_up_organisation(rehearsal, name=name, kind=kind),
            name=name,
            position=position,
        )
        Representative.objects.create(
            municipality=rehearsal.municipality,
            party=party,
            name=_("Practice participant %(number)d") % {"number": position + 1},
            joined_at=now,
        )


@dataclass(frozen=True)
class OwnPhone:
    """The party that who rehearses can be, on a phone of their own."""

    party: Party
    link: str
    qr: str


def own_phone_of(session: GroupSession, *, parties: Collection[Party]) -> OwnPhone | None:
    """Return the party to try on a phone, while the doors of a rehearsal are open; of a real session none."""
    if not session.is_rehearsal or session.state not in {SessionState.OPEN, SessionState.RUNNING}:
        return None
    party = next(iter(parties), None)
    if party is None:
        return None
    link = join_address(party)
    return OwnPhone(party, link, segno.make(link, error="m").svg_data_uri(border=2, dark=INK, light="#fff"))
