from django.db import models
from django.db.models import Q

from common.tenancy import TenantModel

from .enums import AnswerKind, Moment, RevealedKind, Source

NOTE_LENGTH = 280


class AnswerFields(TenantModel):
    """What a party says about a statement."""

    party = models.ForeignKey("group_sessions.Party", on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey("catalogue.Statement", on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=20, choices=Moment.choices, default=Moment.BEFORE_TALK)
    kind = models.CharField(max_length=20, choices=AnswerKind.choices)
    value = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.OWN_DEVICE)
    representative = models.ForeignKey(
        "group_sessions.Representative", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Answer(AnswerFields):
    """The present answer of a party; read by `answers.py` and `reveal.py` alone, never by a page."""

    session = models.ForeignKey("group_sessions.GroupSession", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "party", "statement", "moment"], name="one_answer_per_party"
            ),
            models.CheckConstraint(
                condition=Q(kind=AnswerKind.VALUE, value__isnull=False)
                | ~Q(kind=AnswerKind.VALUE) & Q(value=None),
                name="value_only_where_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AnswerChange(AnswerFields):
    """Every answer that was acknowledged, in order; only ever added to."""

    session = models.ForeignKey("group_sessions.GroupSession", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["session", "id"])]

    def __str__(self) -> str:
        return f"answer change {self.pk}"


class Reveal(TenantModel):
    """The picture of a theme at the moment it was shown; every viewer reads this and nothing else."""

    session_theme = models.ForeignKey(
        "group_sessions.SessionTheme", on_delete=models.PROTECT, related_name="reveals"
    )
    moment = models.CharField(max_length=20, choices=Moment.choices, default=Moment.BEFORE_TALK)
    revealed_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.session_theme} · {self.get_moment_display()}"


class RevealedAnswer(TenantModel):
    """One party's line in a reveal, also where it said nothing."""

    reveal = models.ForeignKey(Reveal, on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey("group_sessions.Party", on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey("catalogue.Statement", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RevealedKind.choices)
    value = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "reveal", "party", "statement"], name="one_line_per_party"
            )
        ]

    def __str__(self) -> str:
        return f"revealed answer {self.pk}"
