"""How lists of elsewhere call the status of an action point."""

from collections.abc import Iterator

from sessions.folding import fold

from ..enums import ActionStatus, OwnersWord

NAMES = {
    ActionStatus.PROPOSED: "voorgesteld|nieuw|open|niet gestart|nog niet gestart|nog te starten|te doen|todo|"
    "to do|gepland|afgesproken|proposed|new|not started",
    ActionStatus.ACCEPTED: "aangenomen|akkoord|geaccepteerd|toegezegd|accepted|agreed",
    ActionStatus.HANDED_BACK: "teruggegeven|handed back",
    ActionStatus.IN_PROGRESS: "bezig|mee bezig|lopend|loopt|in uitvoering|in behandeling|onderhanden|gestart|"
    "actief|in progress|busy|started|ongoing",
    ActionStatus.AWAITING_DECISION: "wacht op besluit|wachten op besluit|wacht|in afwachting|aangehouden|"
    "on hold|waiting for a decision|waiting",
    ActionStatus.DONE: "afgerond|klaar|gereed|gedaan|voltooid|uitgevoerd|afgehandeld|gesloten|finished|done|"
    "closed|completed|ja|v|x|✓|✔",
    ActionStatus.DROPPED: "niet opgepakt|vervallen|gestopt|geannuleerd|niet gedaan|niet doorgegaan|"
    "not taken up|dropped|cancelled",
}
OF_THE_OWNER = {
    OwnersWord.ON_TRACK: "op schema|op koers|volgens planning|groen|on track",
    OwnersWord.STUCK: "loopt vast|vast|stagneert|vertraagd|geblokkeerd|rood|stuck|blocked",
}
"""In both languages, whatever the screen speaks: a list has a language of its own."""


def status_of(text: str) -> str:
    """Return a status as it is kept, with the word of the owner behind a colon; nothing when unknown."""
    return KNOWN.get(fold(text), "")


def parted(kept: str) -> tuple[ActionStatus, str]:
    """Return the status and the word of the owner."""
    status, _colon, word = kept.partition(":")
    return ActionStatus(status) if status else ActionStatus.PROPOSED, word


def _words() -> Iterator[tuple[str, str]]:
    for status, names in NAMES.items():
        yield from ((name, status.value) for name in names.split("|"))
    for word, names in OF_THE_OWNER.items():
        kept = f"{ActionStatus.IN_PROGRESS.value}:{word.value}"
        yield from ((name, kept) for name in names.split("|"))


KNOWN = dict(_words())
