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
    DEADLINE = "deadline", _("got another deadline")
    WORDING = "wording", _("was worded differently")
    STATUS = "status", _("changed status")
    PRIORITY = "priority", _("was chosen as most important by the table")
    NO_PRIORITY = "no_priority", _("was no longer chosen as most important")
    UPDATE = "update", _("got an update")
    STATEMENTS = "statements", _("was used for more statements")


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
