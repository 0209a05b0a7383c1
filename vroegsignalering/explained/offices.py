"""The five steps of who works behind the table: manager, reader and administrator; and all roles together."""

from django.utils.translation import gettext_lazy as _

from .roles import COORDINATOR, FACILITATOR, PARTICIPANT, RoleStory
from .story import Step

MANAGER = RoleStory(
    "manager",
    "stuck",
    _("Manager or reader"),
    _("You see what was agreed, and help where it is stuck."),
    (
        Step(
            "signin",
            _("You sign in without a password"),
            _("Fill in your e-mail address. You get an e-mail with a code. Type the code, and you are in."),
        ),
        Step(
            "report",
            _("You read the report"),
            _(
                "After each session there is a report as a PDF: the answers, the differences and the "
                "agreements. You find it with the session."
            ),
        ),
        Step(
            "agenda",
            _("You see what moves"),
            _(
                "The improvement agenda holds the action points of all sessions. At the top you see how "
                "many are "
                "not finished, too late or stuck."
            ),
        ),
        Step(
            "stuck",
            _("You help where it is stuck"),
            _(
                "Open an action point and read what happened. You can write how it is going, or change the "
                "status, the date or the owner."
            ),
            _("Nothing disappears: each change stays in the history of the point."),
        ),
        Step(
            "later",
            _("You let the table meet again"),
            _(
                "At the end of a session the next date is set. Ask your coordinator to plan it, so that the "
                "table sees what came of the agreements."
            ),
        ),
    ),
    _(
        "Are you a reader? Then you see the sessions and the improvement agenda. You cannot change anything, "
        "and you do not see the report."
    ),
)
ADMINISTRATOR = RoleStory(
    "beheerder",
    "style",
    _("Administrator"),
    _("You invite colleagues, and make this website look like your municipality."),
    (
        Step(
            "signin",
            _("You sign in without a password"),
            _(
                "Fill in your e-mail address. You get an e-mail with a code. Type the code. Then you take a "
                "second step, for example with your phone."
            ),
        ),
        Step(
            "people",
            _("You invite colleagues"),
            _(
                "Give the e-mail address and the role. The person gets an e-mail and accepts. You see "
                "whether it arrived."
            ),
            _("Does somebody leave? End the role: it works at once, and stays in the history."),
        ),
        Step(
            "style",
            _("You choose colour, corners, font and logo"),
            _("One colour is enough: all others are computed from it. Add your logo as SVG or PNG."),
        ),
        Step(
            "looks",
            _("You look at the example"),
            _(
                "The example shows pages, phone and big screen at once. The colours always stay readable, "
                "whatever you choose."
            ),
        ),
        Step(
            "reading",
            _("You see which sessions there are"),
            _(
                "You see when a session is and which parties come. You see no answers, no report and no "
                "agenda."
            ),
        ),
    ),
)

ROLES: tuple[RoleStory, ...] = (PARTICIPANT, FACILITATOR, COORDINATOR, MANAGER, ADMINISTRATOR)
BY_SLUG = {role.slug: role for role in ROLES}
