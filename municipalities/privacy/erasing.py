"""What is kept of a person here, and forgetting it: the name goes, and what was agreed stays."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from common.mail_folder import remove_mails_about
from common.personal import Keeper, Kept, Person, full_names, keepers, pattern_of
from common.retention import Rows
from common.tenancy import across_municipalities, tenant
from users.erasing import erase_account, hold_account
from users.models import User

from ..enums import Role
from ..models import LegalHold, Membership, Municipality, StaffMember
from .holds import Held, hold_on
from .prose import forget_in_prose, has_namesake

ROUNDS = 3
"""How often erasing somebody looks for a municipality that they came to meanwhile."""


@dataclass(frozen=True)
class Part:
    """What one keeper has of a person."""

    keeper: Keeper
    rows: list[Kept]


@dataclass(frozen=True)
class KeptOf:
    """Everything that one municipality keeps of a person, and what erasing would run into."""

    municipality: Municipality
    person: Person
    parts: list[Part]
    hold: LegalHold | None
    is_last_administrator: bool
    has_namesake: bool

    @property
    def names_in_prose(self) -> list[str]:
        """Return the names that go from what people wrote."""
        return [] if self.has_namesake else full_names(self.person)

    @property
    def total(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def user_of(email: str) -> User | None:
    """Return the account of an address, if there is one."""
    return User.objects.filter(email__iexact=email.strip(), erased_at=None).first()


def person_of(municipality: Municipality, *, email: str, by_self: bool) -> Person:
    """Return who an address is here: their account, and each name they go by; call inside `tenant()`.

    Nobody checks the names that somebody chose when they ask it themselves, so those prove nothing.
    """
    email = email.strip().lower()
    user = user_of(email)
    given: set[str] = set()
    typed: set[str] = set()
    for keeper in keepers():
        (typed if keeper.typed_by_self else given).update(keeper.names(municipality, email))
    # The name of an account is told here only when the account is somebody here.
    if user and Membership.objects.filter(municipality=municipality, user=user).exists():
        typed.add(user.name)
    return Person(
        email=email,
        user_id=user.pk if user else None,
        names=frozenset((given | typed) - {""}),
        unproven=frozenset(typed - given) if by_self else frozenset(),
    )


def kept_of(municipality: Municipality, *, email: str, by_self: bool, today: date) -> KeptOf:
    """Return everything that is kept of an address here; call inside `tenant()`.

    Answers that were not revealed yet are in it only when the person asks for themselves.
    """
    person = person_of(municipality, email=email, by_self=by_self)
    parts = [Part(keeper, keeper.collect(municipality, person, by_self)) for keeper in keepers()]
    parts = [part for part in parts if part.rows]
    return KeptOf(
        municipality=municipality,
        person=person,
        parts=parts,
        hold=hold_on(municipality, *(part.keeper.category for part in parts)),
        is_last_administrator=_is_last_administrator(municipality, person, today=today),
        has_namesake=has_namesake(municipality, person),
    )


def _is_last_administrator(municipality: Municipality, person: Person, *, today: date) -> bool:
    held = Membership.objects.current(today=today).filter(municipality=municipality, role=Role.ADMINISTRATOR)
    holders = set(held.values_list("user_id", flat=True))
    return person.user_id is not None and holders == {person.user_id}


def erase_here(
    municipality: Municipality, *, email: str, by_self: bool, actor: Actor, today: date, now: datetime
) -> Rows:
    """Forget a person in one municipality, in one transaction; call inside `tenant()`.

    Raises `Held`. Running it again finds nothing more. The log says that and how much, never who.
    """
    gone: Counter[str] = Counter()
    with transaction.atomic():
        # Who places a legal hold waits for this, or this for the hold.
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        kept = kept_of(municipality, email=email, by_self=by_self, today=today)
        if kept.hold is not None:
            raise Held(kept.hold)
        for keeper in keepers():
            gone.update(keeper.forget(municipality, kept.person, now))
        gone.update(forget_in_prose(municipality, kept.person))
        record(
            municipality=municipality,
            actor=actor,
            action="erase person",
            target=municipality,
            now=now,
            reason=", ".join(f"{table} {number}" for table, number in sorted(gone.items())) or "nothing",
        )
        words = pattern_of(kept.person, with_names=not kept.has_namesake)
        transaction.on_commit(lambda: remove_mails_about(words), robust=True)
    return dict(gone)


def places_of(email: str, *, user_id: int | None) -> list[Municipality]:
    """Return the municipalities that keep something of a person."""
    found: set[int] = set()
    with across_municipalities("own data"):
        for keeper in keepers():
            if keeper.where is not None:
                found |= keeper.where(email, user_id or 0)
    return list(Municipality.objects.filter(pk__in=found))


def erase_person_here(
    municipality: Municipality, *, email: str, actor: Actor, today: date, now: datetime
) -> bool:
    """Forget a person for one municipality, and the account when no other needs it; return whether it went.

    Raises `Held`. Call inside `tenant()`. An account that is nobody here is left alone.
    """
    with transaction.atomic():
        user = user_of(email)
        if kept_of(municipality, email=email, by_self=False, today=today).total == 0:
            return False
        erase_here(municipality, email=email, by_self=False, actor=actor, today=today, now=now)
        if user is None:
            return False
        # Held before looking: who accepts an invitation elsewhere waits, or is seen here.
        hold_account(user)
        if is_needed(user, today=today):
            return False
        erase_account(user, now=now)
    return True


def is_needed(user: User, *, today: date) -> bool:
    """Return whether an account still gives something: elsewhere, or as staff of the platform."""
    if StaffMember.objects.current(today=today).filter(user=user).exists():
        return True
    return bool(places_of(user.email, user_id=user.pk))


def erase_everywhere(user: User, *, today: date, now: datetime) -> list[Municipality]:
    """Forget a person in all municipalities because they ask it; return those that a legal hold binds.

    The account goes too, unless a hold keeps something: then the person can come back to ask again.
    """
    for _round in range(ROUNDS):
        if held := _erase_in_each(user, today=today, now=now):
            return held
        if _erase_account_of_nowhere(user, today=today, now=now):
            return []
    _erase_account(user, today=today, now=now)
    return []


def _erase_in_each(user: User, *, today: date, now: datetime) -> list[Municipality]:
    held = []
    actor = Actor(role="own data", user=user)
    for municipality in places_of(user.email, user_id=user.pk):
        with tenant(municipality):
            try:
                erase_here(municipality, email=user.email, by_self=True, actor=actor, today=today, now=now)
            except Held:
                held.append(municipality)
    return held


def _erase_account_of_nowhere(user: User, *, today: date, now: datetime) -> bool:
    """Erase an account that no municipality keeps anything of; return whether none did.

    Between the last municipality and this, the person may have accepted an invitation of another one.
    """
    with transaction.atomic():
        hold_account(user)
        if places_of(user.email, user_id=user.pk):
            return False
        _erase_account(user, today=today, now=now)
    return True


def _erase_account(user: User, *, today: date, now: datetime) -> None:
    StaffMember.objects.current(today=today).filter(user=user).update(until_date=today)
    erase_account(user, now=now)


def log_look(municipality: Municipality, *, actor: Actor, now: datetime) -> None:
    """Write in the log that somebody looked up what is kept of a person; not of whom."""
    record(municipality=municipality, actor=actor, action="look up person", target=municipality, now=now)


def log_export(municipality: Municipality, *, actor: Actor, now: datetime) -> None:
    """Write in the log that what is kept of a person was taken out in a file; not of whom."""
    record(municipality=municipality, actor=actor, action="export person", target=municipality, now=now)
