"""How each thing is done in a session that is led at random, by the product's own verbs, beside its model."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from catalogue.models import PartyKind, Statement
from common.tenancy import tenant
from questionnaire import answers as giving
from questionnaire.answers import own_answers
from questionnaire.refusals import AnswerRefused
from sessions import parties
from sessions.models import GroupSession, Party, SessionTheme
from sessions.planning import plan_session
from sessions.stepping import StepRefused

from ..builders import FACILITATOR, NOW, appoint, build_municipality, build_user, national_catalogue
from .table_model import TableModel, ThemeModel

PLACES = st.integers(0, 11)
"""Which one of a few, counted round."""


class Room(RuleBasedStateMachine):
    """Everything happens in one transaction that is never committed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(transaction.atomic())
        self.open.callback(transaction.set_rollback, True)
        municipality = build_municipality()
        self.open.enter_context(tenant(municipality))
        self.municipality, self.kind = municipality, PartyKind.objects.order_by("pk").first()
        self.count, self.stale_at = 0, -1

    def teardown(self) -> None:
        self.open.close()

    def _plan(self, ahead: bool, names_after_talk: bool, many: int) -> None:
        self.session = plan_session(
            municipality=self.municipality,
            title=f"Tafel {self._next()}",
            starts_at=NOW + timedelta(days=400),
            catalogue=national_catalogue(),
            answer_ahead=ahead,
            names_after_talk=names_after_talk,
            actor=FACILITATOR,
            now=NOW,
        )
        appoint(self.session, build_user())
        rows = SessionTheme.objects.filter(session=self.session).order_by("position")
        themes = [
            ThemeModel(
                row.pk,
                dict(
                    Statement.objects.filter(theme=row.theme_id)
                    .order_by("number")
                    .values_list("pk", "allows_not_applicable")
                ),
            )
            for row in rows
        ]
        self.model = TableModel(themes, ahead, names_after_talk)
        for _ in range(many):
            self._add_party()

    def _add_party(self) -> None:
        said = {"name": f"Partij {self._next()}", "kind": self.kind, "actor": FACILITATOR, "now": self.now}
        self.model.absent[parties.add_party(self.session, **said).pk] = False

    def _next(self) -> int:
        self.count += 1
        return self.count

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.count)

    def _a_party(self, place: int) -> int:
        there = list(self.model.absent)
        return there[place % len(there)]

    def _a_statement(self, which: int) -> int:
        """Return a statement; mostly one that can be answered now, or else of the theme the table is at."""
        can_be = [theme for theme in self.model.themes if self.model.moment_for(theme)]
        near = can_be or ([self.model.at] if self.model.at else [])
        themes = near if near and which % 4 else self.model.themes
        statements = list(themes[which % len(themes)].statements)
        return statements[which % len(statements)]

    def _rather(self, place: int, *states: str) -> ThemeModel:
        """Return a theme; where some are in one of these states, one of those."""
        wanted = [theme for theme in self.model.themes if theme.state in states] or self.model.themes
        return wanted[place % len(wanted)]

    def _is_nameless(self, theme: ThemeModel) -> bool:
        return self.model.names_after_talk and theme.pk not in self.model.named

    def _party(self, pk: int) -> Party:
        return Party.objects.select_related("session", "municipality").get(pk=pk)

    def _row(self, theme: ThemeModel) -> SessionTheme:
        return SessionTheme.objects.get(pk=theme.pk)

    def _answer(self, party: int, statement: int, kind: str, value: int | None, note: str, seen: int) -> None:
        wanted = self.model.expects(party, statement, kind, value, note, seen=seen)
        given = lambda: giving.give_answer(  # noqa: E731
            party=self._party(party),
            statement=Statement.objects.get(pk=statement),
            kind=kind,
            value=value,
            note=note,
            expected_version=seen,
            now=self.now,
        )
        if self._expect(wanted is not None, AnswerRefused, given):
            self.model.keep(party, statement, wanted)
            own = own_answers(party=self._party(party))
            moment = self.model.moment_for(self.model.theme_of(statement))
            there = own.get((statement, moment))
            assert there is not None and there.version == wanted.version, "acknowledged, and not stored"

    def _step(
        self,
        verb: Callable[..., object],
        fits: bool,
        *,
        at: int | None = None,
        why: type[Exception] = StepRefused,
        **more: object,
    ) -> bool:
        self.model.steps += 1
        self._next()
        session = GroupSession.objects.select_related("municipality").get(pk=self.session.pk)
        by = {"actor": FACILITATOR, "now": self.now}
        seen = session.revision if at is None else at
        return self._expect(fits, why, lambda: verb(session, expected_revision=seen, **by, **more))

    def _expect(
        self,
        fits: bool,
        refusal: type[Exception] | tuple[type[Exception], ...],
        act: Callable[[], object],
    ) -> bool:
        """Do something that must be accepted or refused; return whether it was."""
        try:
            act()
        except refusal:
            assert not fits, "refused, and should not be"
            return False
        assert fits, "accepted, and should not be"
        return True
