"""The steps of who leads, each from the present page, and some from an old one."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

import questionnaire.reveal
from catalogue.models import Statement
from sessions import names, stage, talk_order, timer
from sessions.stepping import StaleStep

from .room_base import PLACES, Room


class Leading(Room):
    """The facilitator."""

    @rule()
    def press_the_big_button(self) -> None:
        """Go on as the console proposes: without this, dice would hardly ever come to the end."""
        at = self.model.at
        ahead = [place for place, theme in enumerate(self.model.themes) if theme.state == "waiting"]
        if self.model.state in {"planned", "open"}:
            self.open_doors() if self.model.state == "planned" else self.start()
        elif self.model.paused:
            self.resume()
        elif at and at.state == "introduction":
            self.start_answering(place=0, anywhere=False)
        elif at and at.state in {"answering", "reopened"}:
            self.reveal(0, twice=False)
        elif ahead:
            self.show_theme(ahead[0])
        else:
            self.wrap_up()

    @precondition(lambda self: self.model.state != "running")
    @rule()
    def open_doors(self) -> None:
        if self._step(stage.open_session, self.model.state == "planned" and bool(self.model.absent)):
            self.model.state = "open"

    @precondition(lambda self: self.model.state != "running")
    @rule()
    def start(self) -> None:
        if self._step(stage.start_session, self.model.state == "open"):
            first = self.model.themes[0]
            self.model.state, first.state, self.model.current = "running", "introduction", first.pk

    @rule(place=st.integers(0, 4))
    def show_theme(self, place: int) -> None:
        theme = self.model.themes[place]
        if self._step(stage.show_theme, self.model.is_on, theme=self._row(theme)):
            theme.state = "introduction" if theme.state == "waiting" else theme.state
            self.model.current, self.model.wrap_up = theme.pk, False

    @rule(place=st.integers(0, 4), anywhere=st.booleans())
    def start_answering(self, place: int, anywhere: bool) -> None:
        theme = self.model.themes[place] if anywhere else self._rather(place, "introduction")
        fits = self.model.is_on and theme.state == "introduction"
        if self._step(stage.start_answering, fits, theme=self._row(theme)):
            theme.state, self.model.current, self.model.wrap_up = "answering", theme.pk, False

    @rule(place=st.integers(0, 4), twice=st.booleans())
    def reveal(self, place: int, twice: bool) -> None:
        """Show the answers; the second press of a double one is told that it was done."""
        theme = self._rather(place, "answering", "reopened")
        fits = self.model.is_on and theme.state in {"answering", "reopened"}
        before = self.session.revision
        if self._step(questionnaire.reveal.reveal_theme, fits, theme=self._row(theme)):
            self.model.reveal(theme)
            if twice:
                self._step(
                    questionnaire.reveal.reveal_theme, False, at=before, theme=self._row(theme), why=StaleStep
                )

    @rule(place=st.integers(0, 4), reason=st.sampled_from(["Eén partij kwam later", "  "]))
    def reopen(self, place: int, reason: str) -> None:
        theme = self._rather(place, "revealed")
        fits = self.model.is_on and theme.state == "revealed" and bool(reason.strip())
        if self._step(stage.reopen_theme, fits, theme=self._row(theme), reason=reason):
            theme.state, self.model.current, self.model.wrap_up = "reopened", theme.pk, False

    @rule(which=PLACES, overview=st.booleans())
    def show_statement(self, which: int, overview: bool) -> None:
        at, statement = self.model.at, self._a_statement(which)
        fits = self.model.is_on and at is not None and at.is_revealed
        fits = fits and (overview or statement in at.statements)
        chosen = None if overview else Statement.objects.get(pk=statement)
        self._step(stage.show_statement, fits, statement=chosen)

    @rule(place=st.integers(0, 4), backwards=st.booleans())
    def order_the_talk(self, place: int, backwards: bool) -> None:
        theme = self._rather(place, "revealed")
        row = self._row(theme)
        numbers = sorted(Statement.objects.filter(theme=row.theme_id).values_list("number", flat=True))
        fits = self.model.is_on and theme.is_revealed
        self._step(talk_order.set_talk_order, fits, theme=row, numbers=numbers[:: -1 if backwards else 1])

    @rule(show=st.booleans())
    def put_openers_on_screen(self, show: bool) -> None:
        at = self.model.at
        fits = self.model.is_on and at is not None and at.is_revealed
        fits = fits and not (show and self._is_nameless(at))
        self._step(talk_order.put_openers_on_screen, fits, show=show)

    @rule(place=st.integers(0, 4))
    def show_names(self, place: int) -> None:
        theme = self.model.themes[place]
        # Planned for after the talk: every party read so.
        fits = self.model.is_on and self._is_nameless(theme) and theme.is_revealed
        if self._step(names.show_names, fits, theme=self._row(theme)):
            self.model.named.add(theme.pk)

    @rule(minutes=st.integers(0, 61))
    def set_timer(self, minutes: int) -> None:
        theme = self.model.at or self.model.themes[0]
        fits = self.model.is_on and self.model.current == theme.pk and not self.model.wrap_up and minutes < 61
        self._step(timer.set_timer, fits, theme=self._row(theme), minutes=minutes)

    @rule(blank=st.booleans())
    def blank_screen(self, blank: bool) -> None:
        self._step(stage.blank_screen, self.model.state in {"open", "running"}, blank=blank)

    @rule(goes_on=st.sampled_from([True, True, False]))
    def pause(self, goes_on: bool) -> None:
        if self._step(stage.pause_session, self.model.is_on):
            self.model.paused = True
            if goes_on:
                self.resume()

    @rule()
    def resume(self) -> None:
        if self._step(stage.resume_session, self.model.state == "running" and self.model.paused):
            self.model.paused = False

    @rule()
    def wrap_up(self) -> None:
        if self._step(stage.begin_wrap_up, self.model.is_on):
            self.model.wrap_up = True

    @precondition(lambda self: self.model.steps > 25)
    @rule()
    def close(self) -> None:
        if self._step(stage.close_session, self.model.state == "running", follow_up_on=None):
            self.model.state, self.model.paused = "closed", False

    @precondition(lambda self: self.model.steps > 15 and self.model.state in {"planned", "open"})
    @rule()
    def call_off(self) -> None:
        if self._step(
            stage.cancel_session, self.model.state in {"planned", "open"}, reason="Te weinig partijen"
        ):
            self.model.state = "cancelled"

    @precondition(lambda self: self.model.state in {"closed", "archived"})
    @rule()
    def put_away(self) -> None:
        if self._step(stage.archive_session, self.model.state == "closed"):
            self.model.state = "archived"

    @precondition(lambda self: self.session.stage_revision > 0)
    @rule(behind=st.integers(1, 9), which=st.integers(0, 6))
    def take_a_step_from_an_old_page(self, behind: int, which: int) -> None:
        at = max(0, self.session.stage_revision - behind)
        row = self._row(self.model.at or self.model.themes[0])
        verb, more = [
            (stage.open_session, {}),
            (stage.start_session, {}),
            (stage.show_theme, {"theme": row}),
            (stage.start_answering, {"theme": row}),
            (questionnaire.reveal.reveal_theme, {"theme": row}),
            (stage.begin_wrap_up, {}),
            (stage.close_session, {"follow_up_on": None}),
        ][which]
        self._step(verb, False, at=at, why=StaleStep, **more)
