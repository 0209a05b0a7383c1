"""What was shown of a session, statement by statement: read from the snapshots and from nowhere else."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import get_language

from catalogue.models import Statement
from catalogue.wording import OFFICIAL_LANGUAGE
from questionnaire.agreement import Scale
from questionnaire.enums import Moment, RevealedKind
from questionnaire.models import RevealedAnswer
from questionnaire.picture import PartyAnswer, StatementData, StatementPicture, picture_of
from questionnaire.talk_value import Stance, Turn, openings_through, order_of_talk
from sessions.models import GroupSession


@dataclass(frozen=True, kw_only=True)
class RevealedStatement:
    """One statement with its picture and its place in the talk; `opening` is for the facilitator alone."""

    statement: Statement
    picture: StatementPicture
    turn: Turn
    opening: tuple[str, ...]


def revealed_statements(session: GroupSession) -> dict[int, list[RevealedStatement]]:
    """Return what was revealed so far by theme id, in the order of talk, in the language of the reader."""
    lines = _latest_lines(session)
    pictures = {statement: _picture(statement, session, said) for statement, said in lines.items()}
    by_theme: dict[int, list[Statement]] = defaultdict(list)
    for statement in sorted(pictures, key=lambda one: (one.theme.position, one.number)):
        by_theme[statement.theme_id].append(statement)
    ordered: list[tuple[Statement, Turn]] = []
    for statements in by_theme.values():
        by_number = {statement.number: statement for statement in statements}
        turns = order_of_talk({number: pictures[one].summary for number, one in by_number.items()})
        ordered += [(by_number[turn.number], turn) for turn in turns]
    openings = _openings([statement for statement, _turn in ordered], lines, scale_of(session))
    shown: dict[int, list[RevealedStatement]] = defaultdict(list)
    for (statement, turn), opening in zip(ordered, openings, strict=True):
        one = RevealedStatement(statement=statement, picture=pictures[statement], turn=turn, opening=opening)
        shown[statement.theme_id].append(one)
    return dict(shown)


def scale_of(session: GroupSession) -> Scale:
    """Return the scale of the list of a session."""
    return Scale(minimum=session.catalogue.scale_min, maximum=session.catalogue.scale_max)


Lines = dict[Statement, dict[Moment, dict[int, RevealedAnswer]]]


def _latest_lines(session: GroupSession) -> Lines:
    """Return each party's line by statement and moment; of a theme reopened twice the last one counts."""
    rows = (
        RevealedAnswer.objects.filter(reveal__session_theme__session=session)
        .select_related("reveal", "party", "statement__theme__catalogue")
        .order_by("reveal_id", "pk")
    )
    lines: Lines = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        lines[row.statement][Moment(row.reveal.moment)][row.party_id] = row
    return lines


def _picture(
    statement: Statement, session: GroupSession, said: dict[Moment, dict[int, RevealedAnswer]]
) -> StatementPicture:
    language = get_language() or OFFICIAL_LANGUAGE
    after = said[Moment.AFTER_TALK]
    return picture_of(
        StatementData(
            number=statement.number,
            text=statement.text_in(language),
            short_title=statement.short_title_in(language),
            min_label=statement.min_label_in(language),
            max_label=statement.max_label_in(language),
            scale=scale_of(session),
        ),
        [_party_answer(line, after.get(party)) for party, line in said[Moment.BEFORE_TALK].items()],
    )


def _party_answer(line: RevealedAnswer, after: RevealedAnswer | None) -> PartyAnswer:
    return PartyAnswer(
        party_name=line.party.name,
        kind=RevealedKind(line.kind),
        value=line.value,
        after_kind=RevealedKind(after.kind) if after else None,
        after_value=after.value if after else None,
    )


def _openings(statements: list[Statement], lines: Lines, scale: Scale) -> list[tuple[str, ...]]:
    names = {
        str(line.party_id): line.party.name
        for said in lines.values()
        for line in said[Moment.BEFORE_TALK].values()
    }
    stances = [
        [
            Stance(party=str(line.party_id), value=line.value)
            for line in lines[statement][Moment.BEFORE_TALK].values()
            if line.value is not None
        ]
        for statement in statements
    ]
    proposals = openings_through(stances, scale=scale)
    return [tuple(names[stance.party] for stance in opening) for opening in proposals]
