"""Why something can't be done to an action point; each says so in words for the person who tried."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from common.own_words import words_for
from common.resident_data import Finding


class ActionRefused(Exception):
    """This can't be done to an action point; `words` is what the person reads."""

    words: LazyText | str = _("This is not possible now.")


class StaleAction(ActionRefused):
    """Somebody changed the action point after the page of this person was made."""

    words = _("Somebody else has just changed this action point. Look at it again, and repeat your change.")


class SessionNotOn(ActionRefused):
    """Action points come from a session that was held."""

    words = _("You can add action points once the session has started.")


class WhatMissing(ActionRefused):
    """An action point says what will be done."""

    words = _("Write down what will be done.")


class TextTooLong(ActionRefused):
    """A text does not fit; it is never cut off silently."""

    words = _("This text is too long. Make it shorter.")


class ResidentData(ActionRefused):
    """A text points at one resident; `finding` is what was found."""

    def __init__(self, text: str, finding: Finding) -> None:
        super().__init__(finding.kind)
        self.words = words_for(text, finding)


class DeadlinePassed(ActionRefused):
    """A new deadline can't lie in the past."""

    words = _("This date has passed. Choose today or a later day.")


class DeadlineTooFar(ActionRefused):
    """A deadline beyond ten years is a slip of the keyboard."""

    words = _("This date is more than ten years away. Check the year.")


class DeadlineMissing(ActionRefused):
    """A deadline can be moved, not taken away."""

    words = _("Choose a date.")


class ReasonMissing(ActionRefused):
    """Handing back, dropping and moving a deadline are explained."""

    words = _("Write down why. One sentence is enough.")


class TextMissing(ActionRefused):
    """An update says something."""

    words = _("Write down how it is going, or choose an option.")


class OwnerMissing(ActionRefused):
    """Nobody can say yes for nobody."""

    words = _("Choose an owner first.")


class EverybodyIsNobody(ActionRefused):
    """A point of everybody is a point of nobody: there is one owner, and others help."""

    words = _("One organisation is the owner. The others can help. Who makes sure that it happens?")


class LinkNotSafe(ActionRefused):
    """A link is an address of a page that is sent safely."""

    words = _("Fill in the address of a page. It begins with https://.")


class TooManyLinks(ActionRefused):
    """A list of links that nobody reads any more."""

    words = _("There are twenty links already. Remove one first.")


class ForeignRow(ActionRefused):
    """An organisation, theme or statement of elsewhere."""

    words = _("This choice does not belong to this session. Choose again.")


class StatusNotReachable(ActionRefused):
    """The status can't follow the present one."""

    words = _("This status can't follow the present one. Look at the action point again.")
