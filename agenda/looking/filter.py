"""What somebody wants to see of the agenda: one choice for table, board, timeline and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sessions.models import Organisation

from ..enums import ActionStatus
from ..models import ActionPoint, ActionPointQuerySet

LATE, OWNERLESS, STUCK, OPEN = "te-laat", "zonder-trekker", "loopt-vast", "open"
UNANSWERED = "geen-antwoord"
SHOWS = {LATE, OWNERLESS, STUCK, OPEN, UNANSWERED}
MINE = "mij"
WORDS_OF_STATUS = {
    "voorgesteld": ActionStatus.PROPOSED,
    "aangenomen": ActionStatus.ACCEPTED,
    "teruggegeven": ActionStatus.HANDED_BACK,
    "bezig": ActionStatus.IN_PROGRESS,
    "wacht-op-besluit": ActionStatus.AWAITING_DECISION,
    "afgerond": ActionStatus.DONE,
    "niet-opgepakt": ActionStatus.DROPPED,
}
"""How an address says a status."""
STATUS_WORDS = {status: word for word, status in WORDS_OF_STATUS.items()}
SHORTEST_TEXT = 2
LOOKED_THROUGH = ("what", "resident_effect", "next_step", "owner_name")
WORDS = {
    LATE: _("too late"),
    OWNERLESS: _("without owner"),
    STUCK: _("stuck"),
    OPEN: _("not finished"),
    UNANSWERED: _("no answer for a week"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What to keep of the agenda; what is empty keeps everything.

    `organisations` holds an organisation and all that were merged into it. `kept` is the same choice as an
    address says it.
    """

    show: str = ""
    status: ActionStatus | None = None
    session_id: int | None = None
    organisations: frozenset[int] = frozenset()
    theme: str = ""
    text: str = ""
    owner_email: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    def keep(self, points: ActionPointQuerySet, *, on: date) -> ActionPointQuerySet:
        """Return of these points what was chosen, as it stands on a day."""
        if self.show:
            points = _shown(points, self.show, on=on)
        if self.status is not None:
            points = points.filter(status=self.status)
        if self.session_id is not None:
            points = points.filter(session=self.session_id)
        if self.organisations:
            points = points.filter(owner_organisation__in=self.organisations)
        if self.theme:
            points = points.filter(theme__slug=self.theme)
        if self.owner_email:
            points = points.filter(owner_email__iexact=self.owner_email)
        for word in self.text.split():
            points = points.filter(_holding(word))
        return points

    @property
    def query(self) -> str:
        """Return the choice as an address says it, without its question mark."""
        return urlencode(self.kept)

    @property
    def shows_only(self) -> bool:
        """Return whether one of the quick choices, or nothing, is all that leaves something out."""
        others = (self.status, self.session_id, self.organisations, self.theme, self.text, self.owner_email)
        return not any(others)

    @property
    def is_narrow(self) -> bool:
        """Return whether more was chosen than one of the quick choices."""
        return bool(set(self.kept) - {"toon"})


def counted(municipality_id: int) -> ActionPointQuerySet:
    """Return what counts in a municipality: not of rehearsals, and not what went on in another point."""
    return ActionPoint.objects.filter(municipality=municipality_id, merged_into=None).counting()


def _shown(points: ActionPointQuerySet, show: str, *, on: date) -> ActionPointQuerySet:
    if show == LATE:
        return points.overdue(on=on)
    if show == OWNERLESS:
        return points.without_owner()
    if show == UNANSWERED:
        return points.unanswered(on=on)
    return points.stuck() if show == STUCK else points.open()


def _holding(word: str) -> Q:
    """Return where a word stands in what people wrote, or in the name of an organisation."""
    # By a list of the few organisations, not by a join: their names are looked at once, not once per point.
    found = Q(owner_organisation__in=Organisation.objects.filter(name__icontains=word))
    for name in LOOKED_THROUGH:
        found |= Q(**{f"{name}__icontains": word})
    return found
