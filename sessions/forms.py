"""The forms about parties, people and steps; what a verb refuses is shown at the field it is about."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.enums import PartyCategory
from catalogue.models import PartyKind
from common.forms import VerbForm
from common.own_words import OwnWords

from .models import NAME_LENGTH, Organisation


def kind_choices() -> Iterator[tuple[Any, Any]]:
    """Offer the kinds of parties under their four categories, in the language of the page."""
    yield "", _("Choose a kind")
    language = get_language() or "nl"
    for category, kinds in groupby(PartyKind.objects.order_by("position"), key=lambda kind: kind.category):
        yield PartyCategory(category).label, [(kind.slug, kind.name_in(language)) for kind in kinds]


class PartyForm(VerbForm):
    """A party to add: an organisation by name, and what kind it is when the address book does not know it."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=kind_choices,
        required=False,
        help_text=_("Not needed for an organisation that is already in your address book."),
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.update(list="address-book", autocomplete="off")

    def clean_kind(self) -> PartyKind | None:
        slug = self.cleaned_data["kind"]
        return PartyKind.objects.filter(slug=slug).first() if slug else None


class KnownOrganisationForm(forms.Form):
    """An organisation from the address book, added with one press."""

    organisation = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active()


class RenameForm(VerbForm):
    """The name of a party at this table."""

    name = forms.CharField(
        label=_("Name at the table"),
        max_length=NAME_LENGTH,
        help_text=_("This is the name on the big screen, on the name card and in the report."),
    )


class PersonForm(VerbForm):
    """Somebody who answers for a party, or leads the talk."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class RepresentativeForm(PersonForm):
    """Somebody who answers for a party; a volunteer may have no e-mail address at work."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("No e-mail address? Then this person joins with the name card of the party."),
    )
    function = forms.CharField(label=_("Role in the organisation"), max_length=NAME_LENGTH, required=False)


class RevisionForm(VerbForm):
    """Nothing to fill in; it carries what the page showed, so that one of two people is told kindly."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ReasonForm(RevisionForm):
    """Why a session is called off."""

    reason = OwnWords(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For your own administration. Write no personal details here."),
    )
    mark_optional = False


class SeenForm(VerbForm):
    """A question that carries what its page showed."""

    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
