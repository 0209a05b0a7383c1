import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.tenancy import TenantModel

from .enums import ReportState


def unguessable_path(report: "Report", filename: str) -> str:
    """Return where the file lies: never served by address, and not to be guessed either."""
    return f"reports/{report.municipality_id}/{uuid.uuid4().hex}.pdf"


def unguessable_kit_path(kit: "PrintKit", filename: str) -> str:
    """Return where the file of a print kit lies: never served by address, and not to be guessed either."""
    return f"kits/{kit.municipality_id}/{uuid.uuid4().hex}.pdf"


class Report(TenantModel):
    """The PDF of one closed session; there is one, made again in place when it has to be."""

    session = models.ForeignKey(
        "group_sessions.GroupSession", on_delete=models.PROTECT, related_name="reports"
    )
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.PROMISED)
    file = models.FileField(upload_to=unguessable_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "session"], name="one_report_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.session} · PDF"


class PrintKit(TenantModel):
    """What is printed for one session, in one PDF; there is one, and it goes when its session is over.

    `ways_in` is a fingerprint of the name cards and the join code in it, `plan` of what else it says.
    """

    session = models.ForeignKey("group_sessions.GroupSession", on_delete=models.PROTECT, related_name="kits")
    parts = models.JSONField(_("parts"), default=list)
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.PROMISED)
    file = models.FileField(upload_to=unguessable_kit_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    ways_in = models.CharField(_("check number of name cards and join code"), max_length=64, blank=True)
    plan = models.CharField(_("check number of the plan"), max_length=64, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("print kit")
        verbose_name_plural = _("print kits")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "session"], name="one_kit_a_session")]

    def __str__(self) -> str:
        return f"{self.session} · print kit"
