"""Why an answer was not stored, in words for who gave it; each says what happens next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questionnaire.refusals import (
    AnswerRefused,
    ForeignStatement,
    NotApplicableNotAllowed,
    NotOpenYet,
    OutsideScale,
    SessionOver,
    StaleAnswer,
    TooLate,
)
from sessions.locks import Busy

WORDS: dict[type[Exception], Promise] = {
    TooLate: _(
        "This answer came too late and was not saved: the answers were shown just before. What you saved "
        "earlier counts. Tell the table what you wanted to answer."
    ),
    SessionOver: _("This answer was not saved: the session is closed. What you saved earlier counts."),
    NotOpenYet: _(
        "This answer was not saved: you cannot answer this theme now. You can as soon as the facilitator "
        "opens it."
    ),
    OutsideScale: _("This figure is not on the scale. Choose one of the figures on this page."),
    NotApplicableNotAllowed: _(
        "This statement applies to every organisation. Choose a figure, or ‘I don't know’."
    ),
    StaleAnswer: _(
        "Somebody of your organisation gave another answer in the meantime. Choose which one counts."
    ),
    Busy: _("Not saved yet: it is very busy. Try again."),
    ForeignStatement: _("This statement is not in this session."),
}
STATUS: dict[type[Exception], int] = {OutsideScale: 422, NotApplicableNotAllowed: 422, ForeignStatement: 404}


def words_for(refusal: AnswerRefused | Busy) -> str:
    """Return the sentence for a refusal."""
    return str(WORDS[type(refusal)])


def status_for(refusal: AnswerRefused | Busy) -> int:
    """Return the HTTP status: 422 for what can't be an answer, 409 for what can't be one now."""
    return STATUS.get(type(refusal), 409)


def name_of(refusal: AnswerRefused | Busy) -> str:
    """Return a short name for the script on the page, such as `toolate`."""
    return type(refusal).__name__.lower()
