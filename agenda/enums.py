from django.db import models
from django.utils.translation import gettext_lazy as _


class ActionStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    HANDED_BACK = "handed_back", _("handed back")
    IN_PROGRESS = "in_progress", _("in progress")
    AWAITING_DECISION = "awaiting_decision", _("waiting for a decision")
    DONE = "done", _("finished")
    DROPPED = "dropped", _("not taken up")


class OwnersWord(models.TextChoices):
    """How it goes, in the word of its owner; being late is computed and not theirs to say."""

    ON_TRACK = "on_track", _("on track")
    STUCK = "stuck", _("stuck")


class ActionChange(models.TextChoices):
    """What happened to an action point."""

    PROPOSED = "proposed", _("was proposed")
    ACCEPTED = "accepted", _("was accepted by its owner")
    HANDED_BACK = "handed_back", _("was handed back")
    OWNER = "owner", _("got another owner")
    OWNER_LEFT = "owner_left", _("has an owner who left")
    OWNER_STOPPED = "owner_stopped", _("has an owner that stopped")
    DEADLINE = "deadline", _("got another deadline")
    WORDING = "wording", _("was worded differently")
    STATUS = "status", _("changed status")
    PRIORITY = "priority", _("was chosen as most important by the table")
    NO_PRIORITY = "no_priority", _("was no longer chosen as most important")
    UPDATE = "update", _("got an update")
    STATEMENTS = "statements", _("was used for more statements")
    HELPERS = "helpers", _("got other helpers")
    NEXT_STEP = "next_step", _("got another next step")
    LINK = "link", _("got another link")
    MERGED = "merged", _("went on together with another")
    DISCUSSED = "discussed", _("was discussed at a follow-up meeting")
    DECISION = "decision", _("waits for a decision of somebody")
    EFFECT = "effect", _("said what a resident notices")
    ESCALATED = "escalated", _("was brought to the contact person of the organisation")


class ReminderStep(models.TextChoices):
    """What is told when; the days are counted in `reminder_steps.py`."""

    UNANSWERED = "unanswered", _("no answer from the owner yet")
    SOON = "soon", _("the deadline is near")
    PASSED = "passed", _("the deadline has passed")
    AGAIN = "again", _("the deadline has passed, told again")
    LAST = "last", _("the deadline has passed, told for the last time")
    COORDINATOR = "coordinator", _("to the coordinators")


class ConsentAnswer(models.TextChoices):
    """What an organisation can say to an agenda; saying nothing is none of these."""

    AGREED = "agreed", _("agreed")
    CONDITIONAL = "conditional", _("agreed under a condition")
    BOARD_FIRST = "board_first", _("has to go to the board first")


class MeetingOutcome(models.TextChoices):
    """What a follow-up meeting decides about one action point."""

    DONE = "done", _("finished")
    CARRY_ON = "carry_on", _("carry on")
    DROPPED = "dropped", _("dropped")
    NOTE = "note", _("only a note")


class Rhythm(models.TextChoices):
    """How often a table looks back at its agenda."""

    SIX_WEEKS = "six_weeks", _("every six weeks")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half year")
    YEAR = "year", _("every year")


ACTION_STEPS: dict[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.PROPOSED: frozenset({ActionStatus.ACCEPTED, ActionStatus.HANDED_BACK, ActionStatus.DROPPED}),
    ActionStatus.ACCEPTED: frozenset(
        {
            ActionStatus.IN_PROGRESS,
            ActionStatus.AWAITING_DECISION,
            ActionStatus.DONE,
            ActionStatus.HANDED_BACK,
            ActionStatus.DROPPED,
        }
    ),
    ActionStatus.HANDED_BACK: frozenset({ActionStatus.PROPOSED, ActionStatus.DROPPED}),
    ActionStatus.IN_PROGRESS: frozenset(
        {ActionStatus.AWAITING_DECISION, ActionStatus.DONE, ActionStatus.HANDED_BACK, ActionStatus.DROPPED}
    ),
    ActionStatus.AWAITING_DECISION: frozenset(
        {ActionStatus.IN_PROGRESS, ActionStatus.DONE, ActionStatus.DROPPED}
    ),
    ActionStatus.DONE: frozenset({ActionStatus.IN_PROGRESS}),
    ActionStatus.DROPPED: frozenset({ActionStatus.PROPOSED}),
}
