"""What always holds, whatever people in a room do."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis.stateful import invariant

from live.console_page import console_page
from live.screen_page import screen_page
from questionnaire.answers import answered_counts
from questionnaire.models import Answer, Reveal, RevealedAnswer
from sessions.models import GroupSession, Party, Representative, SessionTheme

from .room_base import Room
from .table_model import BEFORE


class Promises(Room):
    """Asked after each step."""

    @invariant()
    def the_stage_is_what_the_model_says(self) -> None:
        session, model = GroupSession.objects.get(pk=self.session.pk), self.model
        assert (session.state, session.paused_at is not None) == (model.state, model.paused)
        assert (session.current_id, session.in_wrap_up) == (model.current, model.wrap_up)
        rows = list(SessionTheme.objects.filter(session=session).order_by("position").values())
        assert [row["state"] for row in rows] == [theme.state for theme in model.themes]
        table = list(
            Party.objects.filter(session=session).order_by("pk").values("pk", "absent_since", "name")
        )
        assert {row["pk"]: row["absent_since"] is not None for row in table} == model.absent
        present = Representative.objects.present().filter(party__session=session)
        seated = dict(present.order_by("pk").values_list("pk", "party_id"))
        assert seated == model.seats
        self._see_page(session, (picture_of_stage(session), rows, table, seated))

    def _see_page(self, session: GroupSession, page: object) -> None:
        """A revision never shrinks, and stands for one page only."""
        pages = self.model.pages
        assert not pages or session.revision >= max(pages)
        assert pages.setdefault(session.revision, page) == page, "two pages with one revision"
        self.session.revision, self.session.stage_revision = session.revision, session.stage_revision

    @invariant()
    def what_was_acknowledged_is_stored_and_revealed(self) -> None:
        stored = Answer.objects.filter(session=self.session)
        there = stored.values_list("party_id", "statement_id", "moment", "kind", "value", "note", "version")
        said = {(party, statement, moment): tuple(rest) for party, statement, moment, *rest in there}
        model = self.model.answers
        assert said == {key: (one.kind, one.value, one.note, one.version) for key, one in model.items()}
        reveals = Reveal.objects.filter(session_theme__session=self.session).order_by("pk")
        snapshots: dict[int, list[tuple[str, dict]]] = {theme.pk: [] for theme in self.model.themes}
        lines = RevealedAnswer.objects.filter(reveal__in=reveals).values_list(
            "reveal_id", "party_id", "statement_id", "kind", "value", "note"
        )
        by_reveal: dict[int, dict] = {}
        for reveal, party, statement, *line in lines:
            by_reveal.setdefault(reveal, {})[party, statement] = tuple(line)
        for reveal in reveals:
            snapshots[reveal.session_theme_id].append((reveal.moment, by_reveal.get(reveal.pk, {})))
        # Equal to the model: what was shown never changes, and no party is missing from it.
        assert snapshots == {theme.pk: theme.reveals for theme in self.model.themes}

    @invariant()
    def nobody_reads_an_answer_too_early(self) -> None:
        if not self.model.answers:
            return
        with CaptureQueriesContext(connection) as asked:
            shown = repr((console_page(self.session, now=self.now), screen_page(self.session, now=self.now)))
        for query in asked.captured_queries:
            for column in ("value", "note", "kind"):
                assert f'"questionnaire_answer"."{column}"' not in query["sql"], query["sql"]
        assert not [note for note in self.model.hidden_notes() if note in shown]
        counts = answered_counts(session=self.session)
        model = {key for key in self.model.answers if key[2] == BEFORE}
        assert sum(counts.values()) == len(model)


def picture_of_stage(session: GroupSession) -> tuple[object, ...]:
    """Return what a page shows of the session itself."""
    unseen = {"_state", "revision", "stage_revision", "time_is_up_at"}
    return tuple(sorted((name, str(value)) for name, value in vars(session).items() if name not in unseen))
