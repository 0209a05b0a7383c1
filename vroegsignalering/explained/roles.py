"""What each role does, in five steps."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from .story import Step


@dataclass(frozen=True)
class RoleStory:
    """The five steps of one role; `slug` is the Dutch word in the address."""

    slug: str
    drawing: str
    name: LazyText
    summary: LazyText
    steps: tuple[Step, ...]
    note: LazyText | None = None

    @property
    def template(self) -> str:
        return f"explained/drawings/{self.drawing}.svg"


PARTICIPANT = RoleStory(
    "deelnemer",
    "answer",
    _("Participant"),
    _("You sit at the table for your organisation and answer on your phone."),
    (
        Step(
            "invitation",
            _("You get in with a link, a card or a code"),
            _("Open the link in your invitation, or scan the name card at the table."),
            _("No phone camera? Type the code from the big screen. You need no account and no password."),
        ),
        Step(
            "blind",
            _("You first read who sees your answers"),
            _(
                "Until the answers are shown, only people of your own organisation see them. The facilitator "
                "sees whether you answered, not what."
            ),
        ),
        Step(
            "answer",
            _("You give each statement a figure"),
            _(
                "Choose a figure from 0 to 10. You can also say that you do not know. Your choice is saved "
                "at once."
            ),
            _("Are there two of you? Then you give one answer together."),
        ),
        Step(
            "reveal",
            _("You look and talk with the others"),
            _(
                "The facilitator shows the answers of all parties. On your phone you see the same picture, "
                "with your own answer."
            ),
            _("A figure is not right or wrong. It helps to start the talk."),
        ),
        Step(
            "agree",
            _("You agree who does what"),
            _("Is an action point for your organisation? Then you say yes on your phone, or give it back."),
            _("After the session you get an e-mail with a link to the report, if we know your address."),
        ),
    ),
)
FACILITATOR = RoleStory(
    "gespreksleider",
    "console",
    _("Facilitator"),
    _("You lead the talk. The screen in front of you says what to do and what to say."),
    (
        Step(
            "signin",
            _("You say yes"),
            _("You get an e-mail with a link. One press on the button and you lead the session."),
            _("Later you sign in with a code that we send by e-mail. There is no password to remember."),
        ),
        Step(
            "room",
            _("You prepare the room"),
            _(
                "Open your own page on the laptop and the big screen on the projector. Then open the doors: "
                "from now on the parties can join."
            ),
        ),
        Step(
            "console",
            _("You let the table answer"),
            _(
                "For each theme there is a text to read aloud and one big button. You see who is ready. You "
                "do not see what anybody answered."
            ),
            _("You never have to wait: whoever has not answered gets an empty chair."),
        ),
        Step(
            "table",
            _("You show the answers and lead the talk"),
            _(
                "The statement with the most difference is at the top. You get questions for the table and "
                "see who could begin."
            ),
        ),
        Step(
            "agree",
            _("You write down what is agreed"),
            _(
                "Type what, who and by when while people speak. The owner says yes on the phone. At the end "
                "you go through the list and close."
            ),
            _("Then the report is made by itself."),
        ),
    ),
)
COORDINATOR = RoleStory(
    "coordinator",
    "plan",
    _("Coordinator"),
    _("You bring the parties together and make sure that everything is ready."),
    (
        Step(
            "plan",
            _("You plan the session"),
            _(
                "Choose a title, a day and a place. The list of statements and the join code come by "
                "themselves."
            ),
            _("You can change everything later. Do you want to try first? Then plan a rehearsal."),
        ),
        Step(
            "choose",
            _("You choose who comes to the table"),
            _("There are four categories of parties. The selection aid shows which category has nobody yet."),
        ),
        Step(
            "invite",
            _("You invite and appoint"),
            _(
                "Everybody gets an e-mail with a personal link. You also appoint who leads the talk: often "
                "somebody from outside."
            ),
            _("Call each party too. A personal talk works better than an e-mail."),
        ),
        Step(
            "cards",
            _("You print the name cards"),
            _(
                "Each party gets a card with its name and a QR code. So everybody joins in less than a "
                "minute."
            ),
        ),
        Step(
            "agenda",
            _("You keep the agreements moving"),
            _(
                "After the session the report is ready. All action points are in the improvement agenda, "
                "with an owner and a date."
            ),
            _("Call the owner of a point that is too late, and write down how it is going."),
        ),
    ),
)
