"""Why an agenda can't be put forward, answered, adopted or withdrawn; each says so in words."""

from django.utils.translation import gettext_lazy as _

from ..points.refusals import ActionRefused


class AgendaRefused(ActionRefused):
    """This can't be done to the agenda of a session."""


class NotHeldYet(AgendaRefused):
    """Organisations agree to what a session ended with; a rehearsal ends with nothing."""

    words = _("You can put the agenda forward once the session is closed.")


class NothingAgreed(AgendaRefused):
    """An agenda without action points asks nothing of anybody."""

    words = _("There are no action points to agree to.")


class NobodyToAsk(AgendaRefused):
    """Somebody has to be asked."""

    words = _("Choose at least one organisation.")


class NothingChanged(AgendaRefused):
    """The same agenda was put forward already: who did not answer is asked again instead."""

    words = _("Nothing changed since the last version. You can ask an organisation again below.")


class StaleVersion(AgendaRefused):
    """Another version was put forward after the page of this person was made."""

    words = _("Somebody else has just put a version forward. Look at it first.")


class VersionWithdrawn(AgendaRefused):
    """This version is no longer asked about."""

    words = _("This version was withdrawn. There is nothing to answer any more.")


class AlreadyAdopted(AgendaRefused):
    """What was adopted is not answered any more."""

    words = _("This agenda has been adopted already. Tell the coordinator if something is wrong.")


class StaleAnswer(AgendaRefused):
    """Somebody answered for this organisation after the page of this person was made."""

    words = _("Somebody has just answered for this organisation. Look at that answer first.")


class ConditionMissing(AgendaRefused):
    """Who agrees under a condition says which."""

    words = _("Write down your condition. One sentence is enough.")


class WhoMissing(AgendaRefused):
    """An answer of an organisation is given by somebody."""

    words = _("Write down who answers.")


class NobodyAgreed(AgendaRefused):
    """Silence is never a yes, so what nobody agreed to can't be adopted."""

    words = _("No organisation agreed yet. Silence is no yes.")


class WhyWithout(AgendaRefused):
    """Adopting without the yes of everybody is explained."""

    words = _("Not every organisation agreed. Write down why you adopt it now.")


class NotForMeeting(AgendaRefused):
    """This point does not belong to this meeting, or the meeting is over."""

    words = _("This meeting is over, or the action point is not of this table.")


class NothingDecided(AgendaRefused):
    """An outcome is chosen; a note alone says something."""

    words = _("Write down what was said.")
