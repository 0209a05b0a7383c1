"""The forms of what was agreed in an action point."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.forms import LongSelect, PlainForm
from common.own_words import OwnWords
from sessions.models import NAME_LENGTH, Organisation

from ..enums import ACTION_STEPS, ActionStatus, OwnersWord
from ..models import ActionPoint


class ActionForm(PlainForm, forms.Form):
    """A form about one action point; `name` tells which of the forms on the page was sent."""

    use_required_attribute = False
    name = ""
    remarks: ClassVar[set[str]] = set()
    """Fields that say something new; nothing stands there yet that they could take the place of."""

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, prefix=self.name, **kwargs)

    def stands(self) -> dict[str, Any]:
        """Return what stands in the action point now, by field."""
        return {
            name: self.get_initial_for_field(field, name)
            for name, field in self.fields.items()
            if name not in self.remarks
        }


class ProgressForm(ActionForm):
    """How it goes, in the word of the owner."""

    name = "update"
    remarks: ClassVar[set[str]] = {"text"}
    owners_word = forms.ChoiceField(
        label=_("How is it going?"), choices=OwnersWord.choices, required=False, widget=forms.RadioSelect
    )
    text = OwnWords(
        label=_("What happened?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def stands(self) -> dict[str, Any]:
        return {"owners_word": self.action.owners_word}


class StatusForm(ActionForm):
    """The next status, as far as it can be reached from the present one."""

    name = "status"
    remarks: ClassVar[set[str]] = {"reason"}
    to = forms.ChoiceField(label=_("New status"))
    reason = OwnWords(
        label=_("Why?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for ‘handed back’, for ‘not taken up’, and to open it again."),
    )
    decided_by = OwnWords(
        label=_("Who decides?"),
        max_length=120,
        required=False,
        help_text=_("For ‘waiting for a decision’. A council or a board, not a person."),
    )
    decision_on = forms.DateField(label=_("When is the decision expected?"), required=False)
    resident_effect = OwnWords(
        label=_("What does a resident notice of it?"),
        max_length=300,
        required=False,
        help_text=_("For when it is finished."),
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        reachable = ACTION_STEPS[ActionStatus(action.status)]
        self.fields["to"].choices = [(to, to.label) for to in ActionStatus if to in reachable]
        self.fields["resident_effect"].initial = action.resident_effect
        for name, step in (
            ("decided_by", ActionStatus.AWAITING_DECISION),
            ("decision_on", ActionStatus.AWAITING_DECISION),
            ("resident_effect", ActionStatus.DONE),
        ):
            if step not in reachable:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        waits = data.get("to") == ActionStatus.AWAITING_DECISION
        if waits and not data.get("decided_by") and "decided_by" not in self.errors:
            self.add_error("decided_by", _("Write down who decides."))
        return data

    def stands(self) -> dict[str, Any]:
        return {**super().stands(), "to": self.action.status}


class DecisionForm(ActionForm):
    """Who decides and when, while that is waited for."""

    name = "decision"
    decided_by = OwnWords(
        label=_("Who decides?"), max_length=120, help_text=_("A council or a board, not a person.")
    )
    decision_on = forms.DateField(label=_("When is the decision expected?"), required=False)

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.initial = {"decided_by": action.decided_by, "decision_on": action.decision_on, **self.initial}


class DeadlineForm(ActionForm):
    """Another date; a later one is explained."""

    name = "deadline"
    remarks: ClassVar[set[str]] = {"reason"}
    deadline = forms.DateField(label=_("New date"))
    reason = OwnWords(
        label=_("Why?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when the date becomes later."),
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.fields["deadline"].initial = action.deadline


class OwnerForm(ActionForm):
    """Another owner: organisation, role and person."""

    name = "owner"
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        widget=LongSelect,
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
    )
    person = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, required=False)
    role = forms.CharField(label=_("Role in the organisation"), max_length=NAME_LENGTH, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        own = Organisation.objects.filter(municipality_id=action.municipality_id)
        # Who has it now stays a choice, also after a merge.
        present = Q(pk=action.owner_organisation_id or 0)
        self.fields["organisation"].queryset = own.filter(Q(merged_into=None, ended_on=None) | present).only(
            "name"
        )
        if not action.has_owner:  # who gave it back is not whom one looks for
            return
        self.initial = {
            "organisation": action.owner_organisation_id,
            "person": action.owner_name,
            "role": action.owner_role,
            "email": action.owner_email,
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        """Ask where somebody new works; who stood there before goes with the organisation."""
        data = super().clean() or self.cleaned_data
        is_named = any(data.get(name) for name in ("person", "email"))
        is_new = {"person", "email"} & set(self.changed_data)
        if data.get("organisation") is None and "organisation" not in self.errors and is_named and is_new:
            self.add_error("organisation", _("Choose the organisation of this person."))
        return data


class WordingForm(ActionForm):
    """Other words for what will be done."""

    name = "wording"
    what = OwnWords(label=_("What will be done?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.fields["what"].initial = action.what
