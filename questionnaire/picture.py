"""The picture of one statement: who stands where, who said nothing and how, and what stands out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .agreement import Mark, Scale, Summary, summarise
from .enums import RevealedKind
from .lettering import readable
from .what_stands_out import Said, at_the_start, sentences_about, who

ORDER_OF_EMPTY = (
    RevealedKind.DONT_KNOW,
    RevealedKind.NOT_APPLICABLE,
    RevealedKind.UNANSWERED,
    RevealedKind.ABSENT,
)


@dataclass(frozen=True, kw_only=True)
class PartyAnswer:
    """One party's line of a reveal, and its line after the talk if any; `absent`: nobody sat there."""

    party_name: str
    kind: RevealedKind
    value: int | None = None
    after_kind: RevealedKind | None = None
    after_value: int | None = None
    absent: bool = False

    def __post_init__(self) -> None:
        if (self.kind == RevealedKind.VALUE) != (self.value is not None):
            raise ValueError("A figure belongs to an answer with a value, and to no other.")
        if (self.after_kind == RevealedKind.VALUE) != (self.after_value is not None):
            raise ValueError("A figure after the talk belongs to an answer with a value, and to no other.")

    @property
    def shown_kind(self) -> RevealedKind:
        """Return the kind to show: an absent party that answered ahead keeps its answer."""
        no_answer = self.kind == RevealedKind.UNANSWERED
        return RevealedKind.ABSENT if self.absent and no_answer else RevealedKind(self.kind)


@dataclass(frozen=True, kw_only=True)
class StatementData:
    """What a picture needs to know of its statement."""

    number: int
    text: str
    short_title: str = ""
    min_label: str = ""
    max_label: str = ""
    scale: Scale = field(default_factory=Scale)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One party in the picture; `position` and `after_position` run from 0 (lowest step) to 1 (highest)."""

    name: str
    kind: RevealedKind
    value: int | None
    mark: Mark | None
    position: float | None
    after_kind: RevealedKind | None
    after_value: int | None
    after_position: float | None

    @property
    def changed(self) -> bool:
        """Whether the party said something else after the talk."""
        if self.after_kind in {None, RevealedKind.UNANSWERED, RevealedKind.ABSENT}:
            return False
        return (self.kind, self.value) != (self.after_kind, self.after_value)


@dataclass(frozen=True, kw_only=True)
class EmptyCounts:
    """How many parties gave no figure, each kind apart."""

    dont_know: int
    not_applicable: int
    unanswered: int
    absent: int


@dataclass(frozen=True, kw_only=True)
class StatementPicture:
    """All that the plot, its table and its words show; answers after the talk never enter the summary."""

    statement: StatementData
    rows: tuple[Row, ...]
    summary: Summary
    sentences: tuple[str, ...]
    empty_sentences: tuple[str, ...]
    empty: EmptyCounts
    names_hidden: bool

    @property
    def has_after(self) -> bool:
        return any(row.changed for row in self.rows)

    @property
    def description(self) -> str:
        """The picture in words, for who can't see it."""
        return " ".join([*self.sentences, *self.empty_sentences])


def picture_of(
    statement: StatementData, answers: Iterable[PartyAnswer], *, names_hidden: bool = False
) -> StatementPicture:
    """Return the picture of a statement in the language of the reader.

    With `names_hidden` the rows are numbered in the order of the picture, so a number says nothing about the
    same party in another picture. Raises `ValueError` for a figure outside the scale.
    """
    ordered = sorted(answers, key=lambda answer: _place(answer, names_hidden))
    summary = summarise([one.value for one in ordered if one.value is not None], statement.scale)
    rows = tuple(
        _row(answer, summary, _("party %(number)s") % {"number": place} if names_hidden else None)
        for place, answer in enumerate(ordered, start=1)
    )
    said = [Said(None if names_hidden else row.name, row.value) for row in rows if row.value is not None]
    kinds = [row.kind for row in rows]
    return StatementPicture(
        statement=statement,
        rows=rows,
        summary=summary,
        sentences=tuple(sentences_about(summary, said) + _after_sentences(rows)),
        empty_sentences=tuple(_empty_sentences(rows, names_hidden)),
        empty=EmptyCounts(
            dont_know=kinds.count(RevealedKind.DONT_KNOW),
            not_applicable=kinds.count(RevealedKind.NOT_APPLICABLE),
            unanswered=kinds.count(RevealedKind.UNANSWERED),
            absent=kinds.count(RevealedKind.ABSENT),
        ),
        names_hidden=names_hidden,
    )


def _place(answer: PartyAnswer, names_hidden: bool) -> tuple[int, int, int, str, str]:
    """Return the place in the picture: high to low, then by name, unless that would give it away."""
    kind = answer.shown_kind
    group = 0 if kind == RevealedKind.VALUE else 1 + ORDER_OF_EMPTY.index(kind)
    value = 0 if answer.value is None else -answer.value
    if names_hidden:
        after = 0 if answer.after_value is None else -answer.after_value
        return group, value, after, answer.after_kind or "", ""
    return group, value, 0, answer.party_name.casefold(), answer.party_name


def _row(answer: PartyAnswer, summary: Summary, hidden_name: str | None) -> Row:
    def position(value: int | None) -> float | None:
        return None if value is None else (value - summary.scale.minimum) / summary.scale.width

    if answer.after_value is not None and answer.after_value not in summary.scale.steps:
        raise ValueError("An answer after the talk lies outside the scale.")
    return Row(
        name=hidden_name or readable(answer.party_name) or "–",
        kind=answer.shown_kind,
        value=answer.value,
        mark=summary.mark(answer.value),
        position=position(answer.value),
        after_kind=answer.after_kind,
        after_value=answer.after_value,
        after_position=position(answer.after_value),
    )


def _empty_sentences(rows: Sequence[Row], names_hidden: bool) -> list[str]:
    def names(kind: RevealedKind) -> list[str | None]:
        return [None if names_hidden else row.name for row in rows if row.kind == kind]

    sentences = []
    if unsure := names(RevealedKind.DONT_KNOW):
        text = ngettext("%(who)s doesn't know.", "%(who)s don't know.", len(unsure))
        sentences.append(text % {"who": at_the_start(unsure)})
    if outside := names(RevealedKind.NOT_APPLICABLE):
        sentences.append(_("This does not apply to %(who)s.") % {"who": who(outside)})
    if silent := names(RevealedKind.UNANSWERED):
        sentences.append(_("There is no answer from %(who)s.") % {"who": who(silent)})
    if absent := names(RevealedKind.ABSENT):
        text = ngettext("Empty chair: %(who)s.", "Empty chairs: %(who)s.", len(absent))
        sentences.append(text % {"who": who(absent)})
    return sentences


def _after_sentences(rows: Sequence[Row]) -> list[str]:
    changed: list[str | None] = [None for row in rows if row.changed]
    if not changed:
        return []
    text = ngettext(
        "After the talk %(who)s gives another answer.",
        "After the talk %(who)s give another answer.",
        len(changed),
    )
    return [text % {"who": who(changed)}]
