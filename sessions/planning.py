"""Plan a session and change its plan; the list of statements is fixed when it is planned."""

import secrets
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from catalogue.models import Catalogue
from municipalities.locks import hold_municipality
from municipalities.platform.succession import require_own_future

from .enums import Sequel, SessionState
from .locks import hold_session
from .models import GroupSession, Representative, SessionTheme
from .seats import CODE_LENGTH, CODE_LETTERS
from .stepping import StepRefused, step
from .telling import moment_of, tell_moved
from .theme_order import in_own_order, order_of, put_in_order

if TYPE_CHECKING:
    from municipalities.models import Municipality

ALIVE = frozenset({SessionState.PLANNED, SessionState.OPEN, SessionState.RUNNING})
FURTHEST = timedelta(days=5 * 366)
CODE_ATTEMPTS = 20
WEB = ("https://", "http://")


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
    names_after_talk: bool = False,
    date_poll_url: str = "",
    theme_order: Sequence[int] = (),
    previous: GroupSession | None = None,
    sequel: Sequel | None = None,
    is_rehearsal: bool = False,
) -> GroupSession:
    """Plan a session with all themes of a published list, the overall grade first.

    `theme_order` holds the keys of the other themes as this table wants them; empty is the order of the list.
    What follows an earlier session is a repeat of it, unless `sequel` says that it is a follow-up.
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
        names_after_talk=names_after_talk,
        date_poll_url=date_poll_url.strip(),
        previous=previous,
        sequel=_kind_of(sequel, previous=previous, is_rehearsal=is_rehearsal),
        is_rehearsal=is_rehearsal,
        created_at=now,
    )
    _require_plan(session)
    require_future(starts_at, now=now)
    themes = in_own_order(catalogue, theme_order)
    with transaction.atomic():
        # One plan at a time in a municipality, so that a double click finds the first one.
        hold_municipality(municipality)
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
            SessionTheme(municipality=municipality, session=session, theme_id=theme, position=position)
            for position, theme in enumerate(themes)
        )
        record(municipality=municipality, actor=actor, action="plan session", target=session, now=now)
    return session


def _kind_of(sequel: Sequel | None, *, previous: GroupSession | None, is_rehearsal: bool) -> Sequel:
    """Return what a session is to the one before it; a real one never follows a rehearsal."""
    if previous is None:
        if sequel not in {None, Sequel.NONE}:
            raise ValidationError({"previous": _("Choose the session that this one follows.")})
        return Sequel.NONE
    if previous.is_rehearsal and not is_rehearsal:
        raise ValidationError(
            {"previous": _("This was a rehearsal. It counts nowhere, so nothing follows it.")}
        )
    return sequel or Sequel.REPEAT


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
    """Return whether answering ahead and where names are shown can no longer be changed.

    They are told to each party before its first answer, so they are fixed as soon as anybody may have one.
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
    names_after_talk: bool,
    date_poll_url: str,
    actor: Actor,
    expected_revision: int,
    now: datetime,
    theme_order: Sequence[int] = (),
) -> None:
    """Change the plan of a session that has not started; no order of the themes leaves it as it is.

    Who was invited is told of another day, time or place.
    Answering ahead and where names are shown stay as they are once `choices_fixed`. Raises `ValidationError`,
    `StepRefused` after the start and `StaleStep` when somebody else changed it meanwhile.
    """
    with step(
        session, action="change plan", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if locked.state not in {SessionState.PLANNED, SessionState.OPEN}:
            raise StepRefused(locked.state)
        before = moment_of(locked)
        if starts_at != locked.starts_at:
            require_future(starts_at, now=now)
        if not choices_fixed(locked):
            locked.answer_ahead, locked.names_in_report = answer_ahead, names_in_report
            locked.names_after_talk = names_after_talk
        locked.date_poll_url = date_poll_url.strip()
        locked.title, locked.location, locked.goal = one_line(title), one_line(location), goal.strip()
        locked.starts_at, locked.duration_minutes = starts_at, duration_minutes
        _require_plan(locked)
        if theme_order and list(theme_order) != order_of(locked):
            put_in_order(locked, theme_order)
        tell_moved(locked, before=before, actor=actor, now=now)


def _require_plan(session: GroupSession) -> None:
    require_fields(session, "title", "goal", "location", "starts_at", "duration_minutes", "date_poll_url")
    if session.date_poll_url and not session.date_poll_url.lower().startswith(WEB):
        raise ValidationError({"date_poll_url": _("Paste the whole link, with https:// in front.")})


def require_future(starts_at: datetime, *, now: datetime) -> None:
    """Raise `ValidationError` for a moment that passed, or that is so far off that it is a typing error."""
    if starts_at <= now:
        raise ValidationError({"starts_at": _("This moment is in the past. Choose a date and time to come.")})
    if starts_at - now > FURTHEST:
        raise ValidationError({"starts_at": _("This is more than five years ahead. Check the year.")})
