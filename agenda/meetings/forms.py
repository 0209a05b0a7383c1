"""The forms of follow-up meetings: what is decided about one action point, and how often the tables meet."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.forms import LongSelect, PlainForm
from common.own_words import OwnWords
from sessions.models import NAME_LENGTH, GroupSession, Organisation, Party

from ..enums import MeetingOutcome, Rhythm
from ..models import ActionPoint
from ..points.deadlines import check_deadline
from ..points.refusals import ActionRefused, DeadlineMissing, DeadlinePassed, DeadlineTooFar, ReasonMissing
from .discussing import outcomes_for

WORDS = {
    MeetingOutcome.DONE: _("It is finished"),
    MeetingOutcome.CARRY_ON: _("We carry on"),
    MeetingOutcome.DROPPED: _("We drop it"),
    MeetingOutcome.NOTE: _("Only a note"),
}

FIELD_OF: dict[type[ActionRefused], str] = {
    ReasonMissing: "note",
    DeadlineMissing: "deadline",
    DeadlinePassed: "deadline",
    DeadlineTooFar: "deadline",
}
"""At which field of the decision a refusal is told; what is not here is about the whole."""


class DiscussForm(PlainForm, forms.Form):
    """What the table decides about one action point; each field is for the choices that ask for it."""

    use_required_attribute = False
    mark_optional = False

    outcome = forms.ChoiceField(label=_("What do you decide?"), choices=[], widget=forms.RadioSelect)
    deadline = forms.DateField(label=_("Date from now on"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Who takes it up?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
    )
    resident_effect = OwnWords(label=_("What does a resident notice of it?"), max_length=300, required=False)
    note = OwnWords(
        label=_("Note or reason"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a later date, and for dropping it."),
    )

    def __init__(self, *args: Any, action: ActionPoint, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_late = action.is_overdue(on=today)
        self.fields["outcome"].choices = [(one, WORDS[one]) for one in outcomes_for(action)]
        self.initial = {
            "deadline": None if is_late else action.deadline,
            "resident_effect": action.resident_effect,
            **self.initial,
        }
        if is_late:
            self.fields["deadline"].help_text = _("The date has passed. Choose a new one.")
        if action.has_owner:
            del self.fields["organisation"]
        else:
            own = Organisation.objects.filter(municipality_id=action.municipality_id)
            self.fields["organisation"].queryset = own.filter(Q(merged_into=None, ended_on=None))

    def said(self) -> dict[str, Any]:
        """Return what the verb wants; a field of another choice says nothing."""
        data, outcome = self.cleaned_data, MeetingOutcome(self.cleaned_data["outcome"])
        carries_on, is_done = outcome == MeetingOutcome.CARRY_ON, outcome == MeetingOutcome.DONE
        return {
            "outcome": outcome,
            "note": data["note"],
            "deadline": data["deadline"] if carries_on else None,
            "owner_organisation": data.get("organisation") if carries_on else None,
            "resident_effect": data["resident_effect"] if is_done else "",
        }


class NewPointForm(PlainForm, forms.Form):
    """What the table agrees on while it walks: what, and who and by when as far as that is known."""

    use_required_attribute = False

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = OwnWords(label=_("What will be done?"), max_length=300)
    organisation = forms.ModelChoiceField(
        label=_("Who takes it up?"),
        widget=LongSelect,
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
    )
    person = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The owner gets one mail when the meeting has ended, and says yes by one click."),
    )
    deadline = forms.DateField(label=_("By when"), required=False)
    resident_effect = OwnWords(label=_("What does a resident notice of it?"), max_length=300, required=False)

    def __init__(self, *args: Any, session: GroupSession, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("submission", uuid4())
        here = Exists(Party.objects.filter(session=session, organisation=OuterRef("pk")))
        own = Organisation.objects.active().filter(municipality=session.municipality_id)
        self.fields["organisation"].queryset = own.order_by(here.desc(), "name").only("name")

    def clean_deadline(self) -> date | None:
        deadline: date | None = self.cleaned_data["deadline"]
        try:
            check_deadline(deadline, today=self.today)
        except ActionRefused as refused:
            raise forms.ValidationError(refused.words) from refused
        return deadline

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_named = data.get("person") or data.get("email")
        if is_named and not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose the organisation of this person."))
        return data

    def said(self) -> dict[str, Any]:
        """Return what the verb wants."""
        data = self.cleaned_data
        return {
            "what": data["what"],
            "owner_organisation": data["organisation"],
            "owner_name": data["person"],
            "owner_email": data["email"],
            "deadline": data["deadline"],
            "resident_effect": data["resident_effect"],
            "submission": data["submission"],
        }


class RhythmForm(PlainForm, forms.Form):
    """How often the tables look back."""

    mark_optional = False
    rhythm = forms.ChoiceField(label=_("How often does a table look back?"), choices=Rhythm.choices)
