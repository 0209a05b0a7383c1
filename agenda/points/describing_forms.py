"""The forms of what stands with an action point: helpers, next step, effect, links, and what counts most."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.forms import LongSelect, SomeRows
from common.own_words import OwnWords
from sessions.models import NAME_LENGTH, Organisation

from ..models import ActionPoint
from .describing import SHORT_LENGTH
from .forms import ActionForm


class HelpersForm(ActionForm):
    """Who helps: the parties of its table, those that help already, and one from the address book."""

    name = "helpers"
    helpers = SomeRows(
        label=_("Who helps?"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    another = forms.ModelChoiceField(
        label=_("Another organisation"),
        widget=LongSelect,
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("no other"),
    )
    remarks: ClassVar[set[str]] = {"another"}

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        own = Organisation.objects.filter(municipality_id=action.municipality_id)
        now = {one.pk for one in action.helpers.all()}
        here = Q(parties__session=action.session_id) if action.session_id else Q(pk__in=[])
        near = own.filter(Q(pk__in=now) | here & Q(merged_into=None, ended_on=None))
        near = near.exclude(pk=action.owner_organisation_id or 0).distinct()
        self.fields["helpers"].queryset = near
        others = own.filter(merged_into=None, ended_on=None).exclude(pk=action.owner_organisation_id or 0)
        self.fields["another"].queryset = others.only("name")
        self.initial = {"helpers": sorted(now), **self.initial}

    @property
    def chosen(self) -> list[Organisation]:
        """Return everybody who was ticked or chosen."""
        another = self.cleaned_data["another"]
        return [*self.cleaned_data["helpers"], *([another] if another else [])]


class NextStepForm(ActionForm):
    """What is done first."""

    name = "step"
    next_step = OwnWords(label=_("What is the next step?"), max_length=SHORT_LENGTH, required=False)

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.fields["next_step"].initial = action.next_step


class EffectForm(ActionForm):
    """What a resident notices of it."""

    name = "effect"
    resident_effect = OwnWords(
        label=_("What does a resident notice of it?"), max_length=SHORT_LENGTH, required=False
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.fields["resident_effect"].initial = action.resident_effect


class LinksForm(ActionForm):
    """The address of a page elsewhere; those that are there can be taken away."""

    name = "links"
    remarks: ClassVar[set[str]] = {"address", "label"}
    address = forms.URLField(
        label=_("Address of a page"),
        max_length=SHORT_LENGTH,
        required=False,
        assume_scheme="https",
        help_text=_("Files stay where they are kept. Put the address of the page here."),
    )
    label = OwnWords(label=_("Name of the page"), max_length=NAME_LENGTH, required=False)
    remove = forms.MultipleChoiceField(
        label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        links = [(str(link.pk), str(link)) for link in action.links.all()]
        self.fields["remove"].choices = links
        if not links:
            del self.fields["remove"]


class PriorityForm(ActionForm):
    """Whether it is one of the most important to the table."""

    name = "priority"
    is_priority = forms.BooleanField(label=_("This is one of the most important"), required=False)

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.fields["is_priority"].initial = action.is_priority
