"""Steps on the console that change what is on the big screen."""

from sessions import stage

from .console_frame import Step


class ShowOverview(Step):
    """Put all statements of the theme on the screen, small and in the order of talk."""

    def take(self) -> None:
        stage.show_statement(self.session, statement=None, **self.by)
