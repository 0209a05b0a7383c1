"""What a person answered for a party: for their own eyes before the reveal, and never anybody else's."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.personal import Keeper, Kept, Person, nobody_named, register
from common.retention import Rows
from sessions.enums import JoinedBy
from sessions.models import Representative

from .answers import answers_given_by

if TYPE_CHECKING:
    from municipalities.models import Municipality


def collect_answers(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return what this person answered; what was not revealed yet only when they ask themselves.

    And only of a seat taken with the link that was sent to this very address: whoever prepares a session can
    write another address at somebody who sits there, also their own.
    """
    seats = Representative.objects.filter(municipality=municipality, email__iexact=person.email)
    people = list(seats.values_list("pk", flat=True))
    proven = seats.filter(joined_by=JoinedBy.LINK).exclude(invited_at=None)
    own = list(proven.values_list("pk", flat=True)) if by_self else []
    return [
        Kept(
            "questionnaire.answer",
            {
                "session": answer.session.title,
                "party": answer.party.name,
                "statement": answer.statement.number,
                "moment": answer.get_moment_display(),
                "kind": answer.get_kind_display(),
                "value": answer.value,
                "note": answer.note,
                "answered_at": answer.answered_at,
            },
        )
        for answer in answers_given_by(people, also_unrevealed_of=own)
    ]


def keep_answers(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Leave the answers: they are those of the party, and the name was with the seat."""
    return {}


register(
    Keeper(
        name="answer",
        label=_("Answers given for a party"),
        fate=_("They are the answers of the party, and stay. It can’t be seen any more who gave them."),
        category="",
        names=nobody_named,
        collect=collect_answers,
        forget=keep_answers,
    )
)
