"""What belongs to one meeting besides the table itself: notes, ticks, feedback, and handing over."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from ..enums import Preparation
from .group_session import GroupSession
from .table import Facilitator, Representative

NOTE_LENGTH = 2000


class PreparationTick(TenantModel):
    """Something a coordinator did before the day that no table can know; unticking removes the row."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="ticks")
    task = models.CharField(_("task"), max_length=30, choices=Preparation.choices)
    done_at = models.DateTimeField(_("done at"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("tick in the preparation")
        verbose_name_plural = _("ticks in the preparation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "session", "task"], name="preparation_ticked_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_task_display()


class FacilitatorNote(TenantModel):
    """What a facilitator writes down for themselves; read by nobody else, and in no report."""

    facilitator = models.ForeignKey(
        Facilitator, verbose_name=_("facilitator"), on_delete=models.PROTECT, related_name="notes"
    )
    # Empty is about the whole session.
    session_theme = models.ForeignKey(
        "SessionTheme", verbose_name=_("theme"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    version = models.PositiveIntegerField(_("number of changes"), default=1)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "facilitator", "session_theme"], name="one_note_a_theme"
            ),
            models.UniqueConstraint(
                fields=["municipality", "facilitator"],
                condition=Q(session_theme=None),
                name="one_note_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"private note {self.pk}"


class HandOver(TenantModel):
    """A code by which somebody else takes over leading a session; good for a short time, and once."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="hand_overs")
    given_by = models.ForeignKey(
        Facilitator, verbose_name=_("handed over by"), on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(_("code"), max_length=8)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    taken_at = models.DateTimeField(_("taken over at"), null=True)
    taken_by = models.ForeignKey(
        Facilitator, verbose_name=_("taken over by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("code to take over")
        verbose_name_plural = _("codes to take over")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                condition=Q(taken_at=None, withdrawn_at=None),
                name="hand_over_code_once",
            )
        ]

    def __str__(self) -> str:
        return f"code to take over {self.pk}"


_FIGURE = [MinValueValidator(1), MaxValueValidator(5)]


class Feedback(TenantModel):
    """How somebody found the meeting, in three taps of 1 to 5; shown as totals of three people or more.

    What is answered after the close is a row of its own: a total of before it never grows by one person.
    """

    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="feedback")
    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="feedback")
    useful = models.PositiveSmallIntegerField(_("the talk was useful"), null=True, validators=_FIGURE)
    heard = models.PositiveSmallIntegerField(_("I could say what I wanted"), null=True, validators=_FIGURE)
    confident = models.PositiveSmallIntegerField(
        _("this will lead to something"), null=True, validators=_FIGURE
    )
    given_at = models.DateTimeField(_("given at"))
    is_late = models.BooleanField(_("given after the close"), default=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "representative", "is_late"], name="feedback_once_before_and_after"
            )
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class WaitingScreen(models.Model):
    """A big screen that shows a code and waits until a facilitator types it; of no municipality until then.

    `secret` is known to that browser alone. `address` is the page of the session it was given.
    """

    code = models.CharField(_("code"), max_length=8, unique=True)
    secret = models.CharField(_("mark of the browser"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    address = models.CharField(_("address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("waiting big screen")
        verbose_name_plural = _("waiting big screens")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"waiting screen {self.pk}"
