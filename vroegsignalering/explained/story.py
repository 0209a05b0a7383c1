"""What a step of an explanation is, and the whole story of a table in six of them."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One step: its drawing shows what the words say, so that nobody needs to see it."""

    drawing: str
    title: LazyText
    text: LazyText
    more: LazyText | None = None

    @property
    def template(self) -> str:
        return f"explained/drawings/{self.drawing}.svg"


STORY: tuple[Step, ...] = (
    Step(
        "choose",
        _("Prepare"),
        _(
            "The coordinator plans a session and chooses who comes to the table: housing corporation, energy "
            "company, school, employer, food bank and municipality."
        ),
    ),
    Step(
        "answer",
        _("Answer alone"),
        _(
            "Each party reads the statements on its own phone and gives each a figure. Nobody sees the "
            "figures of another party."
        ),
    ),
    Step(
        "reveal",
        _("Look together"),
        _(
            "Only when the facilitator shows them, all answers appear on the big screen, by name. They are "
            "not grades. You see who sees it differently."
        ),
    ),
    Step(
        "talk",
        _("Talk"),
        _("The table talks about the differences first. That is where you learn most from each other."),
    ),
    Step(
        "agree",
        _("Agree"),
        _(
            "The talk turns into action points: what, who and by when. The owner says yes on the phone, on "
            "the "
            "spot. After the session there is a report."
        ),
    ),
    Step(
        "agenda",
        _("Keep going"),
        _(
            "The improvement agenda shows what moves and what is stuck. After half a year or a year the "
            "table meets again."
        ),
    ),
)
