"""When and where a table meets, in a form: what every plan asks, whether it is new, changed or copied."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, TimeInput, VerbForm
from common.own_words import OwnWords

from .models import NAME_LENGTH, GroupSession
from .planning import require_future

DURATIONS = [
    (60, _("1 hour")),
    (90, _("1.5 hours")),
    (120, _("2 hours")),
    (150, _("2.5 hours")),
    (180, _("3 hours")),
    (240, _("4 hours")),
    (480, _("a whole day")),
]
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y"]


class OneOf(forms.TypedChoiceField):
    """A choice of which one always holds: who says nothing gets what stood there, or the first one."""

    widget = forms.RadioSelect

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial or self.choices[0][0])


class MomentForm(VerbForm):
    """What a session is called, and when and where it is."""

    shown_at: ClassVar[dict[str, str]] = {"starts_at": "date"}

    title = OwnWords(
        label=_("Title"),
        max_length=NAME_LENGTH,
        help_text=_("Participants see this on their phone and on the big screen."),
    )
    date = forms.DateField(label=_("Date"), input_formats=DATE_FORMATS, widget=DateInput())
    time = forms.TimeField(label=_("Starts at"), widget=TimeInput())
    duration_minutes = forms.TypedChoiceField(
        label=_("Duration"),
        coerce=int,
        initial=120,
        choices=DURATIONS,
    )
    location = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("For example: town hall, council room.")
    )

    def __init__(self, *args: Any, now: datetime, session: GroupSession | None = None, **kwargs: Any) -> None:
        self.session, self.now = session, now
        super().__init__(*args, **kwargs)
        if session is not None:
            self._keep_other_duration(session.duration_minutes)

    def _keep_other_duration(self, minutes: int) -> None:
        """Offer the present duration too, when it came from elsewhere."""
        field = self.fields["duration_minutes"]
        if minutes not in dict(field.choices):
            field.choices = sorted([*field.choices, (minutes, _("%d minutes") % minutes)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("date") and cleaned.get("time"):
            try:
                cleaned["starts_at"] = from_current_timezone(
                    datetime.combine(cleaned["date"], cleaned["time"])
                )
            except (ValidationError, OverflowError):
                # A time that the change to summer time skips, or that a calendar does not know.
                self.add_error("time", _("This time does not exist on that day. Choose another time."))
        if "starts_at" in cleaned and not self.keeps_its_moment(cleaned["starts_at"]):
            try:
                require_future(cleaned["starts_at"], now=self.now)
            except ValidationError as error:
                self.refuse(error)
        return cleaned

    def keeps_its_moment(self, starts_at: datetime) -> bool:
        """Tell whether the moment stays as it was; then it may have passed."""
        return False
