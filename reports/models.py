import uuid

from django.db import models

from common.tenancy import TenantModel

from .enums import ReportState


def unguessable_path(report: "Report", filename: str) -> str:
    """Return where the file lies: never served by address, and not to be guessed either."""
    return f"reports/{report.municipality_id}/{uuid.uuid4().hex}.pdf"


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
