"""Why an answer can't be stored: each reason is a class of its own, and a page says it in its own words."""

from .own_answer import OwnAnswer


class AnswerRefused(Exception):
    """This answer can't be stored; each subclass says why."""


class NotOpenYet(AnswerRefused):
    """The theme is not being answered yet, or the session is interrupted or over."""


class TooLate(AnswerRefused):
    """The answers of this theme were shown before this one arrived."""


class SessionOver(TooLate):
    """The session is closed; nothing is answered any more."""


class ForeignStatement(AnswerRefused):
    """The statement is not in the list of this session."""


class OutsideScale(AnswerRefused):
    """The value is missing, or not on the scale."""


class NotApplicableNotAllowed(AnswerRefused):
    """This statement applies to everybody."""


class StaleAnswer(AnswerRefused):
    """A colleague answered in the meantime; `theirs` is what stands now."""

    def __init__(self, theirs: OwnAnswer) -> None:
        super().__init__("answered in the meantime")
        self.theirs = theirs
