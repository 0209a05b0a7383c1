"""What is told about deadlines, to whom and when; and the days on which nobody is mailed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from ..enums import ReminderStep
from .action import ActionPoint


class Reminder(TenantModel):
    """One step of reminding about one deadline of one action point: the ledger, written once and never twice.

    `about` is the day it counts from: the deadline, or the day on which the owner was asked. Another deadline
    begins anew.
    """

    action_point = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(_("step"), max_length=20, choices=ReminderStep.choices)
    about = models.DateField(_("about"))
    due_on = models.DateField(_("due on"))
    made_at = models.DateTimeField(_("made at"))
    # Lower case; empty where the coordinators were told.
    told_to = models.EmailField(_("told to"), blank=True)
    told_at = models.DateTimeField(_("told at"), null=True)
    # Not told any more: it ended, was paused, or got another owner or deadline meanwhile.
    dropped_at = models.DateTimeField(_("no longer needed since"), null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "action_point", "step", "about"], name="reminded_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_on"],
                condition=Q(told_at=None, dropped_at=None),
                name="reminder_untold",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.action_point}"


class QuietPeriod(TenantModel):
    """Days on which nobody is mailed: of the municipality (a recess), or of one organisation."""

    organisation = models.ForeignKey(
        "group_sessions.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quiet_periods",
        help_text=_("Empty: for everybody."),
    )
    name = models.CharField(_("name"), max_length=80)
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"))

    class Meta:
        verbose_name = _("quiet period")
        verbose_name_plural = _("quiet periods")
        ordering = ["from_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__gte=F("from_date")), name="quiet_period_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name
