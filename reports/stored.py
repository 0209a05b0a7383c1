"""What is stored of reports: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

declare(
    Stored(
        model="reports.Report",
        whose=Whose.TABLE,
        why=_(
            "To give everybody at the table the report. Names go out of it with those of the participants."
        ),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
        called=_("Report of a session"),
    ),
    Stored(
        model="reports.PrintKit",
        whose=Whose.ORGANISATIONS,
        why=_("To print name cards, statements and answer cards for a session. It holds no names of people."),
        ground=Ground.NO_PEOPLE,
        term=Term.UNTIL_OVER,
    ),
)
