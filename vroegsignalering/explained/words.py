"""The product's own words and what they mean; the hard words of the statements are in the catalogue."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Word:
    """A word of the product; `dutch` is how it stands on Dutch pages and in Dutch talk."""

    dutch: str
    word: LazyText
    meaning: LazyText


OWN_WORDS: tuple[Word, ...] = (
    Word(
        "actiepunt",
        _("action point"),
        _("What the table agreed to do: what, who and by when."),
    ),
    Word(
        "afwezig (lege stoel)",
        _("absent (empty chair)"),
        _("A party that was asked but is not there. The screen shows its name with an empty chair."),
    ),
    Word(
        "beheerder",
        _("administrator"),
        _("The person who invites colleagues and makes this website look like the municipality."),
    ),
    Word(
        "coördinator",
        _("coordinator"),
        _(
            "The person who plans the sessions for the municipality, invites the parties and follows the "
            "agreements."
        ),
    ),
    Word(
        "deelnamecode",
        _("join code"),
        _("Eight letters and digits with which you join a session when you have no link or name card."),
    ),
    Word(
        "deelnemer",
        _("participant"),
        _("Somebody who sits at the table for a party and answers on the phone."),
    ),
    Word(
        "functionaris voor gegevensbescherming (FG)",
        _("data protection officer"),
        _("The person who reads the log and guards how long data are kept. This person sees no sessions."),
    ),
    Word(
        "gespreksleider",
        _("facilitator"),
        _("The person who leads the talk. This person sees who answered, not what, until the table sees it."),
    ),
    Word(
        "gesprekswaarde",
        _("talk value"),
        _("How much there is to talk about in a statement. The more the answers differ, the higher it is."),
    ),
    Word(
        "groepssessie",
        _("group session"),
        _("A meeting in which parties answer statements, talk about them and make agreements."),
    ),
    Word(
        "herhaalsessie",
        _("repeat session"),
        _("A new session after half a year or a year. The table answers the same statements again."),
    ),
    Word(
        "lezer",
        _("reader"),
        _("Somebody who may see the sessions and the improvement agenda, but changes nothing."),
    ),
    Word(
        "loopt vast",
        _("stuck"),
        _("What the owner says of an action point that does not get further without help."),
    ),
    Word(
        "naamkaart met QR",
        _("name card with QR"),
        _("A card on the table with the name of a party. Scan it with your phone to join."),
    ),
    Word(
        "partij",
        _("party"),
        _("An organisation at the table, for example the housing corporation or a school."),
    ),
    Word(
        "stellingenlijst",
        _("list of statements"),
        _("The fifteen statements in four themes that the table answers."),
    ),
    Word(
        "toon de antwoorden",
        _("show the answers"),
        _("The moment at which the answers of all parties appear on the big screen. It is never undone."),
    ),
    Word(
        "trekker",
        _("owner"),
        _("The organisation, and the person, that makes sure that an action point is done."),
    ),
    Word(
        "twee groepen",
        _("two groups"),
        _("Part of the table gives a low figure and part a high one, with nothing between."),
    ),
    Word(
        "vastelastenpartners",
        _("fixed-costs partners"),
        _(
            "Organisations that people pay each month: rent, energy, drinking water and health insurance. "
            "They tell the municipality about payment arrears."
        ),
    ),
    Word(
        "verbeteragenda",
        _("improvement agenda"),
        _("The list of all action points of a municipality, with owner, date and how it is going."),
    ),
    Word(
        "vervolgoverleg",
        _("follow-up meeting"),
        _("A short meeting some six weeks later, to go through the action points."),
    ),
    Word(
        "één partij ziet het anders",
        _("one party sees it differently"),
        _("One answer stands far from the others, and the others are close together."),
    ),
)
