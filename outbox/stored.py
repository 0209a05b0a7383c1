"""What is stored of promised mails and reports: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Whose, declare

declare(
    Stored(
        model="outbox.Promise",
        whose=Whose.NOBODY,
        why=_("To send each mail and make each report once, also after a fault. It holds no address."),
        ground=Ground.PUBLIC_TASK,
        term="promises",
        called=_("Mail or report to be sent"),
    ),
)
