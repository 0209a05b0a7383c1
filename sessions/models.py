from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager

from .enums import JoinedBy, Sequel, SessionState, ThemeState

NAME_LENGTH = 120


class Organisation(TenantModel):
    """An organisation in the address book of one municipality."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    kind = models.ForeignKey("catalogue.PartyKind", verbose_name=_("kind"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", Lower("name"), name="organisation_once")]

    def __str__(self) -> str:
        return self.name


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
    revision = models.PositiveIntegerField(default=1, editable=False)
    stage_revision = models.PositiveIntegerField(default=1, editable=False)
    join_code = models.CharField(max_length=8, unique=True, editable=False)
    screen_link_version = models.PositiveSmallIntegerField(default=1, editable=False)

    created_at = models.DateTimeField(editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
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


class Party(TenantModel):
    """An organisation at the table of one session."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    name = models.CharField(_("name at the table"), max_length=NAME_LENGTH)
    position = models.PositiveSmallIntegerField(default=0)
    absent_since = models.DateTimeField(null=True, editable=False)
    seat_card_version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "session", "organisation"], name="party_once_a_session"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_absent(self) -> bool:
        return self.absent_since is not None


class RepresentativeQuerySet(TenantQuerySet):
    """People at the table."""

    def present(self) -> "RepresentativeQuerySet":
        return self.filter(removed_at=None).exclude(joined_at=None)

    def invitable(self) -> "RepresentativeQuerySet":
        return self.filter(removed_at=None).exclude(email="")


class Representative(TenantModel):
    """A person who answers for a party; needs no account, and is nothing outside this session."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="representatives")
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    function = models.CharField(_("role in the organisation"), max_length=NAME_LENGTH, blank=True)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(null=True, editable=False)
    joined_by = models.CharField(max_length=20, choices=JoinedBy.choices, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = tenant_manager(RepresentativeQuerySet)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.email


class FacilitatorQuerySet(TenantQuerySet):
    """Appointments that hold."""

    def appointed(self) -> "FacilitatorQuerySet":
        return self.filter(ended_at=None)


class Facilitator(TenantModel):
    """The person appointed to lead one session; often from outside the municipality."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="facilitators")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="appointments",
        editable=False,
    )
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = tenant_manager(FacilitatorQuerySet)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "municipality", "session", Lower("email"), condition=Q(ended_at=None), name="facilitator_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
