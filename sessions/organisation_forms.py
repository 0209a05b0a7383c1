"""The forms about organisations, the people one calls there, and the file to read in."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.enums import PartyCategory
from catalogue.models import PartyKind
from common.forms import PlainForm
from common.own_words import OwnWords, words_for

from .address_book import organisation_named
from .book_words import never_allowed
from .covenants import Covenant
from .forms import VerbForm, kind_choices
from .models import NAME_LENGTH, Contact, Organisation
from .moment_forms import DATE_FORMATS
from .organisation_list import Wanted
from .themes import themes_to_call_about


def theme_choices() -> list[tuple[str, str]]:
    language = get_language() or "nl"
    return [(theme.slug, theme.title_in(language)) for theme in themes_to_call_about()]


def refuse_numbers_of_residents(text: str) -> None:
    """Raise `ValidationError` for a BSN or bank account; a telephone number or address may stand here."""
    if found := never_allowed(text):
        raise ValidationError(words_for(text, found), code="resident data")


class BookFilter(PlainForm, forms.Form):
    """What somebody looks for in the address book; anything unknown filters nothing."""

    mark_optional = False

    zoek = forms.CharField(label=_("Name or other name"), max_length=NAME_LENGTH, required=False)
    categorie = forms.ChoiceField(label=_("Category"), required=False)
    soort = forms.ChoiceField(label=_("Kind"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)
    convenant = forms.ChoiceField(label=_("Covenant"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categorie"].choices = [("", _("all categories")), *PartyCategory.choices]
        kinds = list(kind_choices())[1:]
        self.fields["soort"].choices = [("", _("all kinds")), *kinds]
        self.fields["thema"].choices = [("", _("all themes")), *theme_choices()]
        self.fields["convenant"].choices = [
            ("", _("with and without")),
            *((one.value, one.label) for one in Covenant),
        ]

    @property
    def is_used(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())

    def wanted(self, *, ended: bool) -> Wanted:
        said = getattr(self, "cleaned_data", {})
        return Wanted(
            text=said.get("zoek", ""),
            category=said.get("categorie", ""),
            kind=said.get("soort", ""),
            theme=said.get("thema", ""),
            covenant=said.get("convenant", ""),
            ended=ended,
        )


class OrganisationForm(VerbForm):
    """All of an organisation."""

    name = OwnWords(label=_("Name"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices)
    aliases = OwnWords(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One on each line: an abbreviation, an earlier name. You find the organisation by them too."
        ),
    )
    kvk_number = forms.CharField(
        label=_("Chamber of Commerce number"),
        required=False,
        max_length=12,
        help_text=_("Eight digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    covenant_signed_on = forms.DateField(label=_("Signed on"), required=False, input_formats=DATE_FORMATS)
    covenant_until = forms.DateField(label=_("Holds until"), required=False, input_formats=DATE_FORMATS)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("The organisation"), "name", "kind", "aliases", "kvk_number"),
            Fieldset(_("The covenant on early signals"), Row("covenant_signed_on", "covenant_until")),
        )
        return helper

    def clean_kind(self) -> PartyKind:
        return PartyKind.objects.get(slug=self.cleaned_data["kind"])

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def clean_kvk_number(self) -> str:
        number = self.cleaned_data["kvk_number"]
        refuse_numbers_of_residents(number)
        return number.replace(" ", "").replace(".", "")

    @staticmethod
    def typed_from(organisation: Organisation) -> dict[str, Any]:
        fields = ("name", "kvk_number", "covenant_signed_on", "covenant_until")
        return {
            **{name: getattr(organisation, name) for name in fields},
            "kind": organisation.kind.slug,
            "aliases": "\n".join(alias.name for alias in organisation.aliases.all()),
        }


class ContactForm(VerbForm):
    """Somebody one calls at an organisation."""

    name = OwnWords(label=_("Name"), max_length=NAME_LENGTH)
    function = OwnWords(label=_("Role in the organisation"), max_length=NAME_LENGTH, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, required=False, validators=[refuse_numbers_of_residents]
    )
    phone = forms.RegexField(
        label=_("Telephone number at work"),
        regex=r"^\+?[\d\s()./-]{9,20}$",
        max_length=20,
        required=False,
        validators=[refuse_numbers_of_residents],
        error_messages={"invalid": _("Fill in a telephone number, for example 06 12 34 56 78.")},
    )
    themes = forms.MultipleChoiceField(
        label=_("Call this person about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing when it is the one to call about everything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = theme_choices()
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    @staticmethod
    def typed_from(contact: Contact) -> dict[str, Any]:
        person = contact.person
        said = {name: getattr(person, name) for name in ("name", "email", "phone")}
        return {**said, "function": contact.function, "themes": contact.themes}


class LastDayForm(VerbForm):
    """Until when."""

    last_day = forms.DateField(label=_("Last day"), input_formats=DATE_FORMATS)
    mark_optional = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today


class MoveForm(VerbForm):
    """Where somebody goes to work, from when, and as what."""

    organisation = forms.CharField(label=_("New organisation"), max_length=NAME_LENGTH)
    on = forms.DateField(label=_("First day there"), input_formats=DATE_FORMATS)
    function = OwnWords(label=_("New role in the organisation"), max_length=NAME_LENGTH, required=False)
    themes = forms.MultipleChoiceField(
        label=_("Call this person there about"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.fields["organisation"].widget.attrs.update(list="address-book", autocomplete="off")
        self.fields["themes"].choices = theme_choices()

    def clean_organisation(self) -> Organisation:
        found = organisation_named(municipality=self.municipality, name=self.cleaned_data["organisation"])
        if found is None:
            raise ValidationError(_("This organisation is not in your address book. Add it first."))
        return found


class MergeForm(VerbForm):
    """Which organisation this one goes on as."""

    into = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    shown_at: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Organisation.objects.filter(municipality=municipality)


class FileForm(VerbForm):
    """The file to read in."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("An Excel file (.xlsx) or a CSV file, with at most 2,000 rows and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={"empty": _("There is nothing in this file. Choose another file.")},
    )


class TakeOverForm(forms.Form):
    """What the page showed; the rows do nothing else than that."""

    fingerprint = forms.CharField(max_length=64)
