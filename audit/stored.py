"""What is stored of the log: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Whose, declare

declare(
    Stored(
        model="audit.AuditEvent",
        whose=Whose.ACCOUNTS,
        why=_("To be able to tell afterwards who did what. Never answers."),
        ground=Ground.LEGAL_DUTY,
        term="log",
        called=_("Line in the log"),
    ),
    Stored(
        model="audit.LogSeal",
        whose=Whose.NOBODY,
        why=_("To notice when somebody changed the log."),
        ground=Ground.LEGAL_DUTY,
        term="log",
        called=_("Seal on the log"),
    ),
)
