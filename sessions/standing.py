"""Where each person who was listed for a session stands, and how many of each there are."""

import enum
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from outbox.models import Promise

from .enums import Reply
from .invitations import Delivery, delivery_of
from .models import Representative


class Standing(enum.Enum):
    """What a coordinator knows of one person; the first that holds."""

    JOINED = "joined"
    COMING = "coming"
    DECLINED = "declined"
    NOT_ARRIVED = "not arrived"
    SILENT = "silent"
    ON_ITS_WAY = "on its way"
    NOT_INVITED = "not invited"
    NO_ADDRESS = "no address"

    @property
    def label(self) -> LazyText:
        return LABELS[self]


LABELS = {
    Standing.JOINED: _("takes part"),
    Standing.COMING: _("is coming"),
    Standing.DECLINED: _("is not coming"),
    Standing.NOT_ARRIVED: _("e-mail did not arrive"),
    Standing.SILENT: _("no reply yet"),
    Standing.ON_ITS_WAY: _("is being sent"),
    Standing.NOT_INVITED: _("not sent"),
    Standing.NO_ADDRESS: _("no e-mail address"),
}
OF_DELIVERY = {
    Delivery.JOINED: Standing.JOINED,
    Delivery.NO_ADDRESS: Standing.NO_ADDRESS,
    Delivery.NOT_SENT: Standing.NOT_INVITED,
    Delivery.ON_ITS_WAY: Standing.ON_ITS_WAY,
    Delivery.FAILED: Standing.NOT_ARRIVED,
    Delivery.BOUNCED: Standing.NOT_ARRIVED,
    Delivery.SENT: Standing.SILENT,
}
INVITED = frozenset(Standing) - {Standing.NOT_INVITED, Standing.NO_ADDRESS}


@dataclass(frozen=True)
class Counts:
    """How many people stand where; who takes part came."""

    invited: int
    coming: int
    declined: int
    silent: int
    not_arrived: int


def standing_of(person: Representative, *, promised: dict[str, Promise]) -> Standing:
    """Return where one person stands, given the promised invitations of all."""
    if person.reply == Reply.DECLINED:
        return Standing.DECLINED
    if person.reply == Reply.COMING and person.joined_at is None:
        return Standing.COMING
    return OF_DELIVERY[delivery_of(person, promised=promised)]


def counts_of(standings: Collection[Standing]) -> Counts:
    """Count people by where they stand."""
    of = Counter(standings)
    return Counts(
        invited=sum(of[one] for one in INVITED),
        coming=of[Standing.COMING] + of[Standing.JOINED],
        declined=of[Standing.DECLINED],
        silent=of[Standing.SILENT] + of[Standing.ON_ITS_WAY],
        not_arrived=of[Standing.NOT_ARRIVED],
    )
