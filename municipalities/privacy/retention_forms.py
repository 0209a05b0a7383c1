"""Forms for how long things are kept, and for what must be kept for now."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from common.own_words import OwnWords
from common.retention import Category, categories


class TermForm(PlainForm, forms.Form):
    """The term of one category, in months."""

    months = forms.IntegerField(label=_("Keep for so many months"))

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = self.fields["months"]
        months.min_value, months.max_value = category.least, category.most  # type: ignore[attr-defined]
        months.help_text = _(
            "From %(least)d to %(most)d months. Usual is %(usual)d. A longer term needs a reason by law."
        ) % {"least": category.least, "most": category.most, "usual": category.default_months}
        self.category = category

    def clean_months(self) -> int:
        months: int = self.cleaned_data["months"]
        if not self.category.allows(months):
            raise forms.ValidationError(
                _("Choose a number from %(least)d to %(most)d."),
                params={"least": self.category.least, "most": self.category.most},
            )
        return months


class HoldForm(PlainForm, forms.Form):
    """What must be kept, and why."""

    category = forms.ChoiceField(label=_("What must be kept?"), required=False)
    reason = OwnWords(
        label=_("Why?"),
        max_length=300,
        help_text=_("For example the number of a court case. No names of people."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.name, capfirst(str(one.label))) for one in categories()]
        self.fields["category"].choices = [("", _("Everything")), *named]  # type: ignore[attr-defined]
