"""Figures the platform may know of each municipality: how many, never what; apps above register theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from common.tenancy import across_municipalities

from ..models import Membership

Counting = Callable[[date], dict[int, int]]
"""How many there are today, by the key of the municipality; called through the door of the platform."""


@dataclass(frozen=True)
class Figure:
    """One number that staff see of each municipality."""

    name: str
    label: Any
    count: Counting


_figures: dict[str, Figure] = {}


def register_figure(figure: Figure) -> None:
    """Add a figure; raises `ValueError` for a name that is taken."""
    if _figures.setdefault(figure.name, figure) is not figure:
        raise ValueError(f"Two figures named {figure.name!r}.")


def figures(*, today: date) -> dict[int, dict[str, int]]:
    """Return the figures of every municipality by its key, in one query per figure."""
    found: dict[int, dict[str, int]] = {}
    with across_municipalities("platform"):
        for figure in _figures.values():
            for pk, number in figure.count(today).items():
                found.setdefault(pk, {})[figure.name] = number
    return found


def count_members(today: date) -> dict[int, int]:
    """Return how many people have a role in each municipality today."""
    current = Membership.objects.current(today=today).order_by()
    counted = current.values("municipality").annotate(number=Count("user", distinct=True))
    return dict(counted.values_list("municipality", "number"))


MEMBERS = Figure(name="members", label=_("members"), count=count_members)
register_figure(MEMBERS)
