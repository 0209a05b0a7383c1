"""Plan a session and change its plan; the list of statements is fixed when it is planned."""

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from catalogue.models import Catalogue
from municipalities.platform.succession import require_own_future

from .enums import Sequel, SessionState
from .locks import hold_session
from .models import GroupSession, Representative, SessionTheme
from .seats import CODE_LENGTH, CODE_LETTERS
from .stage import StepRefused, step

if TYPE_CHECKING:
    from municipalities.models import Municipality

ALIVE = frozenset({SessionState.PLANNED, SessionState.OPEN, SessionState.RUNNING})
FURTHEST = timedelta(days=5 * 366)
CODE_ATTEMPTS = 20


class AlreadyPlanned(Exception):
    """The same session was planned a moment ago: a double click."""

    def __init__(self, session: GroupSession) -> None:
        super().__init__(session.pk)
        self.session = session


def new_join_code() -> str:
    """Return a random join code; whether it is free shows when it is written."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def one_line(text: str) -> str:
    """Return a text without line breaks and double spaces, as names and subjects are written."""
    return " ".join(text.split())


def require_fields(row: models.Model, *fields: str) -> None:
    """Raise `ValidationError` for the fields of a row that its table would refuse or cut off."""
    others = {field.name for field in row._meta.fields} - set(fields)
    row.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    for name in fields:
        limit = getattr(row._meta.get_field(name), "max_length", None)
        # Django checks the length of a long text in forms only.
        if limit and len(getattr(row, name)) > limit:
            raise ValidationError({name: _("Use at most %(limit)d characters.") % {"limit": limit}})


def locked_session(session: GroupSession, *, states: Collection[str] = ALIVE) -> GroupSession:
    """Hold the row of a session until the transaction ends; raises `StepRefused` outside these states."""
    locked = hold_session(session.pk)
    if locked.state not in states:
        raise StepRefused(locked.state)
    return locked


def plan_session(
    *,
    municipality: "Municipality",
    title: str,
    starts_at: datetime,
    catalogue: Catalogue,
    actor: Actor,
    now: datetime,
    location: str = "",
    goal: str = "",
    duration_minutes: int = 120,
    answer_ahead: bool = False,
    names_in_report: bool = True,
    previous: GroupSession | None = None,
    is_rehearsal: bool = False,
) -> GroupSession:
    """Plan a session with all themes of a published list, in order, the overall grade first.

    Raises `ValidationError` for input that is refused and `AlreadyPlanned` for the same plan twice.
    """
    if not catalogue.is_published:
        raise ValidationError(_("This list of statements has not been published."))
    session = GroupSession(
        municipality=municipality,
        title=one_line(title),
        starts_at=starts_at,
        location=one_line(location),
        goal=goal.strip(),
        duration_minutes=duration_minutes,
        catalogue=catalogue,
        answer_ahead=answer_ahead,
        names_in_report=names_in_report,
        previous=previous,
        sequel=Sequel.REPEAT if previous else Sequel.NONE,
        is_rehearsal=is_rehearsal,
        created_at=now,
    )
    _require_plan(session)
    require_future(starts_at, now=now)
    with transaction.atomic():
        # One plan at a time in a municipality, so that a double click finds the first one.
        type(municipality).objects.select_for_update(no_key=True).get(pk=municipality.pk)
        require_own_future(municipality, today=timezone.localdate(now))
        twin = GroupSession.objects.filter(
            municipality=municipality,
            title=session.title,
            starts_at=starts_at,
            state=SessionState.PLANNED,
        ).first()
        if twin is not None:
            raise AlreadyPlanned(twin)
        write_with_code(session, codes=iter(new_join_code, None))
        SessionTheme.objects.bulk_create(
            SessionTheme(municipality=municipality, session=session, theme=theme, position=position)
            for position, theme in enumerate(catalogue.themes.order_by("position"))
        )
        record(municipality=municipality, actor=actor, action="plan session", target=session, now=now)
    return session


def write_with_code(session: GroupSession, *, codes: Iterator[str]) -> None:
    """Write a new session under the first code that no session in the country has."""
    for _attempt in range(CODE_ATTEMPTS):
        session.join_code = next(codes)
        try:
            with transaction.atomic():
                session.save(force_insert=True)
            return
        except IntegrityError:
            continue
    raise IntegrityError("no free join code")


def choices_fixed(session: GroupSession) -> bool:
    """Return whether answering ahead and names in the report can no longer be changed.

    Both are told to each party before its first answer, so they are fixed as soon as anybody may have one.
    """
    if session.state != SessionState.PLANNED:
        return True
    return Representative.objects.filter(party__session=session).exclude(joined_at=None).exists()


def change_plan(
    session: GroupSession,
    *,
    title: str,
    starts_at: datetime,
    location: str,
    goal: str,
    duration_minutes: int,
    answer_ahead: bool,
    names_in_report: bool,
    actor: Actor,
    expected_revision: int,
    now: datetime,
) -> None:
    """Change the plan of a session that has not started.

    Answering ahead and names in the report stay as they are once `choices_fixed`. Raises `ValidationError`,
    `StepRefused` after the start and `StaleStep` when somebody else changed it meanwhile.
    """
    with step(
        session, action="change plan", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if locked.state not in {SessionState.PLANNED, SessionState.OPEN}:
            raise StepRefused(locked.state)
        if starts_at != locked.starts_at:
            require_future(starts_at, now=now)
        if not choices_fixed(locked):
            locked.answer_ahead, locked.names_in_report = answer_ahead, names_in_report
        locked.title, locked.location, locked.goal = one_line(title), one_line(location), goal.strip()
        locked.starts_at, locked.duration_minutes = starts_at, duration_minutes
        _require_plan(locked)


def _require_plan(session: GroupSession) -> None:
    require_fields(session, "title", "goal", "location", "starts_at", "duration_minutes")


def require_future(starts_at: datetime, *, now: datetime) -> None:
    """Raise `ValidationError` for a moment that passed, or that is so far off that it is a typing error."""
    if starts_at <= now:
        raise ValidationError({"starts_at": _("This moment is in the past. Choose a date and time to come.")})
    if starts_at - now > FURTHEST:
        raise ValidationError({"starts_at": _("This is more than five years ahead. Check the year.")})
