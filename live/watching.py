"""What the stream asks the database: how far sessions are, and who may no longer listen.

Called from the one database thread of the stream; two queries for all watched sessions together, and one per
kind of viewer. Nothing of a session's content is read.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import close_old_connections

from common.tenancy import across_municipalities
from municipalities.access import roles_with
from municipalities.models import Membership
from municipalities.permissions import Permission
from questionnaire.answers import progress_marks
from sessions.enums import SessionState
from sessions.models import Facilitator, GroupSession, Representative
from users.present_sign_in import going_on

from .tickets import Kind, Viewer

SIGNED_IN = {Kind.FACILITATOR, Kind.MEMBER}
OVER = [SessionState.ARCHIVED, SessionState.CANCELLED]


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a session is: `revision` grows with each visible change, `progress` with each answer."""

    revision: int
    progress: int


@contextmanager
def _through_the_door() -> Iterator[None]:
    close_old_connections()
    try:
        with across_municipalities("stream"):
            yield
    finally:
        close_old_connections()


def stands(session_ids: Collection[int]) -> dict[int, Stand]:
    """Return how far these sessions are, those that exist."""
    with _through_the_door():
        revisions = GroupSession.objects.filter(pk__in=session_ids).values_list("pk", "revision")
        # Read before the answers: a change seen too early is told again, one seen too late would be missed.
        found = dict(revisions)
        marks = progress_marks(session_ids=session_ids)
        return {pk: Stand(revision, marks.get(pk, 0)) for pk, revision in found.items()}


def unwelcome(viewers: Collection[Viewer], *, today: date, now: datetime) -> set[Viewer]:
    """Return who of these may no longer listen: removed, ended, withdrawn, signed out, or it is over."""
    with _through_the_door():
        welcome = _welcome({viewer.session_id for viewer in viewers}, viewers, today)
        people = {viewer for viewer in viewers if viewer.kind in SIGNED_IN}
        sign_ins = going_on({viewer.sign_in for viewer in people}, now=now) if people else set()
    signed_out = {viewer for viewer in people if (viewer.sign_in, viewer.pk) not in sign_ins}
    return set(viewers) - welcome | signed_out


def _welcome(session_ids: set[int], viewers: Collection[Viewer], today: date) -> set[Viewer]:
    kinds = {viewer.kind for viewer in viewers}
    still_on = GroupSession.objects.filter(pk__in=session_ids).exclude(state__in=OVER)
    screens = {
        Viewer(Kind.SCREEN, version, pk, municipality)
        for pk, municipality, version in still_on.values_list("pk", "municipality_id", "screen_link_version")
    }
    sessions = {screen.session_id: screen.municipality_id for screen in screens}
    welcome = screens
    if Kind.SEAT in kinds:
        seats = Representative.objects.present().filter(party__session__in=sessions)
        for pk, session_id in seats.values_list("pk", "party__session_id"):
            welcome.add(Viewer(Kind.SEAT, pk, session_id, sessions[session_id]))
    if Kind.FACILITATOR in kinds:
        appointed = Facilitator.objects.appointed().filter(session__in=sessions, user__is_active=True)
        leaders = set(appointed.values_list("user_id", "session_id"))
        welcome |= {
            viewer
            for viewer in viewers
            if viewer.kind == Kind.FACILITATOR
            and sessions.get(viewer.session_id) == viewer.municipality_id
            and (viewer.pk, viewer.session_id) in leaders
        }
    if Kind.MEMBER in kinds:
        asked = {viewer.pk for viewer in viewers if viewer.kind == Kind.MEMBER}
        held = Membership.objects.current(today=today).filter(
            user__in=asked, user__is_active=True, role__in=roles_with(Permission.VIEW_SESSIONS)
        )
        members = set(held.values_list("user_id", "municipality_id"))
        welcome |= {
            viewer
            for viewer in viewers
            if viewer.kind == Kind.MEMBER
            and sessions.get(viewer.session_id) == viewer.municipality_id
            and (viewer.pk, viewer.municipality_id) in members
        }
    return welcome
