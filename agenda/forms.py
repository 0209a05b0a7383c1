"""The forms of an action point and the filters of the list."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from common.own_words import OwnWords
from sessions.merging import Merges
from sessions.models import NAME_LENGTH, GroupSession, Organisation

from .enums import ACTION_STEPS, ActionStatus, OwnersWord
from .models import ActionPoint


class AgendaFilter(PlainForm, forms.Form):
    """Which session and which organisation; anything unknown filters nothing."""

    mark_optional = False

    sessie = forms.ModelChoiceField(
        label=_("Session"),
        queryset=GroupSession.objects.none(),
        required=False,
        empty_label=_("all sessions"),
    )
    organisatie = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("all organisations"),
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {"municipality": municipality}
        sessions = GroupSession.objects.filter(**own, action_points__isnull=False).counting().distinct()
        self.fields["sessie"].queryset = sessions
        owners = Organisation.objects.filter(**own, action_points__isnull=False)
        merges = Merges(municipality.pk)
        # What was merged is found under what it goes on as.
        keys = {merges.end_of(pk) for pk in owners.values_list("pk", flat=True)}
        self.fields["organisatie"].queryset = Organisation.objects.filter(**own, pk__in=keys)


class ActionForm(PlainForm, forms.Form):
    """A form about one action point; `name` tells which of the forms on the page was sent."""

    use_required_attribute = False
    name = ""

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, prefix=self.name, **kwargs)


class ProgressForm(ActionForm):
    """How it goes, in the word of the owner."""

    name = "update"
    owners_word = forms.ChoiceField(
        label=_("How is it going?"), choices=OwnersWord.choices, required=False, widget=forms.RadioSelect
    )
    text = OwnWords(
        label=_("What happened?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class StatusForm(ActionForm):
    """The next status, as far as it can be reached from the present one."""

    name = "status"
    to = forms.ChoiceField(label=_("New status"))
    reason = OwnWords(
        label=_("Why?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for ‘handed back’ and ‘not taken up’."),
    )
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


class DeadlineForm(ActionForm):
    """Another date; a later one is explained."""

    name = "deadline"
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
        self.fields["organisation"].queryset = own.filter(Q(merged_into=None, ended_on=None) | present)
        if not action.has_owner:  # who gave it back is not whom one looks for
            return
        self.initial = {
            "organisation": action.owner_organisation_id,
            "person": action.owner_name,
            "role": action.owner_role,
            "email": action.owner_email,
            **self.initial,
        }


class WordingForm(ActionForm):
    """Other words for what will be done."""

    name = "wording"
    what = OwnWords(label=_("What will be done?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.fields["what"].initial = action.what


FORMS: list[type[ActionForm]] = [ProgressForm, StatusForm, DeadlineForm, OwnerForm, WordingForm]


def forms_of(action: ActionPoint, *, bound: ActionForm | None = None) -> dict[str, ActionForm]:
    """Return the forms of the page by name; the one that was sent keeps what was typed."""
    made = {kind.name: kind(action=action) for kind in FORMS}
    if bound is not None:
        made[bound.name] = bound
    return made


class ReplyForm(PlainForm, forms.Form):
    """The answer of an owner from a mail: yes, or back to the table with a reason."""

    YES, BACK = "yes", "back"

    use_required_attribute = False
    answer = forms.ChoiceField(
        choices=[(YES, YES), (BACK, BACK)],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the two buttons.")},
    )
    reason = OwnWords(
        label=_("Why do you give it back?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
