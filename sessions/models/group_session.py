"""One meeting of a table, and where each of its themes stands."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

from ..enums import Sequel, SessionState, ThemeState
from .organisation import NAME_LENGTH


class SessionQuerySet(TenantQuerySet):
    """Group sessions by where they are."""

    def joinable(self) -> "SessionQuerySet":
        return self.filter(state__in=[SessionState.OPEN, SessionState.RUNNING])

    def coming(self) -> "SessionQuerySet":
        return self.filter(state__in=[SessionState.PLANNED, SessionState.OPEN, SessionState.RUNNING])

    def past(self) -> "SessionQuerySet":
        return self.filter(state__in=[SessionState.CLOSED, SessionState.ARCHIVED, SessionState.CANCELLED])

    def counting(self) -> "SessionQuerySet":
        """Leave out rehearsals, which never count anywhere."""
        return self.filter(is_rehearsal=False)


class GroupSession(TenantModel):
    """One meeting of a table: its plan, and where it stands on the stage.

    `revision` grows by one at each visible change; `stage_revision` is that of the last step on the stage.
    """

    title = models.CharField(_("title"), max_length=NAME_LENGTH)
    goal = models.TextField(_("goal"), max_length=600, blank=True)
    location = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("date and time"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), default=120, validators=[MinValueValidator(30), MaxValueValidator(480)]
    )
    catalogue = models.ForeignKey(
        "catalogue.Catalogue", verbose_name=_("list of statements"), on_delete=models.PROTECT
    )
    sequel = models.CharField(_("kind"), max_length=20, choices=Sequel.choices, default=Sequel.NONE)
    previous = models.ForeignKey(
        "self",
        verbose_name=_("earlier session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sequels",
    )
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)
    answer_ahead = models.BooleanField(_("participants may answer before the meeting"), default=False)
    names_in_report = models.BooleanField(_("show answers by name in the report"), default=True)
    names_after_talk = models.BooleanField(
        _("show names on the big screen only after the talk"), default=False
    )
    date_poll_url = models.URLField(_("link to the date poll"), max_length=500, blank=True)
    rehearsal_of = models.ForeignKey(
        "self",
        verbose_name=_("rehearsal of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="rehearsals",
        editable=False,
    )

    state = models.CharField(
        _("state"), max_length=20, choices=SessionState.choices, default=SessionState.PLANNED
    )
    current = models.ForeignKey(
        "SessionTheme", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    shown_statement = models.ForeignKey(
        "catalogue.Statement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    in_wrap_up = models.BooleanField(default=False, editable=False)
    screen_blank = models.BooleanField(default=False, editable=False)
    screen_is_dark = models.BooleanField(default=False, editable=False)
    openers_on_screen = models.BooleanField(
        _("who could open, on the big screen"), default=False, editable=False
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    stage_revision = models.PositiveIntegerField(default=1, editable=False)
    join_code = models.CharField(max_length=8, unique=True, editable=False)
    screen_link_version = models.PositiveSmallIntegerField(default=1, editable=False)

    created_at = models.DateTimeField(editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    time_is_up_at = models.DateTimeField(_("time is up at"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    follow_up_on = models.DateField(_("follow-up date"), null=True, blank=True)

    objects = tenant_manager(SessionQuerySet)

    class Meta:
        verbose_name = _("group session")
        verbose_name_plural = _("group sessions")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.duration_minutes)

    @property
    def spoken_join_code(self) -> str:
        """Return the join code as people read it aloud: two groups of four."""
        return f"{self.join_code[:4]}-{self.join_code[4:]}"


class SessionTheme(TenantModel):
    """Where one theme of the list stands in one session."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="themes")
    theme = models.ForeignKey("catalogue.Theme", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ThemeState.choices, default=ThemeState.WAITING)
    answering_since = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    reopened_reason = models.CharField(max_length=300, blank=True)
    names_shown_at = models.DateTimeField(_("names shown at"), null=True)
    timer_ends_at = models.DateTimeField(_("timer runs until"), null=True)
    # Numbers of statements as the facilitator put them; empty is the order that is proposed.
    talk_order = models.JSONField(_("order of talk"), default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "session", "theme"], name="theme_once_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.theme}"

    @property
    def is_answering(self) -> bool:
        return self.state in {ThemeState.ANSWERING, ThemeState.REOPENED}

    @property
    def is_revealed(self) -> bool:
        """Return whether a first reveal was made; it is never undone."""
        return self.state in {ThemeState.REVEALED, ThemeState.REOPENED}
