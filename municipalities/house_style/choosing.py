"""Choose, undo and lay aside the house style of a municipality."""

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actors import Actor
from audit.record import record

from ..enums import Corners, Font
from ..models import HouseStyle, Logo, Municipality
from .colour_pairs import Pair, broken_pairs
from .stylesheet import Choices, light_tokens


class Unreadable(Exception):
    """Design tokens make words or marks that can't be read or seen; holds the pairs and their contrast."""

    def __init__(self, pairs: list[tuple[Pair, float]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


class NothingToUndo(Exception):
    """There is no earlier style to go back to."""


def house_style_of(municipality: Municipality) -> HouseStyle | None:
    """Return the style a municipality wears, or nothing when it wears the neutral one."""
    style = row_of(municipality)
    return style if style is not None and style.in_use else None


def choices_of(style: HouseStyle) -> Choices:
    """Return what was chosen for a house."""
    return Choices(
        brand_colour=style.brand_colour,
        corners=Corners(style.corners),
        font=Font(style.font),
        refinements=tuple(sorted(style.refinements.items())),
    )


def choices_before(style: HouseStyle) -> Choices | None:
    """Return what was chosen before the last change, or nothing when that was the neutral style."""
    before = style.previous
    if not before or not before["in_use"]:
        return None
    return Choices(
        brand_colour=before["brand_colour"],
        corners=Corners(before["corners"]),
        font=Font(before["font"]),
        refinements=tuple(sorted(before["refinements"].items())),
    )


def change_house_style(
    municipality: Municipality, *, choices: Choices, logo: Logo | None, actor: Actor, now: datetime
) -> HouseStyle:
    """Give a municipality another style and keep the one before it; raises `Unreadable`.

    A brand colour is never unreadable, because its ramp is fitted; design tokens can be.
    """
    broken = broken_pairs(light_tokens(choices))
    if broken:
        raise Unreadable(broken)
    with transaction.atomic():
        style = _locked(municipality)
        before = _snapshot(style) if style.pk else {"in_use": False}
        style.brand_colour, style.corners, style.font = choices.brand_colour, choices.corners, choices.font
        style.refinements, style.logo, style.in_use = dict(choices.refinements), logo, True
        style.previous, style.changed_at = before, now
        style.save()
        record(municipality=municipality, actor=actor, action="change house style", target=style, now=now)
    return style


def undo_house_style(municipality: Municipality, *, actor: Actor, now: datetime) -> HouseStyle:
    """Go back to the style before the last change; undoing twice brings the change back.

    Raises `NothingToUndo`.
    """
    with transaction.atomic():
        style = _locked(municipality)
        if not style.previous:
            raise NothingToUndo
        before = _snapshot(style)
        for name, value in style.previous.items():
            setattr(style, name, value)
        # An earlier logo is only remembered by its number: it may be gone.
        style.logo = Logo.objects.filter(municipality=municipality, pk=style.logo_id or 0).first()
        style.previous, style.changed_at = before, now
        style.save()
        record(municipality=municipality, actor=actor, action="undo house style", target=style, now=now)
    return style


def return_to_neutral(municipality: Municipality, *, actor: Actor, now: datetime) -> None:
    """Lay the style of a municipality aside, so that it wears the neutral one; this can be undone too."""
    with transaction.atomic():
        style = _locked(municipality)
        if not style.pk or not style.in_use:
            return
        style.previous, style.in_use, style.changed_at = _snapshot(style), False, now
        style.save()
        record(municipality=municipality, actor=actor, action="return to neutral", target=style, now=now)


def row_of(municipality: Municipality) -> HouseStyle | None:
    """Return the row of a municipality, also when it is out of use; most callers want `house_style_of`."""
    try:
        return municipality.house_style
    except HouseStyle.DoesNotExist:
        return None


def _locked(municipality: Municipality) -> HouseStyle:
    """Return the row, alone until the transaction ends, or a new one."""
    # The municipality is locked, because before the first style there is no row of it to lock.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    style = HouseStyle.objects.filter(municipality=municipality).first()
    return style or HouseStyle(municipality=municipality)


def _snapshot(style: HouseStyle) -> dict[str, Any]:
    return {
        "in_use": style.in_use,
        "brand_colour": style.brand_colour,
        "corners": style.corners,
        "font": style.font,
        "refinements": style.refinements,
        "logo_id": style.logo_id,
    }
