"""What is stored of the improvement agenda: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

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
    Stored(
        model="agenda.ActionLink",
        whose=Whose.NOBODY,
        why=_("To find the page that belongs to an action point."),
        ground=Ground.NO_PEOPLE,
        term=Term.AGREED,
    ),
    Stored(
        model="agenda.Reminder",
        whose=Whose.OWNERS,
        why=_("To remind somebody once, and never twice."),
        ground=Ground.PUBLIC_TASK,
        term="owners",
    ),
    Stored(
        model="agenda.QuietPeriod",
        whose=Whose.ORGANISATIONS,
        why=_("To leave people alone on days when nobody works."),
        ground=Ground.NO_PEOPLE,
        term=Term.LASTING,
    ),
    Stored(
        model="agenda.AgendaVersion",
        whose=Whose.OWNERS,
        why=_("To know what the organisations were asked to agree to."),
        ground=Ground.PUBLIC_TASK,
        term="owners",
    ),
    Stored(
        model="agenda.Consent",
        whose=Whose.OWNERS,
        why=_("To know which organisation agreed, and under which condition."),
        ground=Ground.PUBLIC_TASK,
        term="owners",
    ),
    Stored(
        model="agenda.SavedFilter",
        whose=Whose.MEMBERS,
        why=_("To look at the agenda in the same way again."),
        ground=Ground.PUBLIC_TASK,
        term=Term.IN_USE,
    ),
    Stored(
        model="agenda.AgendaImport",
        whose=Whose.OWNERS,
        why=_("To show a list before it goes into the agenda."),
        ground=Ground.PUBLIC_TASK,
        term="lists",
    ),
    Stored(
        model="agenda.AgendaSettings",
        whose=Whose.NOBODY,
        why=_("To know how often the table looks back."),
        ground=Ground.NO_PEOPLE,
        term=Term.IN_USE,
    ),
)
