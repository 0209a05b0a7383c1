"""The steps of the preparation: what each is called and means, for who never prepared a session before."""

import enum
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from .enums import Preparation


class Task(enum.Enum):
    """The steps of the preparation; the value is a page, or what is ticked by hand."""

    PARTIES = "parties"
    FACILITATOR = "facilitators"
    DATE = "date"
    CALL = "call"
    INVITE = "invitations"
    STATEMENTS = Preparation.STATEMENTS_SENT.value
    CARDS = "seat_cards"
    CONNECTION = Preparation.CONNECTION_TESTED.value
    HOTSPOT = Preparation.HOTSPOT_READY.value
    OPEN = "open"


PAGES = {
    Task.PARTIES: "parties",
    Task.FACILITATOR: "facilitators",
    Task.DATE: "edit",
    Task.CALL: "parties",
    Task.INVITE: "invitations",
    Task.CARDS: "seat_cards",
}
"""Where a step is done; the others are ticked, or pressed on the page of the session."""


@dataclass(frozen=True)
class Words:
    """A step by name, why it matters, and what stands on its button."""

    title: LazyText
    meaning: LazyText
    button: LazyText


WORDS = {
    Task.PARTIES: Words(
        _("Choose who comes to the table"),
        _("At least one party from each of the four categories gives the best talk."),
        _("Parties"),
    ),
    Task.FACILITATOR: Words(
        _("Appoint who leads the talk"),
        _("Somebody who sits there for no party leads best. This person gets an invitation too."),
        _("Facilitator"),
    ),
    Task.DATE: Words(
        _("Fix the date"),
        _("Look in your date poll which day fits most. Put it in the plan and take the link out."),
        _("Change the plan"),
    ),
    Task.CALL: Words(
        _("Call each party"),
        _("A personal talk works better than an e-mail. Ask who comes, and what this person may agree to."),
        _("Tick off calls"),
    ),
    Task.INVITE: Words(
        _("Invite the participants"),
        _("Each participant gets a personal link. First read the invitation yourself."),
        _("Invitations"),
    ),
    Task.STATEMENTS: Words(
        _("Send the statements to read"),
        _("Who read them before, answers calmly. Nobody has to answer yet."),
        _("Done"),
    ),
    Task.CARDS: Words(
        _("Print the name cards"),
        _("One for each party, with a QR code to join."),
        _("Name cards"),
    ),
    Task.CONNECTION: Words(
        _("Test the connection in the room"),
        _("Open the big screen on the projector there, and join with a phone."),
        _("Done"),
    ),
    Task.HOTSPOT: Words(
        _("Have a hotspot ready"),
        _("A phone that shares its internet saves the meeting when the network of the room fails."),
        _("Done"),
    ),
    Task.OPEN: Words(
        _("Open the doors"),
        _("Do this on the day itself, shortly before you start. The facilitator can do it too."),
        _("Open the doors"),
    ),
}
