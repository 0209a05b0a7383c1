"""The way in, as the big screen shows it: an address to type, a code and a QR code."""

from dataclasses import dataclass

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sessions.addresses import full_address, join_page
from sessions.models import GroupSession


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """How people join with their phone; `address` is without `https://`, as people type it."""

    address: str
    code: str
    qr: SafeString


def way_in(session: GroupSession) -> WayIn:
    """Return the way into a session; the QR code leads straight to its parties."""
    by_code = reverse(
        "live:join_by_code", kwargs={"gemeente": session.municipality.slug, "code": session.join_code}
    )
    svg = segno.make(full_address(by_code), micro=False).svg_inline(border=2, omitsize=True)
    return WayIn(
        address=join_page(),
        code=session.spoken_join_code,
        # Made by the library from an address of our own; it holds no text.
        qr=mark_safe(svg),  # nosec B308 B703
    )
