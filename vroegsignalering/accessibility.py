"""The page about accessibility: what was tested, what was not, and whom to tell when something is wrong.

It follows the model statement of the Dutch government (Besluit digitale toegankelijkheid overheid). Only an
inspection by an expert can say that a website meets the standard, so the status claims no more than was done.
What only the owner of an installation can promise, an answer in time and an inspection before a day, stands
there when the owner set a contact and a day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission

WRITTEN_ON = date(2026, 11, 22)
"""Change it with the facts below: a reader takes them for the state of this day."""

TESTED = [
    _(
        "Automatically, on every page, for every role, in Dutch and in English, on a phone and on a laptop: "
        "all rules of axe for WCAG 2.2 A and AA, and its best practices. This includes pages with an error, "
        "empty pages, and the big screen in light and in dark."
    ),
    _("The HTML of all these pages, with the checker of the W3C."),
    _("A whole session with the keyboard alone: planning, inviting, leading, joining and answering."),
    _(
        "A window of 320 pixels wide, a zoom of 200 %, and more room between letters, words and lines: "
        "nothing is cut off and nothing covers anything else."
    ),
    _("Settings of the computer itself: high contrast colours and less motion."),
    _(
        "The place of the keyboard can be seen on every button, link and field, and is not lost when a part "
        "of the page changes."
    ),
    _("Buttons, fields and links of the navigation are at least 44 by 44 pixels."),
]
NOT_TESTED = [
    _("No expert has inspected this website yet."),
    _(
        "No people with a disability have tried it yet, with a screen reader, a braille display or speech "
        "input."
    ),
    _("The reports in PDF carry tags for screen readers (PDF/UA-1), but nobody has listened to them yet."),
]


@dataclass(frozen=True)
class Limitation:
    """Something that does not work for everybody yet, as the model asks; the owner plans the measure."""

    what: Any
    cause: Any
    consequence: Any
    alternative: Any
    measure: Any


LIMITATIONS = [
    Limitation(
        what=_("We do not know how well it works with a screen reader"),
        cause=_("This is a new website. Until now it was only tested by programs and with the keyboard."),
        consequence=_("Somebody who listens to a page may get stuck at a place that we do not know of."),
        alternative=_("Answers can be given on paper or aloud. The facilitator or the coordinator helps."),
        measure=_("An inspection by an expert, and research with people who use a screen reader."),
    ),
    Limitation(
        what=_("The picture on the big screen cannot be heard"),
        cause=_(
            "The big screen hangs on the wall, for the whole room at once. There it also takes no extra room "
            "between letters."
        ),
        consequence=_("Anybody who does not see the screen well misses the picture while people talk."),
        alternative=_("The same picture, with each answer in words, stands on everybody’s own phone."),
        measure=_("In the research we ask whether the phone is enough during the talk."),
    ),
    Limitation(
        what=_("The statements have hard words"),
        cause=_("Their text is that of the national list, and we may not change it."),
        consequence=_(
            "Some words are hard. Anybody who reads English sees a reading of our own, which is not official."
        ),
        alternative=_("Each hard word has an explanation, one tap away. All words are in the glossary."),
        measure=_("We pass on to the makers of the list which words people stumble over."),
    ),
]


class Accessibility(GuardedView, TemplateView):
    """The statement, with the owner and the contact of this installation."""

    permission = Permission.ANYONE
    template_name = "accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            address=settings.BASE_URL,
            owner=settings.ACCESSIBILITY_OWNER,
            contact=settings.ACCESSIBILITY_CONTACT,
            written_on=WRITTEN_ON,
            inspection_by=settings.ACCESSIBILITY_INSPECTION_BY,
            tested=TESTED,
            not_tested=NOT_TESTED,
            limitations=LIMITATIONS,
            **kwargs,
        )
