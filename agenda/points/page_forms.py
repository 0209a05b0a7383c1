"""The forms on the page of one action point, and what somebody typed beside what another person changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.revisions import whole_number

from ..enums import ActionStatus
from ..models import ActionPoint
from .describing_forms import (
    EffectForm,
    HelpersForm,
    LinksForm,
    NextStepForm,
    PriorityForm,
)
from .forms import (
    ActionForm,
    DeadlineForm,
    DecisionForm,
    OwnerForm,
    ProgressForm,
    StatusForm,
    WordingForm,
)

FORMS: list[type[ActionForm]] = [
    ProgressForm,
    NextStepForm,
    StatusForm,
    DecisionForm,
    DeadlineForm,
    OwnerForm,
    HelpersForm,
    EffectForm,
    LinksForm,
    WordingForm,
    PriorityForm,
]


def forms_of(action: ActionPoint, *, bound: ActionForm | None = None) -> dict[str, ActionForm]:
    """Return the forms of the page by name; the one that was sent keeps what was typed."""
    made = {kind.name: kind(action=action) for kind in FORMS}
    if bound is not None:
        made[bound.name] = bound
    return made


@dataclass(frozen=True, kw_only=True)
class Versions:
    """One field that two people changed: what stands there now, and what the second one typed."""

    label: str
    now: str
    typed: str


def both_versions(bound: ActionForm, *, action: ActionPoint) -> list[Versions]:
    """Return the fields in which a form that came too late differs from the action point as it is now.

    What was typed can be something that does not fit any more, such as a status that is out of reach by now.
    """
    fresh = type(bound)(action=action)
    found = []
    for name, stands in fresh.stands().items():
        if name not in bound.fields:
            continue
        now = in_words(fresh.fields[name], stands)
        typed = in_words(bound.fields[name], bound.cleaned_data.get(name, bound[name].data))
        if now != typed:
            found.append(Versions(label=str(bound.fields[name].label), now=now, typed=typed))
    return found


def in_words(field: forms.Field, value: Any) -> str:
    """Return a value as a person reads it on the page."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(field, forms.ModelChoiceField):
        return _rows_in_words(field, value)
    if isinstance(field, forms.ChoiceField):
        # A status can stand there that can't be chosen: only the next ones can.
        labels = {**dict(ActionStatus.choices), **dict(field.choices)}
        several = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in several)
    return str(value)


def _rows_in_words(field: forms.ModelChoiceField, value: Any) -> str:
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    keys = [whole_number(str(getattr(one, "pk", one))) for one in several]
    return ", ".join(sorted(str(row) for row in field.queryset.filter(pk__in=keys)))
