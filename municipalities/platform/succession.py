"""Plan that one municipality goes on as another: merged or split, on a day; nothing that was agreed moves.

What it does and what it does not is told in docs/decisions/succession.md.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from common.tenancy import tenant

from ..locks import hold_municipality
from ..models import Municipality, Succession
from .mail import tell_administrators

FURTHEST_YEARS = 5


def plan_succession(
    predecessor: Municipality,
    *,
    successors: Sequence[Municipality],
    on: date,
    actor: Actor,
    now: datetime,
    today: date,
) -> list[Succession]:
    """Plan that a municipality goes on as one or more others from a day on; raises `ValidationError`."""
    _require_day(on, today=today)
    chosen = list({one.pk: one for one in successors}.values())
    if predecessor.pk in {one.pk for one in chosen}:
        raise ValidationError({"successors": _("A municipality can't take over from itself.")})
    if not chosen:
        raise ValidationError({"successors": _("Choose at least one municipality that takes over.")})
    with transaction.atomic():
        held = [
            hold_municipality(one)
            for one in sorted([predecessor, *chosen], key=lambda municipality: municipality.pk)
        ]
        _require_free(predecessor, held, on=on)
        rows = [Succession.objects.create(predecessor=predecessor, successor=one, on=on) for one in chosen]
        log_on_both_sides(rows, action="plan succession", actor=actor, now=now)
        with tenant(predecessor):
            tell_administrators(
                predecessor,
                news="goes on",
                once=f"{on} {now.isoformat()}",
                now=now,
                on=on.isoformat(),
                names=names_of(chosen),
            )
    return rows


def withdraw_succession(predecessor: Municipality, *, actor: Actor, now: datetime) -> int:
    """Take back what was planned and not carried out; return how many successors that were."""
    with transaction.atomic():
        hold_municipality(predecessor)
        rows = list(_planned(predecessor).select_related("predecessor", "successor"))
        log_on_both_sides(rows, action="withdraw succession", actor=actor, now=now)
        _planned(predecessor).delete()
    return len(rows)


def successors_of(municipality: Municipality, *, today: date) -> list[Municipality]:
    """Return as what a municipality goes on from today or earlier; none while it is itself."""
    rows = Succession.objects.filter(predecessor=municipality, on__lte=today).select_related("successor")
    return [row.successor for row in rows.order_by("successor__name")]


def require_own_future(municipality: Municipality, *, today: date) -> None:
    """Raise `ValidationError` where no new session is planned, because another municipality goes on."""
    successors = successors_of(municipality, today=today)
    if successors:
        raise ValidationError(
            _("%(name)s goes on as %(others)s. Plan new sessions there.")
            % {"name": municipality.name, "others": names_of(successors)}
        )


def names_of(municipalities: Sequence[Municipality]) -> str:
    """Return names as a sentence lists them: `Havenrecht and Dorpstede`."""
    return str(get_text_list(sorted(one.name for one in municipalities), _("and")))


def _planned(predecessor: Municipality) -> Any:
    return Succession.objects.filter(predecessor=predecessor, carried_out_at=None)


def _require_day(on: date, *, today: date) -> None:
    if on <= today:
        raise ValidationError({"on": _("Choose a day from tomorrow on.")})
    if on.year - today.year > FURTHEST_YEARS:
        raise ValidationError({"on": _("This is more than five years ahead. Check the year.")})


def _require_free(predecessor: Municipality, held: Sequence[Municipality], *, on: date) -> None:
    """Refuse what would contradict another succession, or a municipality that stops."""
    if Succession.objects.filter(predecessor=predecessor).exists():
        raise ValidationError(
            _("For %(name)s this was planned already. Withdraw that first.") % {"name": predecessor.name}
        )
    for one in held:
        if one.removal_asked_at is not None:
            raise ValidationError(_("%(name)s is being removed.") % {"name": one.name})
        if one.pk != predecessor.pk and one.is_suspended:
            raise ValidationError(
                {"successors": _("%(name)s is suspended. Lift that first.") % {"name": one.name}}
            )
    others = [one.pk for one in held if one.pk != predecessor.pk]
    stops = (
        Succession.objects.filter(predecessor__in=others, on__lte=on).select_related("predecessor").first()
    )
    if stops is not None:
        raise ValidationError(
            {
                "successors": _("%(name)s itself goes on as another one from %(day)s on.")
                % {"name": stops.predecessor.name, "day": date_format(stops.on, "j F Y")}
            }
        )
    later = Succession.objects.filter(successor=predecessor, on__gte=on).select_related("predecessor").first()
    if later is not None:
        raise ValidationError(
            {
                "on": _("%(name)s takes over from %(other)s on %(day)s. Choose a later day.")
                % {
                    "name": predecessor.name,
                    "other": later.predecessor.name,
                    "day": date_format(later.on, "j F Y"),
                }
            }
        )


def log_on_both_sides(rows: Sequence[Succession], *, action: str, actor: Actor, now: datetime) -> None:
    """Log a succession on both sides."""
    for row in rows:
        for side in (row.predecessor, row.successor):
            with tenant(side):
                record(
                    municipality=side,
                    actor=actor,
                    action=action,
                    target=row,
                    now=now,
                    reason=f"{row.predecessor.name} → {row.successor.name}, {row.on.isoformat()}",
                )
