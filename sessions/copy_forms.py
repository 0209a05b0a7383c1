"""The form to plan a session again: only the day is asked; what comes along is there already."""

from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import Folded

from .copying import EarlierTable, Place, day_to_propose, kinds_of_copy
from .enums import Sequel
from .models import GroupSession
from .moment_forms import MomentForm, OneOf
from .plan_help import EARLIER

KIND_WORDS = {
    Sequel.FOLLOW_UP: _("A follow-up meeting: the table goes through the action points"),
    Sequel.REPEAT: _("A repeat session: the table answers again"),
    Sequel.NONE: _("A session of its own with the same table"),
}


class CopyForm(MomentForm):
    """A session planned again, on another day."""

    sequel = OneOf(label=_("What kind of session is it?"), coerce=Sequel, choices=[])
    organisations = forms.TypedMultipleChoiceField(
        label=_("Who comes again"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    mark_optional = False

    def __init__(
        self, *args: Any, session: GroupSession, now: datetime, table: EarlierTable, **kwargs: Any
    ) -> None:
        super().__init__(*args, session=session, now=now, **kwargs)
        kinds = kinds_of_copy(session)
        self.fields["sequel"].choices = [(kind, KIND_WORDS[kind]) for kind in kinds]
        self.fields["organisations"].choices = [(one.organisation.pk, _named(one)) for one in table.places]
        if len(kinds) == 1:
            del self.fields["sequel"]
        if not table.places:
            del self.fields["organisations"]

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        parts: list[Any] = [
            Fieldset(_("When and where"), Row("date", "time"), Row("duration_minutes", "location"))
        ]
        kind = ("sequel", EARLIER) if "sequel" in self.fields else ()
        parts.append(Fieldset(_("About this session"), *kind, "title"))
        if "organisations" in self.fields:
            parts.append(
                Folded(_("Change who comes again"), "organisations", is_open="organisations" in self.errors)
            )
        helper.layout = Layout(*parts)
        return helper

    def wanted(self) -> dict[str, Any]:
        """Return what the verb wants."""
        names = ("title", "starts_at", "duration_minutes", "location")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "sequel": self.cleaned_data.get("sequel", Sequel.NONE),
            "organisations": self.cleaned_data.get("organisations", []),
        }


def proposal(
    session: GroupSession, *, table: EarlierTable, kind: str, day: date | None = None, now: datetime
) -> dict[str, Any]:
    """Return what the form begins with: the same as before, on this day or else one that fits its kind."""
    kinds = kinds_of_copy(session)
    sequel = Sequel(kind) if kind in kinds else kinds[0]
    day = day or day_to_propose(session, sequel=sequel, today=timezone.localdate(now))
    return {
        "sequel": sequel,
        "title": session.title,
        "date": day,
        "time": timezone.localtime(session.starts_at).time(),
        "duration_minutes": session.duration_minutes,
        "location": session.location,
        "organisations": [one.organisation.pk for one in table.places],
    }


def _named(place: Place) -> str:
    """Return a party with the people who come for it."""
    people = ", ".join(str(person) for person in place.people)
    return f"{place.name} · {people}" if people else place.name
