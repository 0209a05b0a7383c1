"""Make the report of a session and tell everybody; fulfilled by the worker until it is done."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from municipalities.access import roles_with
from municipalities.models import Membership
from municipalities.permissions import Permission
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.models import Facilitator, GroupSession, Representative

from .content import report_content
from .enums import ReportState
from .models import Report

logger = logging.getLogger(__name__)
MAKE = "session report"
TELL = "report is ready"
STEPS = (5, 25, 60, 100)


def progress_key(session: GroupSession) -> str:
    return f"report-progress:{session.municipality_id}:{session.pk}"


def progress_of(session: GroupSession) -> int:
    """Return how far the worker is with a report, in per cent; 0 while it waits in line."""
    try:
        return cache.get(progress_key(session), 0)
    except Exception as error:  # the cache may be away in any way it likes: only the bar stands still
        logger.warning("No progress of a report: %s", type(error).__name__)
        return 0


def _at(session: GroupSession, percentage: int) -> None:
    # Not in the row: on PostgreSQL nobody would see it before the work is committed.
    try:
        cache.set(progress_key(session), percentage, timeout=3600)
    except Exception as error:  # as above: the report itself does not need it
        logger.warning("No progress of a report: %s", type(error).__name__)


@handler(MAKE)
def make_report(item: Promise, now: datetime) -> None:
    """Render the report of a closed session and promise the mails; made once, however often it is tried.

    It is rendered again, without new mails, when a name went out of it: nothing of the earlier file stays.
    """
    # Here, because it takes 0.7 s and 100 MB that only the worker needs, not each process at its start.
    from .document import render_pdf, report_html

    session = GroupSession.objects.select_related("municipality", "catalogue").get(pk=item.payload["session"])
    report = report_of(session, now=now)
    earlier = _remember_earlier_file(item, report)
    was_ready = report.state == ReportState.READY
    if was_ready and (not item.payload.get("again") or (report.ready_at or now) > item.created_at):
        _remove_earlier_file(report, earlier)
        return
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        _at(session, STEPS[0])
        content = report_content(session, now=now)
        _at(session, STEPS[1])
        html = report_html(content, language=language)
        _at(session, STEPS[2])
        pdf, pages = render_pdf(html)
    with transaction.atomic():
        report.file.save("rapport.pdf", ContentFile(pdf), save=False)
        report.sha256, report.pages = hashlib.sha256(pdf).hexdigest(), pages
        report.state, report.ready_at = ReportState.READY, now
        report.save()
        if not was_ready and not session.is_rehearsal:
            _promise_mails(session, now=now)
    _remove_earlier_file(report, earlier)
    _at(session, STEPS[3])


def _remember_earlier_file(item: Promise, report: Report) -> str:
    """Return the file that goes; written down first, because a worker may die between making and removing."""
    if not item.payload.get("again"):
        return ""
    if "earlier" not in item.payload:
        item.payload = {**item.payload, "earlier": report.file.name}
        item.save(update_fields=["payload"])
    return str(item.payload["earlier"])


def _remove_earlier_file(report: Report, earlier: str) -> None:
    if earlier and earlier != report.file.name:
        report.file.storage.delete(earlier)


def report_of(session: GroupSession, *, now: datetime) -> Report:
    """Return the report of a session, also before it is made."""
    report, _created = Report.objects.get_or_create(
        municipality=session.municipality, session=session, defaults={"requested_at": now}
    )
    return report


def _promise_mails(session: GroupSession, *, now: datetime) -> None:
    """Promise one mail to each person: participants, facilitators and those who plan sessions."""
    people = Representative.objects.invitable().filter(party__session=session).values_list("pk", "email")
    facilitators = Facilitator.objects.appointed().filter(session=session).values_list("pk", "email")
    members = (
        Membership.objects.current(today=now.date())
        .filter(municipality=session.municipality, role__in=roles_with(Permission.PLAN_SESSIONS))
        .values_list("user_id", "user__email")
    )
    told: set[str] = set()
    for kind, rows in (("representative", people), ("facilitator", facilitators), ("member", members)):
        for pk, email in rows:
            if email.lower() not in told:
                told.add(email.lower())
                promise(
                    municipality=session.municipality,
                    kind=TELL,
                    key=f"{TELL} {session.pk} {kind} {pk}",
                    payload={"session": session.pk, "kind": kind, "id": pk},
                    now=now,
                )
