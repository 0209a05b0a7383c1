"""Words that mean everybody: who is everybody takes nothing up, so they name no owner."""

import re

from sessions.folding import fold

from ..points.refusals import EverybodyIsNobody

_WHO = (
    "partijen|partners|ketenpartners|organisaties|instellingen|deelnemers|aanwezigen|betrokkenen|leden|mensen"
)
_WHOSE = "andere|aanwezige|betrokken|deelnemende|deze|onze|vier|vijf|zes|de"
_EVERYBODY = re.compile(
    rf"(wij |we |met )?al(le|len|lemaal)?( ({_WHOSE}))*( ({_WHO}))?( samen| aan tafel)*"
    r"|i?eder(een)?|(de |het )?(hele|gehele) (tafel|groep|netwerk)|wij|samen|gezamenlijk"
    r"|(elke|iedere) (partij|partner|organisatie|deelnemer)"
    r"|all( of us| (the )?(parties|partners|organisations|participants))?|every(body|one)"
)


def is_everybody(name: str) -> bool:
    """Return whether a name is no organisation or person, but everybody at the table."""
    return bool(_EVERYBODY.fullmatch(fold(name).strip(" .!")))


def require_somebody(*names: str) -> None:
    """Raise `EverybodyIsNobody` when one of these names means everybody."""
    if any(map(is_everybody, names)):
        raise EverybodyIsNobody
