"""The form of a plan: what a session is about, when and where, and what happens with the answers."""

from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, TimeInput
from common.own_words import OwnWords

from .enums import SessionState
from .forms import VerbForm
from .models import NAME_LENGTH, GroupSession
from .plan_help import ANSWER_AHEAD, FACILITATOR, NAMES_IN_REPORT
from .planning import choices_fixed, require_future

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


class PlanForm(VerbForm):
    """What a session is about, when and where, and what happens with the answers."""

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
    goal = OwnWords(
        label=_("Goal"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should be different after this meeting? It is in the invitation."),
    )
    previous = forms.ModelChoiceField(
        label=_("Follows an earlier session"),
        queryset=None,
        required=False,
        empty_label=_("No, this is the first one"),
    )
    answer_ahead = forms.BooleanField(
        label=_("Participants may answer before the meeting"),
        required=False,
        help_text=_("The answers are still only shown at the table."),
    )
    names_in_report = forms.BooleanField(
        label=_("The report shows answers with the name of the party"),
        required=False,
        initial=True,
        help_text=_(
            "Without a tick the report only shows totals. Each party reads this before its first answer."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, now: datetime, session: GroupSession | None = None, **kwargs: Any) -> None:
        self.session, self.now = session, now
        super().__init__(*args, **kwargs)
        if session is None:
            del self.fields["revision"]
            earlier = GroupSession.objects.filter(state__in=[SessionState.CLOSED, SessionState.ARCHIVED])
            self.fields["previous"].queryset = earlier
            if not earlier[:1]:
                del self.fields["previous"]
            return
        del self.fields["previous"]
        self._keep_other_duration(session.duration_minutes)
        if choices_fixed(session):
            for name in ("answer_ahead", "names_in_report"):
                self.fields[name].disabled = True

    def _keep_other_duration(self, minutes: int) -> None:
        """Offer the present duration too, when it came from elsewhere."""
        field = self.fields["duration_minutes"]
        if minutes not in dict(field.choices):
            field.choices = sorted([*field.choices, (minutes, _("%d minutes") % minutes)])

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        names = [name for name in ("title", "goal", "previous", "is_rehearsal") if name in self.fields]
        people = [name for name in ("facilitator_name", "facilitator_email") if name in self.fields]
        hidden = [name for name in ("revision",) if name in self.fields]
        parts = [
            Fieldset(_("About this session"), *names),
            Fieldset(_("When and where"), Row("date", "time"), Row("duration_minutes", "location")),
            Fieldset(_("The answers"), "answer_ahead", ANSWER_AHEAD, "names_in_report", NAMES_IN_REPORT),
        ]
        if people:
            parts.append(Fieldset(_("Who leads the talk?"), Row(*people), FACILITATOR))
        helper.layout = Layout(*parts, *hidden)
        return helper

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
        if "starts_at" in cleaned and not self._keeps_its_moment(cleaned["starts_at"]):
            try:
                require_future(cleaned["starts_at"], now=self.now)
            except ValidationError as error:
                self.refuse(error)
        return cleaned

    def _keeps_its_moment(self, starts_at: datetime) -> bool:
        """Tell whether the moment stays as it was; then it may have passed."""
        return self.session is not None and starts_at == self.session.starts_at

    def plan(self) -> dict[str, Any]:
        """Return what the verb wants."""
        wanted = (
            "title",
            "starts_at",
            "location",
            "goal",
            "duration_minutes",
            "answer_ahead",
            "names_in_report",
        )
        return {name: self.cleaned_data[name] for name in wanted}

    @staticmethod
    def typed_from(session: GroupSession) -> dict[str, Any]:
        """Return the form's values for a session that is there."""
        starts_at = timezone.localtime(session.starts_at)
        return {
            **{name: getattr(session, name) for name in ("title", "location", "goal", "duration_minutes")},
            **{name: getattr(session, name) for name in ("answer_ahead", "names_in_report", "revision")},
            "date": starts_at.date(),
            "time": starts_at.time(),
        }


class NewPlanForm(PlanForm):
    """A new plan, with who leads the talk if that is known."""

    is_rehearsal = forms.BooleanField(
        label=_("This is a rehearsal"),
        required=False,
        help_text=_("You try everything with the real screens. What is agreed never counts in the agenda."),
    )
    facilitator_name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, required=False)
    facilitator_email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    shown_at: ClassVar[dict[str, str]] = {
        "starts_at": "date",
        "name": "facilitator_name",
        "email": "facilitator_email",
    }

    def plan(self) -> dict[str, Any]:
        return {**super().plan(), "is_rehearsal": self.cleaned_data["is_rehearsal"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name, email = cleaned.get("facilitator_name"), cleaned.get("facilitator_email")
        if name and not email and "facilitator_email" not in self.errors:
            self.add_error("facilitator_email", _("Also fill in the e-mail address of this person."))
        if email and not name and "facilitator_name" not in self.errors:
            self.add_error("facilitator_name", _("Also fill in the name of this person."))
        return cleaned
