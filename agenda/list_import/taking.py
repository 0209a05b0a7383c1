"""Keep a list that was read, take its good rows over all at once, or throw it away."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from catalogue.models import PartyKind, Theme
from common.resident_data import find_resident_data
from municipalities.locks import hold_municipality
from sessions.address_book import add_organisation
from sessions.book_import.outcome import Status
from sessions.book_import.row import cleaned
from sessions.book_import.taking import FILE_NAME_LENGTH
from sessions.models import Organisation
from sessions.themes import themes_to_call_about

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionPoint, AgendaImport
from ..owners.finding import OPEN_KIND
from ..points.history import Line, write_down
from .columns import Column
from .organisations import Meant
from .outcome import Outcome
from .plan import Plan
from .statuses import parted

if TYPE_CHECKING:
    from municipalities.models import Municipality


class AgendaChanged(Exception):
    """The agenda or the address book is not what the page showed any more: look again."""


def keep_list(
    *, municipality: "Municipality", rows: list[dict[str, Any]], file_name: str, actor: Actor, now: datetime
) -> AgendaImport:
    """Keep the rows of a list to be looked at; the file itself is not kept."""
    name = cleaned(file_name.replace("\n", " "))[:FILE_NAME_LENGTH]
    with transaction.atomic():
        kept = AgendaImport.objects.create(
            municipality=municipality,
            rows=rows,
            file_name="…" if find_resident_data(name) else name,
            read_at=now,
            read_by=actor.user,
        )
        record(municipality=municipality, actor=actor, action="read action list", target=kept, now=now)
    return kept


def log_refused_list(*, municipality: "Municipality", why: str, actor: Actor, now: datetime) -> None:
    """Log that a list was not read, with the code of why; nothing of it is kept."""
    record(
        municipality=municipality,
        actor=actor,
        action="refuse action list",
        target=municipality,
        now=now,
        reason=why,
    )


def cancel_list(kept: AgendaImport, *, actor: Actor, now: datetime) -> None:
    """Throw away what was read; the agenda stays as it is."""
    with transaction.atomic():
        record(municipality=kept.municipality, actor=actor, action="cancel action list", target=kept, now=now)
        AgendaImport.objects.filter(pk=kept.pk, taken_over_at=None).delete()


def was_cancelled(import_pk: int) -> bool:
    """Tell whether a list with this key was thrown away, as the log says."""
    thrown = AuditEvent.objects.filter(
        action="cancel action list", target_type=AgendaImport._meta.label_lower, target_id=import_pk
    )
    return thrown.exists()


class Taken(NamedTuple):
    """How many rows were taken over, and the numbers of those that were left."""

    number: int
    left: list[int]


def take_over_list(
    kept: AgendaImport, *, fingerprint: str, actor: Actor, author: str, now: datetime
) -> Taken:
    """Put every good row on the agenda in one transaction, or nothing at all.

    Nobody is mailed about it. Raises `AgendaChanged` when the rows would do something else than the page
    showed. Twice is once.
    """
    municipality = kept.municipality
    with transaction.atomic():
        hold_municipality(municipality)
        kept.refresh_from_db()
        if kept.taken_over_at is not None:
            return Taken(0, [])
        plan = Plan(kept.rows, municipality=municipality, today=timezone.localdate(now))
        if plan.fingerprint != fingerprint:
            raise AgendaChanged
        writer = _Writer(plan, file_name=kept.file_name, actor=actor, author=author, now=now)
        for outcome in plan.good:
            writer.write(outcome)
        kept.rows, kept.taken_over_at = [], now
        kept.save(update_fields=["rows", "taken_over_at"])
        record(municipality=municipality, actor=actor, action="take over action list", target=kept, now=now)
    return Taken(len(plan.good), [one.number for one in plan.with_status(Status.BAD)])


class _Writer:
    """Writes one action point after another; an organisation that is new is found again by the rows below."""

    def __init__(self, plan: Plan, *, file_name: str, actor: Actor, author: str, now: datetime) -> None:
        self._municipality, self._file_name = plan.municipality, file_name
        self._organisations: dict[int | str, Organisation] = dict(plan.book.rows)
        self._themes = {theme.slug: theme for theme in themes_to_call_about()}
        self._by: dict[str, Any] = {"actor": actor, "now": now}
        self._author = author

    def write(self, outcome: Outcome) -> None:
        """Add the action point of a row, with its history so far."""
        said = outcome.values
        status, word = parted(said.get(Column.STATUS, ""))
        action = ActionPoint(
            municipality=self._municipality,
            theme=self._theme(said.get(Column.THEME, "")),
            what=outcome.what,
            resident_effect=said.get(Column.EFFECT, ""),
            owner_organisation=self._organisation(outcome.owner) if outcome.owner else None,
            owner_role=said.get(Column.ROLE, ""),
            owner_name=outcome.owner_name,
            owner_email=said.get(Column.EMAIL, ""),
            deadline=_day(said.get(Column.DEADLINE, "")),
            next_step=said.get(Column.NEXT_STEP, ""),
            status=status,
            owners_word="" if status in ENDED else word,
            created_at=self._by["now"],
        )
        write_down(
            action,
            *self._lines(outcome, status, word),
            session=None,
            verb="take over action",
            author=self._author,
            **self._by,
        )
        action.helpers.set([self._organisation(one) for one in outcome.helpers])

    def _lines(self, outcome: Outcome, status: ActionStatus, word: str) -> list[Line]:
        """Return what the history begins with: where it comes from, how it stood, and what was said last."""
        news = outcome.values.get(Column.NEWS, "")
        lines = [Line(ActionChange.PROPOSED, before=self._file_name, after=outcome.what)]
        if status != ActionStatus.PROPOSED:
            reason = news if status in ENDED or status == ActionStatus.HANDED_BACK else ""
            lines.append(Line(ActionChange.STATUS, before=ActionStatus.PROPOSED, after=status, text=reason))
            news = "" if reason else news
        if news or word:
            lines.append(Line(ActionChange.UPDATE, after=word, text=news))
        return lines

    def _theme(self, slug: str) -> Theme | None:
        return self._themes.get(slug)

    def _organisation(self, meant: Meant) -> Organisation:
        row = self._organisations.get(meant.key)
        if row is None:
            kind = PartyKind.objects.get(slug=OPEN_KIND)
            row = add_organisation(municipality=self._municipality, name=meant.name, kind=kind, **self._by)
            self._organisations[meant.key] = row
        return row


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
