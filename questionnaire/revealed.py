"""What was revealed, as pictures; the only way from a snapshot to a screen, a phone or the report."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import get_language

from catalogue.models import Catalogue, Statement
from sessions.models import GroupSession, SessionTheme

from .agreement import Scale
from .enums import Moment, RevealedKind
from .models import Reveal, RevealedAnswer
from .picture import PartyAnswer, StatementData, StatementPicture, picture_of
from .talk_value import Stance, Turn, opening_parties, order_of_talk

SILENT = {RevealedKind.UNANSWERED, RevealedKind.ABSENT}


@dataclass(frozen=True, kw_only=True)
class RevealedStatement:
    """One statement with its picture, its place in the order of talk and who could open that talk."""

    statement: Statement
    picture: StatementPicture
    turn: Turn
    openers: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RevealedTheme:
    """The statements of a revealed theme in the order of talk, and the fingerprint of the snapshot.

    That order is the one the facilitator chose, else the one that is proposed.
    """

    session_theme: SessionTheme
    statements: tuple[RevealedStatement, ...]
    sha256: str

    def in_order_of_number(self) -> list[RevealedStatement]:
        return sorted(self.statements, key=lambda one: one.statement.number)


def revealed_theme(session_theme: SessionTheme, *, names_hidden: bool = False) -> RevealedTheme | None:
    """Return what the snapshots of one theme show, in the reader's language; None before the reveal."""
    return revealed_themes([session_theme], names_hidden=names_hidden).get(session_theme.pk)


def revealed_session(session: GroupSession, *, names_hidden: bool = False) -> dict[int, RevealedTheme]:
    """Return all revealed themes of a session by the id of the `SessionTheme`, in the order of the table."""
    themes = list(session.themes.select_related("theme__catalogue", "session"))
    return revealed_themes(themes, names_hidden=names_hidden)


def revealed_themes(themes: list[SessionTheme], *, names_hidden: bool) -> dict[int, RevealedTheme]:
    """Return the revealed ones among these themes of one session; three queries, however many there are.

    Who could open rotates over the talks of all of them.
    """
    reveals = list(Reveal.objects.filter(session_theme__in=themes).order_by("pk"))
    lines = RevealedAnswer.objects.filter(reveal__in=reveals).select_related("party").order_by("pk")
    by_reveal: dict[int, dict[int, list[RevealedAnswer]]] = {}
    for line in lines:
        by_reveal.setdefault(line.reveal_id, {}).setdefault(line.statement_id, []).append(line)
    statements: dict[int, list[Statement]] = {}
    for statement in Statement.objects.select_related("theme__catalogue").filter(
        theme__in=[one.theme_id for one in themes]
    ):
        statements.setdefault(statement.theme_id, []).append(statement)
    before = {one.session_theme_id: one for one in reversed(reveals) if one.moment == Moment.BEFORE_TALK}
    after = {one.session_theme_id: one for one in reveals if one.moment == Moment.AFTER_TALK}
    shown = [one for one in themes if one.pk in before]
    found: dict[int, RevealedTheme] = {}
    opened: Counter[str] = Counter()
    # In the order in which they were shown: what was said of an earlier talk is not said otherwise later.
    for theme in sorted(shown, key=lambda one: before[one.pk].pk):
        first, again = before[theme.pk], after.get(theme.pk)
        found[theme.pk] = RevealedTheme(
            session_theme=theme,
            sha256=first.sha256,
            statements=_as_chosen(
                _in_order(
                    statements.get(theme.theme_id, []),
                    by_reveal.get(first.pk, {}),
                    by_reveal.get(again.pk, {}) if again else {},
                    names_hidden,
                    opened,
                ),
                theme.talk_order,
            ),
        )
    return {theme.pk: found[theme.pk] for theme in shown}


def _as_chosen(
    statements: tuple[RevealedStatement, ...], numbers: list[int]
) -> tuple[RevealedStatement, ...]:
    """Put statements as the facilitator did; who could open stays, whatever the order became."""
    places = {number: place for place, number in enumerate(numbers)}
    return tuple(sorted(statements, key=lambda one: places.get(one.statement.number, len(places))))


def _in_order(
    statements: list[Statement],
    before: dict[int, list[RevealedAnswer]],
    after: dict[int, list[RevealedAnswer]],
    names_hidden: bool,
    opened: Counter[str],
) -> tuple[RevealedStatement, ...]:
    """Put the statements in the order of talk; `opened` counts who opened, so that nobody always starts."""
    pictures = {
        one.number: picture_of(
            statement_data(one),
            _party_answers(before.get(one.pk, []), after.get(one.pk, [])),
            names_hidden=names_hidden,
        )
        for one in statements
    }
    by_number = {one.number: one for one in statements}
    result = []
    for turn in order_of_talk({number: picture.summary for number, picture in pictures.items()}):
        statement = by_number[turn.number]
        lines = before.get(statement.pk, [])
        openers = () if names_hidden else _openers(lines, pictures[turn.number], opened)
        notes = () if names_hidden else _notes(lines, after.get(statement.pk, []))
        result.append(
            RevealedStatement(
                statement=statement, picture=pictures[turn.number], turn=turn, openers=openers, notes=notes
            )
        )
    return tuple(result)


def _notes(before: list[RevealedAnswer], after: list[RevealedAnswer]) -> tuple[tuple[str, str], ...]:
    """Return who wrote what; of a note after the talk it is said that it is one, unless it says the same."""
    first = {line.party_id: line.note for line in before}
    later = [line for line in after if line.note and line.note != first.get(line.party_id)]
    name = "{} ({})"
    return (
        *((line.party.name, line.note) for line in before if line.note),
        *((name.format(line.party.name, Moment.AFTER_TALK.label), line.note) for line in later),
    )


def _openers(lines: list[RevealedAnswer], picture: StatementPicture, opened: Counter[str]) -> tuple[str, ...]:
    """Return the names of who could open the talk, and count them in `opened`."""
    names = {str(line.party_id): line.party.name for line in lines}
    stances = [Stance(party=str(line.party_id), value=line.value) for line in lines if line.value is not None]
    chosen = opening_parties(stances, scale=picture.summary.scale, earlier=opened)
    opened.update(stance.party for stance in chosen)
    return tuple(names[stance.party] for stance in chosen)


def statement_data(statement: Statement) -> StatementData:
    """Return what a picture needs of a statement, in the reader's language."""
    language = get_language() or "nl"
    return StatementData(
        number=statement.number,
        text=statement.text_in(language),
        short_title=statement.short_title_in(language),
        min_label=statement.min_label_in(language),
        max_label=statement.max_label_in(language),
        scale=scale_of(statement.theme.catalogue),
    )


def scale_of(catalogue: Catalogue) -> Scale:
    return Scale(minimum=catalogue.scale_min, maximum=catalogue.scale_max)


def _party_answers(before: list[RevealedAnswer], after: list[RevealedAnswer]) -> list[PartyAnswer]:
    later = {line.party_id: line for line in after}
    there = {line.party_id for line in before}
    # Who walked in after the first reveal has no line in it: what they said after the talk stands as well.
    walked_in = [line for line in after if line.party_id not in there and line.kind not in SILENT]
    return [
        PartyAnswer(
            party_name=line.party.name,
            kind=RevealedKind(line.kind),
            value=line.value,
            after_kind=RevealedKind(later[line.party_id].kind) if line.party_id in later else None,
            after_value=later[line.party_id].value if line.party_id in later else None,
            absent=line.kind == RevealedKind.ABSENT,
        )
        for line in before
    ] + [
        PartyAnswer(
            party_name=line.party.name,
            kind=RevealedKind.UNANSWERED,
            after_kind=RevealedKind(line.kind),
            after_value=line.value,
        )
        for line in walked_in
    ]
