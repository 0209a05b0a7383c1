"""What is stored of the improvement agenda: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Whose, declare

declare(
    Stored(
        model="agenda.ActionPoint",
        whose=Whose.OWNERS,
        why=_("To keep what was agreed: what, who and by when."),
        ground=Ground.PUBLIC_TASK,
        term="owners",
        fields={
            "created_at": _("made on"),
        },
    ),
    Stored(
        model="agenda.ActionEvent",
        whose=Whose.OWNERS,
        why=_("To see what became of an action point."),
        ground=Ground.PUBLIC_TASK,
        term="owners",
        called=_("History of an action point"),
    ),
)
