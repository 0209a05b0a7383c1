"""When the table meets again: asked before a session closes."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.points.deadlines import check_deadline
from agenda.points.refusals import ActionRefused
from common.forms import PlainForm


class CloseForm(PlainForm, forms.Form):
    """A day and a time plan the meeting; a day alone is only remembered, and neither is required."""

    follow_up_on = forms.DateField(label=gettext_lazy("Date of the follow-up meeting"), required=False)
    follow_up_time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        help_text=gettext_lazy("Without a time, only the date is noted."),
    )

    def __init__(self, *args: Any, now: datetime, is_rehearsal: bool = False, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)
        if is_rehearsal:
            self.fields.clear()

    def clean_follow_up_on(self) -> date | None:
        day = self.cleaned_data["follow_up_on"]
        try:
            check_deadline(day, today=timezone.localdate(self.now))
        except ActionRefused as refused:
            raise forms.ValidationError(str(refused.words)) from refused
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("follow_up_time") and not data.get("follow_up_on") and not self.errors:
            self.add_error("follow_up_on", _("Choose a date."))
        if self.moment is not None and self.moment <= self.now:
            self.add_error("follow_up_time", _("This moment is in the past. Choose a later time."))
        return data

    @property
    def moment(self) -> datetime | None:
        """Return when the table meets again, if both a day and a time were given."""
        day: date | None = self.cleaned_data.get("follow_up_on")
        at: time | None = self.cleaned_data.get("follow_up_time")
        return timezone.make_aware(datetime.combine(day, at)) if day and at else None
