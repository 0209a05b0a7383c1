"""What people ask when they plan a session, answered in the form."""

from django.utils.translation import gettext_lazy as _

from common.forms import Help

ANSWER_AHEAD = Help(
    "help-ahead",
    _("When is answering before the meeting useful?"),
    _(
        "When a party wants to ask colleagues first, or when there is little time at the table. Nobody sees "
        "the answers until the facilitator shows them."
    ),
)
NAMES_IN_REPORT = Help(
    "help-names",
    _("Names or totals: what do I choose?"),
    _(
        "With names, everybody can read later who sees it differently. Choose totals when a party would not "
        "answer freely."
    ),
)
FACILITATOR = Help(
    "help-facilitator",
    _("What does a facilitator do?"),
    _(
        "The facilitator leads the talk and shows the answers. It works best when this is somebody who sits "
        "there for no party. You can also appoint somebody later."
    ),
)
DATE_POLL = Help(
    "help-date-poll",
    _("Is the date not certain yet?"),
    _(
        "Use the date poll that you always use, and paste its link here. Fill in the most likely date above. "
        "As long as there is a link, the date is called provisional. Take the link away once you know."
    ),
)
THEME_ORDER = Help(
    "help-order",
    _("Which order is best?"),
    _(
        "The order of the list works for most tables. Choose another one when a theme is urgent in your "
        "town. The overall grade always comes first. The order is fixed once the doors are open."
    ),
)
EARLIER = Help(
    "help-earlier",
    _("Follow-up or repeat: what is the difference?"),
    _(
        "In a follow-up meeting the table goes through the action points, without answering. After half a "
        "year or a year the table answers again in a repeat session: then you see what has changed."
    ),
)
