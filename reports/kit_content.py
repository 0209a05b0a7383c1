"""What the print kit of a session says, before it gets a form."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from django.urls import reverse

from sessions.addresses import full_address, join_address, join_page
from sessions.models import GroupSession, Party

from .enums import KitPart
from .kit import cards_withdrawn_at
from .kit_script import ScriptPart, ThemeSheet, script_of, themes_of

BLACK = "#000"


@dataclass(frozen=True, kw_only=True)
class Card:
    """The name card of a party; the QR is a picture."""

    party: Party
    qr: str


@dataclass(frozen=True, kw_only=True)
class KitContent:
    """Everything that is printed for a session; parts that were not chosen are not there."""

    session: GroupSession
    parts: Sequence[KitPart]
    made_at: datetime
    withdrawn_at: datetime | None
    cards: Sequence[Card]
    themes: Sequence[ThemeSheet]
    script: Sequence[ScriptPart]
    page: str
    code: str
    qr: str

    @property
    def has(self) -> dict[str, bool]:
        return {part.value: part in self.parts for part in KitPart}

    @property
    def parties(self) -> list[Party]:
        return [card.party for card in self.cards]

    @property
    def is_rehearsal(self) -> bool:
        return self.session.is_rehearsal


def kit_content(session: GroupSession, *, parts: Collection[str], now: datetime) -> KitContent:
    """Gather a print kit as the session is now, in the reader's language."""
    themes = themes_of(session)
    return KitContent(
        session=session,
        parts=[part for part in KitPart if part.value in parts],
        made_at=now,
        withdrawn_at=cards_withdrawn_at(session),
        cards=[
            Card(party=party, qr=black_qr(join_address(party)))
            for party in session.parties.select_related("municipality")
        ],
        themes=themes,
        script=list(script_of(session, themes)),
        page=join_page(),
        code=session.spoken_join_code,
        qr=black_qr(full_address(_path_by_code(session))),
    )


def _path_by_code(session: GroupSession) -> str:
    place = {"gemeente": session.municipality.slug, "code": session.join_code}
    return reverse("live:join_by_code", kwargs=place)


def black_qr(address: str) -> str:
    """Return an address as a QR in plain black, for any printer."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2, dark=BLACK, light="#fff")
