"""Make a print kit, and let it go; fulfilled by the worker until it is done."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from outbox.models import Promise
from outbox.registry import handler
from sessions.locks import hold_session
from sessions.models import GroupSession
from sessions.planning import ALIVE
from sessions.withdrawal import FORGET_PRINT_KIT

from .enums import ReportState
from .kit import MAKE, forget_kit, plan_of, ways_in_of
from .kit_content import kit_content
from .models import PrintKit

logger = logging.getLogger(__name__)


class OlderThanItsCards(Exception):
    """While the file was made, cards or the code were withdrawn: it is made anew."""


def progress_of(kit: PrintKit) -> int:
    """Return how far the worker is with a kit, in per cent; 0 while it waits in line."""
    try:
        return cache.get(_progress_key(kit), 0)
    except Exception as error:  # the cache may be away in any way it likes: only the bar stands still
        logger.warning("No progress of a print kit: %s", type(error).__name__)
        return 0


def _at(kit: PrintKit, percentage: int) -> None:
    try:
        cache.set(_progress_key(kit), percentage, timeout=3600)
    except Exception as error:  # as above
        logger.warning("No progress of a print kit: %s", type(error).__name__)


def _progress_key(kit: PrintKit) -> str:
    return f"kit-progress:{kit.municipality_id}:{kit.pk}:{kit.requested_at.isoformat()}"


@handler(MAKE)
def make_kit(item: Promise, now: datetime) -> None:
    """Render the kit that was asked for, unless another was asked since or the session is over."""
    # Here, because it takes 0.7 s and 100 MB that only the worker needs, not each process at its start.
    from .document import render_pdf
    from .kit_document import kit_html

    kit = _wanted(item)
    if kit is None:
        return
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        _at(kit, 5)
        ways_in, plan = ways_in_of(kit.session), plan_of(kit.session)
        content = kit_content(kit.session, parts=kit.parts, now=now)
        html = kit_html(content, language=language)
        _at(kit, 25)
        pdf, pages = render_pdf(html)
    _at(kit, 90)
    with transaction.atomic():
        # Withdrawing holds the session too: it comes before this, and is seen, or after the file.
        try:
            session = hold_session(kit.session_id)
        except GroupSession.DoesNotExist:
            return  # a rehearsal that was removed meanwhile
        kit = _wanted(item)
        if kit is None or session.state not in ALIVE:
            return
        if ways_in_of(session) != ways_in:
            raise OlderThanItsCards
        kit.file.save("drukwerk.pdf", ContentFile(pdf), save=False)
        kit.sha256, kit.pages = hashlib.sha256(pdf).hexdigest(), pages
        kit.ways_in, kit.plan, kit.revision = ways_in, plan, content.session.revision
        kit.state, kit.ready_at = ReportState.READY, now
        kit.save()
    _at(kit, 100)


def _wanted(item: Promise) -> PrintKit | None:
    """Return the kit this promise is about, as long as it is the last one that was asked for."""
    kit = (
        PrintKit.objects.select_related("session__municipality", "session__catalogue")
        .filter(session=item.payload["session"])
        .exclude(state=ReportState.READY)
        .first()
    )
    is_last = kit is not None and kit.requested_at.isoformat() == item.payload["asked"]
    return kit if is_last else None


@handler(FORGET_PRINT_KIT)
def forget_print_kit(item: Promise, now: datetime) -> None:
    """Remove the kit of a session that is over, or with what was withdrawn."""
    session = GroupSession.objects.filter(pk=item.payload["session"]).first()
    if session is not None:
        forget_kit(session)
