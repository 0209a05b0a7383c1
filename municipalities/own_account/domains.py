"""E-mail domains that a municipality may have its people sign in with: its own, and shown to be so."""

import re
from collections.abc import Iterable
from datetime import date

from ..enums import Role
from ..models import Membership, Municipality

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
MOST = 20
"""Domains of one municipality; a region with all its members has fewer."""
# fmt: off
OF_EVERYBODY = frozenset({
     "gmail.com", "googlemail.com", "outlook.com", "outlook.nl", "hotmail.com", "hotmail.nl", "live.com",
     "live.nl", "msn.com", "icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.nl", "ymail.com",
     "aol.com", "gmx.com", "gmx.net", "proton.me", "protonmail.com", "pm.me", "kpnmail.nl", "kpnplanet.nl",
     "planet.nl", "hetnet.nl", "ziggo.nl", "home.nl", "upcmail.nl", "casema.nl", "chello.nl",
     "quicknet.nl", "xs4all.nl", "tele2.nl", "solcon.nl", "zonnet.nl", "telfort.nl", "freedom.nl",
})
# fmt: on
"""Mail that anybody can have: no municipality can vouch for who reads it."""


def read_domains(text: str) -> list[str]:
    """Return the domains in a text, each once, whatever stands between; an `@` in front may stand there."""
    words = re.split(r"[\s,;]+", text.strip())
    return list(dict.fromkeys(word.lower().lstrip("@").rstrip(".") for word in words if word))


def no_domains(domains: Iterable[str]) -> list[str]:
    """Return what can't be the domain of an organisation's mail."""
    return [one for one in domains if not DOMAIN.fullmatch(one) or one in OF_EVERYBODY]


def shown_domains(municipality: Municipality, *, today: date) -> set[str]:
    """Return the domains of the addresses of the administrators: each accepted an invitation sent there."""
    held = Membership.objects.filter(municipality=municipality, role=Role.ADMINISTRATOR)
    addresses = held.current(today=today).values_list("user__email", flat=True)
    return {address.rpartition("@")[2].lower() for address in addresses}
