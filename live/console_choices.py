"""What the facilitator chooses for one theme: a timer, and when the names stand beside the answers."""

from common.revisions import whole_number
from sessions.names import hide_names, show_names
from sessions.stepping import StepRefused
from sessions.timer import set_timer

from .console_clock import TIMER_CHOICES
from .console_frame import Step


class SetTimer(Step):
    """Let a timer run, or stop it."""

    def take(self) -> None:
        theme, minutes = self.theme, whole_number(self.request.POST.get("minutes", ""))
        if minutes not in {0, *TIMER_CHOICES}:
            raise StepRefused("strange timer")
        set_timer(self.session, theme=theme, minutes=minutes, **self.by)


class ChooseNames(Step):
    """Show the names of this theme, or keep them until after the talk."""

    def take(self) -> None:
        theme, wish = self.theme, self.request.POST.get("names")
        if wish not in {"0", "1"}:
            raise StepRefused("neither with nor without")
        choose = show_names if wish == "1" else hide_names
        choose(self.session, theme=theme, **self.by)
