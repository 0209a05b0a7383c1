from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel, TenantQuerySet, tenant_manager
from sessions.models import GroupSession

from ..enums import ActionChange, ActionStatus, OwnersWord

ENDED = [ActionStatus.DONE, ActionStatus.DROPPED]
NOT_ENDED = [status for status in ActionStatus if status not in ENDED]

A_WEEK = timedelta(days=7)
WAITS_SINCE = Coalesce("asked_at", "created_at")


def unanswered(*, on: date) -> Q:
    """Return what waits for the yes of its owner for a week by some day; needs `waits_since`."""
    day_after = datetime.combine(on - A_WEEK + timedelta(days=1), time.min)
    asked = Q(waits_since__lt=timezone.make_aware(day_after))
    return asked & Q(status=ActionStatus.PROPOSED, owner_organisation__isnull=False)


class ActionPointQuerySet(TenantQuerySet):
    """Action points by what asks for attention."""

    def open(self) -> "ActionPointQuerySet":
        # By the statuses that it can have, which an index knows: leaving out those that ended reads them all.
        return self.filter(status__in=NOT_ENDED)

    def overdue(self, *, on: date) -> "ActionPointQuerySet":
        """Keep open ones whose deadline has passed; the deadline itself is still in time."""
        return self.open().filter(deadline__lt=on)

    def without_owner(self) -> "ActionPointQuerySet":
        return self.open().filter(Q(owner_organisation=None) | Q(status=ActionStatus.HANDED_BACK))

    def stuck(self) -> "ActionPointQuerySet":
        """Keep open ones that are stuck in the word of their owner."""
        return self.open().filter(owners_word=OwnersWord.STUCK)

    def unanswered(self, *, on: date) -> "ActionPointQuerySet":
        """Keep those whose owner has said neither yes nor no for a week."""
        return self.alias(waits_since=WAITS_SINCE).filter(unanswered(on=on))

    def counting(self) -> "ActionPointQuerySet":
        """Leave out those of rehearsals; one that came from a list has no session at all."""
        # By a list of the few rehearsals, not by a join: counting ten thousand rows reads an index only.
        return self.exclude(session__in=GroupSession.objects.filter(is_rehearsal=True))


class ActionPoint(TenantModel):
    """What was agreed: what, by which owner, by when. The owner is an organisation, a role and a person."""

    # Empty for what was taken over from a list of before.
    session = models.ForeignKey(
        "group_sessions.GroupSession",
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_points",
    )
    statements = models.ManyToManyField("catalogue.Statement", related_name="+", blank=True)
    theme = models.ForeignKey(
        "catalogue.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what"), max_length=300)
    resident_effect = models.CharField(_("what does a resident notice of it?"), max_length=300, blank=True)
    owner_organisation = models.ForeignKey(
        "group_sessions.Organisation",
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_points",
    )
    owner_role = models.CharField(_("role of the owner"), max_length=120, blank=True)
    owner_name = models.CharField(_("name of the owner"), max_length=120, blank=True)
    owner_email = models.EmailField(_("e-mail address of the owner"), blank=True)
    # The table named somebody who was not there to say yes or no.
    named_in_absence = models.BooleanField(_("named in absence"), default=False, editable=False)
    helpers = models.ManyToManyField(
        "group_sessions.Organisation", verbose_name=_("who helps"), related_name="+", blank=True
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    # Only while waiting for a decision.
    decided_by = models.CharField(_("who decides"), max_length=120, blank=True)
    decision_on = models.DateField(_("decision expected on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=ActionStatus.choices, default=ActionStatus.PROPOSED
    )
    owners_word = models.CharField(_("how it goes"), max_length=20, choices=OwnersWord.choices, blank=True)
    is_priority = models.BooleanField(_("most important to the table"), default=False)
    postponed = models.PositiveSmallIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    # Raising it withdraws the link by which its owner answers from a mail.
    reply_link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    # Where it went on, of two that turned out to be one.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("goes on in"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    # Since when somebody has been waiting for the yes of the present owner.
    asked_at = models.DateTimeField(_("asked on"), null=True, editable=False)
    # Made with the form, so that the same form sent twice makes one action point.
    submission = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects = tenant_manager(ActionPointQuerySet)

    class Meta:
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        ordering = ["pk"]
        indexes = [
            # All that counting and sorting read, so that neither looks at the rows themselves.
            models.Index(
                fields=[
                    "municipality",
                    "status",
                    "deadline",
                    "owner_organisation",
                    "owners_word",
                    "session",
                    "merged_into",
                ],
                name="action_by_state",
            ),
            # How many each session has, and how many are open: in the order by which they are counted.
            models.Index(
                fields=["municipality", "session", "status", "merged_into"], name="action_by_session"
            ),
            # Whether an organisation owns something. Not by municipality first: SQLite would count by it.
            models.Index(fields=["owner_organisation", "municipality"], name="action_by_owner"),
            # How many were written down in a month.
            models.Index(
                fields=["municipality", "created_at", "merged_into", "session"], name="action_by_moment"
            ),
            # What went on in some points. Few did, and counting what did not must not go by it.
            models.Index(
                fields=["municipality", "merged_into"],
                condition=Q(merged_into__isnull=False),
                name="action_by_sequel",
            ),
            # One person's points, in all municipalities.
            models.Index(Lower("owner_email"), name="action_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "session", "submission"], name="one_action_per_submission"
            )
        ]

    def __str__(self) -> str:
        return self.what

    def is_unanswered(self, *, on: date) -> bool:
        """Return whether its owner has said neither yes nor no for a week."""
        waits = self.status == ActionStatus.PROPOSED and self.owner_organisation_id is not None
        return waits and timezone.localdate(self.asked_at or self.created_at) <= on - A_WEEK

    def is_overdue(self, *, on: date) -> bool:
        return self.status not in ENDED and self.deadline is not None and self.deadline < on

    @property
    def status_label(self) -> str:
        """Return how it stands in words; what goes on in another point is not what nobody takes up."""
        return str(_("merged")) if self.merged_into_id is not None else self.get_status_display()

    @property
    def has_owner(self) -> bool:
        return self.owner_organisation_id is not None and self.status != ActionStatus.HANDED_BACK


class ActionLink(TenantModel):
    """A page elsewhere that belongs to an action point; files are not kept here."""

    action_point = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="links")
    address = models.URLField(_("address"), max_length=500)
    label = models.CharField(_("name of the page"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("link of an action point")
        verbose_name_plural = _("links of action points")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label or self.address


class ActionEvent(TenantModel):
    """One line in the history of an action point; only ever added to."""

    action_point = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="events")
    change = models.CharField(max_length=20, choices=ActionChange.choices)
    # No limit: who helps can be many, and nothing of a history is cut off.
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    text = models.CharField(max_length=600, blank=True)
    author = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        # What happened lately, among ten years of history.
        indexes = [
            models.Index(fields=["municipality", "at", "action_point"], name="event_by_moment"),
            # With all that tells which points ended in a period, so that no other line is read for it.
            models.Index(
                fields=["municipality", "change", "at", "after", "action_point"], name="event_by_change"
            ),
            models.Index(fields=["municipality", "action_point", "change"], name="event_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action_point} {self.get_change_display()}"
