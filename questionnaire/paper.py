"""Answers that parties wrote on paper, typed in by the facilitator; what a party answered is never told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from catalogue.models import Statement
from sessions.models import Party

from .answers import give_answer
from .enums import AnswerKind, Moment, Source
from .refusals import AnswerRefused


@dataclass(frozen=True)
class OnPaper:
    """One answer on paper; `seen_version` is how often the party had answered when the sheet was shown."""

    kind: AnswerKind
    value: int | None
    seen_version: int = 0


class RowRefused(Exception):
    """Nothing of a party's row was stored; `why` tells the reason by statement, and no answer."""

    def __init__(self, why: dict[int, type[AnswerRefused]]) -> None:
        super().__init__("row refused")
        self.why = why


def type_row(
    *,
    party: Party,
    answers: Mapping[Statement, OnPaper],
    actor: Actor,
    now: datetime,
    meant_for: Moment | None = None,
) -> None:
    """Store what one party wrote on paper, everything or nothing; raises `RowRefused`.

    `meant_for` is the moment of the sheet: what was typed for before the talk never counts as after it.
    """
    why: dict[int, type[AnswerRefused]] = {}
    with transaction.atomic():
        for statement, said in answers.items():
            try:
                give_answer(
                    party=party,
                    statement=statement,
                    kind=said.kind,
                    value=said.value,
                    expected_version=said.seen_version,
                    source=Source.PAPER,
                    meant_for=meant_for,
                    now=now,
                )
            except AnswerRefused as refusal:
                why[statement.pk] = type(refusal)
        if why:
            raise RowRefused(why)
        record(
            municipality=party.municipality, actor=actor, action="type paper answers", target=party, now=now
        )
