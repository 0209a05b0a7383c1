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
        "answer freely. At the table the names are always shown."
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
