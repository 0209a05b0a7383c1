"""What a party itself may know of its answer, and nobody else before the reveal."""

from dataclasses import dataclass
from datetime import datetime

from .enums import AnswerKind, Moment


@dataclass(frozen=True)
class OwnAnswer:
    """What a party itself may know of its answer; `version` counts from 1."""

    statement_id: int
    moment: Moment
    kind: AnswerKind
    value: int | None
    note: str
    version: int
    given_by: str
    at: datetime
