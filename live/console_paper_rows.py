"""The rows of the grid for paper: what can be typed, what was typed, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalogue.models import Catalogue, Statement
from common.revisions import whole_number
from questionnaire.enums import AnswerKind, Source
from questionnaire.paper import OnPaper
from questionnaire.progress import Given
from questionnaire.refusals import AnswerRefused, NotApplicableNotAllowed, OutsideScale, StaleAnswer, TooLate
from sessions.models import Party

LONGEST = 12
"""Characters of what is typed that are read and shown again."""
DONT_KNOW = frozenset({"?", "w", "weet niet"})
NOT_APPLICABLE = frozenset({"n", "nvt", "n.v.t."})


@dataclass(kw_only=True)
class PaperCell:
    """One field: of a party that answered already only that it did."""

    statement: Statement
    name: str
    given: Given | None
    is_open: bool
    typed: str = ""
    error: str = ""
    said: OnPaper | None = None
    seen_version: int = 0

    @property
    def given_words(self) -> str:
        if self.given is None:
            return ""
        return _("from paper") if self.given.source == Source.PAPER else _("by themselves")


@dataclass(kw_only=True)
class PaperRow:
    """One party with its fields; `is_again` when what was answered may be typed anew."""

    party: Party
    cells: Sequence[PaperCell]
    is_again: bool = False
    has_agreed: bool = False
    error: str = field(default="")

    @property
    def is_typed(self) -> bool:
        return any(cell.typed for cell in self.cells)

    @property
    def has_error(self) -> bool:
        return bool(self.error) or any(cell.error for cell in self.cells)

    @property
    def is_full(self) -> bool:
        return all(cell.given for cell in self.cells)

    @property
    def has_answered(self) -> bool:
        return any(cell.given for cell in self.cells)

    def answers(self) -> Mapping[Statement, OnPaper]:
        return {cell.statement: cell.said for cell in self.cells if cell.said}

    def refuse(self, why: Mapping[int, type[AnswerRefused]]) -> None:
        """Put at each field why it was not stored, without what was answered there."""
        for cell in self.cells:
            if cell.statement.pk in why:
                cell.error = _words(why[cell.statement.pk])

    def take_back(self, refused: "PaperRow") -> None:
        """Show again what was typed and why it was refused, over the row as it is now."""
        self.error, self.has_agreed = refused.error, refused.has_agreed
        for cell, old in zip(self.cells, refused.cells, strict=True):
            cell.typed, cell.error = old.typed, old.error
            if not cell.is_open and old.typed:
                cell.error = _words(StaleAnswer)


def rows_of(
    parties: Iterable[Party],
    statements: Sequence[Statement],
    given: Mapping[tuple[int, int], Given],
    *,
    again: int,
) -> list[PaperRow]:
    """Return an empty grid; of one party, `again`, what was answered may be typed anew."""
    return [_row(party, statements, given, is_again=party.pk == again) for party in parties]


def _row(
    party: Party,
    statements: Sequence[Statement],
    given: Mapping[tuple[int, int], Given],
    *,
    is_again: bool,
) -> PaperRow:
    cells = []
    for statement in statements:
        there = given.get((party.pk, statement.pk))
        cells.append(
            PaperCell(
                statement=statement,
                name=f"p{party.pk}-s{statement.pk}",
                given=there,
                is_open=there is None or is_again,
                seen_version=there.version if there and is_again else 0,
            )
        )
    return PaperRow(party=party, cells=cells, is_again=is_again and any(cell.given for cell in cells))


def read_row(row: PaperRow, data: Mapping[str, str], *, scale: Catalogue) -> None:
    """Read what was typed in a row; wrong input is told at its field."""
    for cell in row.cells:
        cell.typed = data.get(cell.name, "").replace("\0", "").strip()[:LONGEST]
        if not cell.typed:
            continue
        cell.seen_version = whole_number(data.get(f"{cell.name}-v", "")) if row.is_again else 0
        try:
            cell.said = _read(cell, scale)
        except AnswerRefused as refusal:
            cell.error = _words(type(refusal), scale)
    if not row.is_again:
        return
    row.has_agreed = data.get("agreed") == "1"
    if row.is_typed and not row.has_agreed:
        row.error = _("Ask %(party)s first, and tick that they agree.") % {"party": row.party.name}


def _read(cell: PaperCell, scale: Catalogue) -> OnPaper:
    typed = cell.typed.lower()
    if typed in DONT_KNOW:
        return OnPaper(kind=AnswerKind.DONT_KNOW, value=None, seen_version=cell.seen_version)
    if typed in NOT_APPLICABLE:
        if not cell.statement.allows_not_applicable:
            raise NotApplicableNotAllowed
        return OnPaper(kind=AnswerKind.NOT_APPLICABLE, value=None, seen_version=cell.seen_version)
    if not re.fullmatch(r"[0-9]{1,2}", typed):
        raise OutsideScale
    value = int(typed)
    if not scale.scale_min <= value <= scale.scale_max:
        raise OutsideScale
    return OnPaper(kind=AnswerKind.VALUE, value=value, seen_version=cell.seen_version)


def _words(refusal: type[AnswerRefused], scale: Catalogue | None = None) -> str:
    if issubclass(refusal, OutsideScale):
        least, most = (scale.scale_min, scale.scale_max) if scale else (0, 10)
        return _("Type %(least)s to %(most)s, n or ?.") % {"least": least, "most": most}
    if issubclass(refusal, NotApplicableNotAllowed):
        return _("‘Does not apply’ is not possible here.")
    if issubclass(refusal, StaleAnswer):
        return _("Has been answered meanwhile. Nothing of this row was saved.")
    if issubclass(refusal, TooLate):
        return _("The answers were shown already.")
    return _("This theme is not being answered now.")
