"""Choose what of the log to see."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEvent
from common.forms import PlainForm
from users.models import User

from .reading import ROLES, thing_of
from .words import WORDS


class LogFilter(PlainForm, forms.Form):
    """A period, and who did what to what; what can't be read is told and filters nothing."""

    mark_optional = False

    van = forms.DateField(label=_("From"), required=False)
    tot = forms.DateField(label=_("Until and including"), required=False)
    wie = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("everybody")
    )
    rol = forms.ChoiceField(label=_("In which role"), required=False)
    actie = forms.ChoiceField(label=_("What happened"), required=False)
    wat = forms.ChoiceField(label=_("About what"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = AuditEvent.objects.order_by()
        people = User.objects.filter(pk__in=events.exclude(user=None).values("user").distinct())
        self.fields["wie"].queryset = people.order_by("name", "email")
        kinds = {kind: thing_of(kind) for kind in events.values_list("target_type", flat=True).distinct()}
        self.fields["rol"].choices = _choices(ROLES, _("every role"))
        self.fields["actie"].choices = _choices(WORDS, _("everything"))
        self.fields["wat"].choices = _choices(kinds, _("everything"))

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the choices as `chosen_events` takes them."""
        names = {
            "van": "since",
            "tot": "until",
            "wie": "person",
            "rol": "role",
            "actie": "action",
            "wat": "thing",
        }
        held = self.cleaned_data if self.is_valid() or hasattr(self, "cleaned_data") else {}
        return {argument: held[name] for name, argument in names.items() if held.get(name)}

    def clean(self) -> dict[str, Any]:
        held = super().clean() or self.cleaned_data
        if held.get("van") and held.get("tot") and held["van"] > held["tot"]:
            self.add_error("tot", _("Choose a day that is not before the first day."))
        return held


def _choices(words: dict[str, Any], everything: Any) -> list[tuple[str, Any]]:
    """Return words by the alphabet, after the choice for all of them."""
    return [("", everything), *sorted(((key, capfirst(str(word))) for key, word in words.items()), key=_word)]


def _word(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
