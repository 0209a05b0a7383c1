"""What people read about a row of a list: what is wrong, in which column, and what to do."""

from django.utils.translation import gettext_lazy as _

from sessions.book_import import words

from .columns import Column

SHARED = (
    "formula",
    "error",
    "too long",
    "letters",
    "resident",
    "date",
    "date range",
    "email",
    "more cells",
)
PROBLEMS = {
    **{code: words.PROBLEMS[code] for code in SHARED},
    "what missing": _("Write down what will be done."),
    "everybody": _("“%(value)s” is no owner: then nobody does it. Choose one; the others can help."),
    "several owners": _("Here are several organisations. Choose one owner; the others can help."),
    "organisation unknown": _("“%(value)s” is not in your address book. Choose above who it is."),
    "owner missing": _("Write down whose it is: according to the status somebody said yes."),
    "status unknown": _("We do not know the status “%(value)s”. Choose from: %(statuses)s."),
    "reason missing": _("Write down why, in the column with the last update."),
    "too far": _("The date %(value)s is more than ten years away. Check the year."),
    "same row": _("The same stands in row %(row)s. Leave one of the two out."),
    "too many helpers": _("Write down at most %(limit)s organisations that help."),
}
NOTES = {
    "date number": words.NOTES["date number"],
    "merged cell": words.NOTES["merged cell"],
    "ended": words.NOTES["ended"],
    "other name": words.NOTES["other name"],
    "theme unknown": _("We do not know the theme “%(value)s”. The action point gets no theme."),
    "deadline passed": _("This date has passed. The action point will stand on the agenda as too late."),
    "new organisation": _("“%(value)s” is added to your address book."),
    "on the agenda": _("This stands on your agenda already. It is not added once more."),
    "person": _("We took “%(value)s” for the person who does it."),
}


class Remark(words.Remark):
    """One thing about one cell of a list."""

    @property
    def where(self) -> str:
        return str(Column(self.column).label) if self.column else ""

    @property
    def problem(self) -> str:
        return self.sentence(PROBLEMS)

    @property
    def note(self) -> str:
        return self.sentence(NOTES)
