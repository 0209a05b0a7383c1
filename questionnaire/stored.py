"""What is stored of answers: of whom, why and how long."""

from django.utils.translation import gettext_lazy as _

from common.stored import Ground, Stored, Term, Whose, declare

declare(
    Stored(
        model="questionnaire.Answer",
        whose=Whose.ORGANISATIONS,
        why=_("To show what each party answers. Before it is shown, only the party itself sees it."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
        called=_("Answer of a party"),
    ),
    Stored(
        model="questionnaire.AnswerChange",
        whose=Whose.ORGANISATIONS,
        why=_("To be able to prove that each answer that was saved counted."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
        called=_("Earlier answer of a party"),
    ),
    Stored(
        model="questionnaire.Reveal",
        whose=Whose.ORGANISATIONS,
        why=_("To know when the answers were shown."),
        ground=Ground.NO_PEOPLE,
        term=Term.AGREED,
        called=_("Moment that answers were shown"),
    ),
    Stored(
        model="questionnaire.RevealedAnswer",
        whose=Whose.ORGANISATIONS,
        why=_("To keep what the table saw."),
        ground=Ground.PUBLIC_TASK,
        term=Term.AGREED,
        called=_("Answer as it was shown"),
    ),
)
