"""The form that changes several action points at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongChoice, PlainForm
from common.own_words import OwnWords
from municipalities.models import Municipality
from sessions.models import Organisation

from ..enums import ActionStatus
from .changing import STATUSES, Kind, Wish

YES, NO = "ja", "nee"
FIELD_OF = {
    Kind.DEADLINE: "deadline",
    Kind.OWNER: "organisation",
    Kind.STATUS: "to",
    Kind.PRIORITY: "priority",
}


class BulkForm(PlainForm, forms.Form):
    """What to change, and into what; only the field of what is changed counts."""

    mark_optional = False
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What do you want to change?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    deadline = forms.DateField(label=_("New date"), required=False)
    organisation = LongChoice(
        label=_("New owner"),
        shown="name",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("choose an organisation"),
    )
    to = forms.ChoiceField(
        label=_("New status"),
        required=False,
        choices=[("", _("choose a status")), *((one, one.label) for one in STATUSES)],
    )
    priority = forms.ChoiceField(
        label=_("Most important to the table?"),
        required=False,
        choices=[("", _("make a choice")), (YES, _("yes")), (NO, _("no"))],
    )
    reason = OwnWords(
        label=_("Why?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Needed for a later date, and for ‘not taken up’. It goes into the history of each point."
        ),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Organisation.objects.active().filter(municipality=municipality)
        self.fields["organisation"].queryset = active.order_by("name").only("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind"):
            name = FIELD_OF[Kind(data["kind"])]
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Make a choice here."))
        return data

    def wish(self) -> Wish:
        """Return what was asked for; call it on a valid form."""
        data = self.cleaned_data
        return Wish(
            kind=Kind(data["kind"]),
            deadline=data["deadline"],
            organisation=data["organisation"],
            status=ActionStatus(data["to"]) if data["to"] else None,
            is_priority=data["priority"] == YES,
            reason=data["reason"],
        )
