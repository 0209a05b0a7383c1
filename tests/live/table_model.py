"""What a session is, in plain Python and told a second time: the machine holds the product against it."""

from dataclasses import dataclass, field

BEFORE, AFTER = "before_talk", "after_talk"
ALIVE = {"planned", "open", "running"}
SHOWN = {"revealed", "reopened"}

Key = tuple[int, int, str]
"""Party, statement, moment."""


@dataclass(frozen=True)
class Said:
    """An answer that was acknowledged."""

    kind: str
    value: int | None
    note: str
    version: int


@dataclass
class ThemeModel:
    """One theme: its statements with whether ‘does not apply’ may be said, and the snapshots it got."""

    pk: int
    statements: dict[int, bool]
    state: str = "waiting"
    reveals: list[tuple[str, dict[tuple[int, int], tuple[str, int | None, str]]]] = field(
        default_factory=list
    )

    @property
    def is_revealed(self) -> bool:
        return self.state in SHOWN


@dataclass
class TableModel:
    """One session."""

    themes: list[ThemeModel]
    ahead: bool
    names_after_talk: bool
    state: str = "planned"
    paused: bool = False
    wrap_up: bool = False
    current: int | None = None
    named: set[int] = field(default_factory=set)
    absent: dict[int, bool] = field(default_factory=dict)
    seats: dict[int, int] = field(default_factory=dict)
    answers: dict[Key, Said] = field(default_factory=dict)
    pages: dict[int, object] = field(default_factory=dict)
    steps: int = 0

    @property
    def is_on(self) -> bool:
        return self.state == "running" and not self.paused

    @property
    def is_joinable(self) -> bool:
        return self.state in {"open", "running"} or (self.ahead and self.state == "planned")

    def theme(self, pk: int) -> ThemeModel:
        return next(theme for theme in self.themes if theme.pk == pk)

    def theme_of(self, statement: int) -> ThemeModel:
        return next(theme for theme in self.themes if statement in theme.statements)

    @property
    def at(self) -> ThemeModel | None:
        return self.theme(self.current) if self.current else None

    def moment_for(self, theme: ThemeModel) -> str | None:
        """Return for which moment a theme takes answers; None when it takes none."""
        if self.state in {"closed", "archived"} or theme.state == "revealed":
            return None
        if self.is_on and theme.state == "answering":
            return BEFORE
        if self.is_on and theme.state == "reopened":
            return AFTER
        is_early = theme.state in {"waiting", "introduction", "answering"}
        return BEFORE if self.ahead and self.state != "cancelled" and is_early else None

    def may_say(self, statement: int, kind: str, value: int | None) -> bool:
        if kind == "value":
            return value is not None and 0 <= value <= 10
        if value is not None:
            return False
        return kind != "not_applicable" or self.theme_of(statement).statements[statement]

    def expects(
        self,
        party: int,
        statement: int,
        kind: str,
        value: int | None,
        note: str,
        *,
        seen: int,
        paper: bool = False,
    ) -> Said | None:
        """Return what stands after this was sent; None when it must be refused."""
        moment = self.moment_for(self.theme_of(statement))
        if moment is None or not self.may_say(statement, kind, value):
            return None
        there = self.answers.get((party, statement, moment))
        if there is None:
            return Said(kind, value, note, 1)
        if not paper and (there.kind, there.value, there.note) == (kind, value, note):
            return there
        return Said(kind, value, note, there.version + 1) if there.version == seen else None

    def keep(self, party: int, statement: int, said: Said) -> None:
        moment = self.moment_for(self.theme_of(statement))
        assert moment is not None
        self.answers[party, statement, moment] = said

    def version(self, party: int, statement: int) -> int:
        moment = self.moment_for(self.theme_of(statement)) or BEFORE
        there = self.answers.get((party, statement, moment))
        return there.version if there else 0

    def reveal(self, theme: ThemeModel) -> None:
        moment = AFTER if theme.state == "reopened" else BEFORE
        snapshot = {}
        for party, absent in self.absent.items():
            for statement in theme.statements:
                said = self.answers.get((party, statement, moment))
                empty = "absent" if absent else "unanswered"
                line = (said.kind, said.value, said.note) if said else (empty, None, "")
                snapshot[party, statement] = line
        theme.reveals.append((moment, snapshot))
        theme.state, self.current, self.wrap_up = "revealed", theme.pk, False

    def hidden_notes(self) -> set[str]:
        """Return the notes of answers that no snapshot holds."""
        shown = {
            (party, statement, moment): line[2]
            for theme in self.themes
            for moment, snapshot in theme.reveals
            for (party, statement), line in snapshot.items()
        }
        return {said.note for key, said in self.answers.items() if said.note and shown.get(key) != said.note}
