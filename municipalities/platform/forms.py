"""The forms of the platform's own pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm, SomeRows
from common.own_words import OwnWords
from common.retention import categories

from ..enums import MunicipalityKind
from ..models import Municipality
from .founding import TIME_ZONES, Facts, read_members
from .removal import LONGEST, WAIT
from .suspension import REASON_LENGTH


def _lines(members: Any) -> str:
    return "\n".join(f"{name} {code}" for name, code in members)


class MunicipalityForm(PlainForm, forms.Form):
    """What the platform knows of a municipality."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Without “gemeente”, for example Waterveen.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=MunicipalityKind.choices)
    cbs_code = forms.CharField(
        label=_("CBS code"),
        max_length=6,
        required=False,
        help_text=_("GM with four digits, for example GM0363. A region has none."),
    )
    members = forms.CharField(
        label=_("Municipalities of the region"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Only for a region. One per line: the name and the CBS code."),
    )
    time_zone = forms.ChoiceField(label=_("Clock"), choices=TIME_ZONES.items())
    mail_sender = forms.CharField(
        label=_("Name above e-mails"),
        max_length=80,
        required=False,
        help_text=_("E-mails then come from this name, via the address of this website."),
    )
    mail_reply_to = forms.EmailField(
        label=_("Answers to e-mails go to"),
        required=False,
        help_text=_("An address that somebody of the municipality reads."),
    )

    sections: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Municipality"), ("name", "slug", "kind", "cbs_code", "members", "time_zone")),
        (_("E-mail"), ("mail_sender", "mail_reply_to")),
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            *(Fieldset(title, *names) for title, names in self._sections()), *self._folded()
        )
        return helper

    def _folded(self) -> list[Any]:
        """Return what stands behind a line to unfold, because the usual will do."""
        return []

    def _sections(self) -> Iterator[tuple[Any, list[str]]]:
        for title, names in self.sections:
            there = [name for name in names if name in self.fields]
            if there:
                yield title, there

    def clean_members(self) -> list[tuple[str, str]]:
        return read_members(self.cleaned_data["members"])

    def facts(self, *, slug: str) -> Facts:
        """Return what was filled in, for the verbs."""
        data = self.cleaned_data
        return Facts(
            name=data["name"],
            slug=slug,
            kind=MunicipalityKind(data["kind"]),
            cbs_code=data["cbs_code"],
            time_zone=data["time_zone"],
            mail_sender=data["mail_sender"],
            mail_reply_to=data["mail_reply_to"],
            members=tuple(data["members"]),
        )

    @classmethod
    def initial_of(cls, facts: Facts) -> dict[str, Any]:
        return {**vars(facts), "members": _lines(facts.members)}


class FoundForm(MunicipalityForm):
    """A new municipality, with whom its first administrator will be."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=40,
        required=False,
        help_text=_("The first word of its web address. Leave it empty to have it made from the name."),
    )
    administrator = forms.EmailField(
        label=_("E-mail address of the first administrator"), help_text=_("Gets an invitation by e-mail.")
    )
    administrator_name = forms.CharField(
        label=_("Name of the first administrator"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in (one for one in categories() if not one.fixed):
            self.fields[f"term_{category.name}"] = forms.IntegerField(
                label=category.label,
                initial=category.default_months,
                min_value=category.least,
                max_value=category.most,
                help_text=format_lazy("{} {}", category.about, _("In months.")),
            )
        self.terms = [name for name in self.fields if name.startswith("term_")]

    def _sections(self) -> Iterator[tuple[Any, list[str]]]:
        yield from super()._sections()
        yield _("First administrator"), ["administrator", "administrator_name"]

    def _folded(self) -> list[Any]:
        if not self.terms:
            return []
        is_open = any(name in self.errors for name in self.terms) if self.is_bound else False
        head = f"<summary>{gettext('How long data are kept')}</summary>"
        details = (
            f"<details class='app-details'{' open' if is_open else ''}>{head}<div class='app-details__body'>"
        )
        return [HTML(details), *self.terms, HTML("</div></details>")]

    def chosen_terms(self) -> dict[str, int]:
        return {name.removeprefix("term_"): self.cleaned_data[name] for name in self.terms}


class ReasonForm(PlainForm, forms.Form):
    """Why something is done; kept in the log."""

    reason = OwnWords(
        label=_("Why"),
        max_length=REASON_LENGTH,
        help_text=_("The administrators read this, and the log keeps it."),
    )


class RemovalForm(ReasonForm):
    """Ask to remove a municipality."""

    removal_from = forms.DateField(label=_("To be removed from"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = today + WAIT
        field = self.fields["removal_from"]
        field.initial = first
        field.widget.attrs.update(min=first.isoformat(), max=(today + LONGEST).isoformat())


class TypedNameForm(PlainForm, forms.Form):
    """Type the name, so that nobody removes another municipality than they think."""

    typed_name = forms.CharField(label=_("Type the name of the municipality"), max_length=80)


class SuccessionForm(PlainForm, forms.Form):
    """Who takes over, and from which day on."""

    successors = SomeRows(
        label=_("Goes on as"),
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose one for a merger, or more to split it."),
    )
    on = forms.DateField(label=_("From which day"))

    def __init__(self, *args: Any, predecessor: Municipality, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = Municipality.objects.exclude(pk=predecessor.pk)
        self.fields["on"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()


class StaffForm(PlainForm, forms.Form):
    """Who runs the platform too."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what a verb refuses at the fields it is about, and the rest above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)
