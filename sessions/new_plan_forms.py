"""A new plan in four small steps; what was typed travels along in hidden fields, nothing is kept halfway."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.models import Catalogue
from common.forms import Folded
from municipalities.models import Membership, Municipality

from .copying import OVER
from .enums import Sequel
from .models import NAME_LENGTH, GroupSession
from .moment_forms import OneOf
from .plan_forms import PlanForm
from .plan_help import EARLIER, FACILITATOR

STEPS = (
    ("sequel", "previous", "title", "goal"),
    ("date", "time", "duration_minutes", "location", "date_poll_url"),
    ("facilitator_member", "facilitator_name", "facilitator_email"),
    ("answer_ahead", "names_after_talk", "names_in_report"),
)
"""The fields of each step; the themes stand in the last one."""
LAST = len(STEPS)


def members(municipality: Municipality, *, today: date) -> QuerySet[Membership]:
    """Return everybody who works here today, once, whatever their roles."""
    held = Membership.objects.filter(municipality=municipality).current(today=today)
    one_each = held.order_by().values("user").annotate(one=Min("pk")).values("one")
    rows = Membership.objects.filter(pk__in=one_each).select_related("user")
    return rows.order_by("user__name", "user__email")


class MemberField(forms.ModelChoiceField):
    """Somebody who works with this product in the municipality, by name and address."""

    def label_from_instance(self, row: Membership) -> str:
        return f"{row.user.name} · {row.user.email}" if row.user.name else row.user.email


class NewPlanForm(PlanForm):
    """A new plan, with who leads the talk if that is known."""

    revision = None
    sequel = OneOf(
        label=_("Did this table meet before?"),
        initial=Sequel.NONE,
        choices=[
            (Sequel.NONE, _("No, this is the first session")),
            (Sequel.FOLLOW_UP, _("Yes, this is a follow-up meeting about the action points")),
            (Sequel.REPEAT, _("Yes, this is a repeat session: the table answers again")),
        ],
    )
    previous = forms.ModelChoiceField(
        label=_("Which session was that?"),
        queryset=None,
        required=False,
        empty_label=_("Choose a session"),
    )
    # Nobody is asked: a rehearsal begins with a button of its own. `manage.py rehearse` plans one here.
    is_rehearsal = forms.BooleanField(required=False, widget=forms.HiddenInput)
    facilitator_member = MemberField(
        label=_("Somebody of the municipality"), queryset=None, required=False, empty_label=_("Nobody of us")
    )
    facilitator_name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, required=False)
    facilitator_email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    shown_at: ClassVar[dict[str, str]] = {
        **PlanForm.shown_at,
        "name": "facilitator_name",
        "email": "facilitator_email",
    }

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        catalogue: Catalogue | None,
        today: date,
        step: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        earlier = GroupSession.objects.counting().filter(municipality=municipality, state__in=OVER)
        self.fields["previous"].queryset = earlier
        if not earlier[:1]:
            del self.fields["sequel"], self.fields["previous"]
        self.fields["facilitator_member"].queryset = members(municipality, today=today)
        if catalogue is not None:
            self.add_themes(catalogue, [])

    def fields_of(self, step: int) -> list[str]:
        """Return the fields that a step asks for."""
        names = [name for name in STEPS[step - 1] if name in self.fields]
        return [*names, *self.theme_fields] if step == LAST else names

    def first_wrong_step(self) -> int | None:
        """Return the first step with something to mend; what belongs to no field stands in the last one."""
        for step in range(1, LAST + 1):
            if any(name in self.errors for name in self.fields_of(step)):
                return step
        return LAST if self.errors else None

    def forget_errors_after(self, step: int) -> None:
        """Leave out what is missing in steps that nobody has seen yet."""
        for later in range(step + 1, LAST + 1):
            for name in self.fields_of(later):
                self.errors.pop(name, None)

    def show(self, step: int) -> "NewPlanForm":
        """Ask for the fields of one step; the others are hidden, and keep what they hold."""
        self.step = step
        asked = self.fields_of(step)
        for name, field in self.fields.items():
            if name not in asked:
                field.widget = field.hidden_widget()
        return self

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        asked = {1: self.about, 2: self.when, 3: self.who, 4: self.answers}[self.step]()
        hidden = [name for name in self.fields if name not in self.fields_of(self.step)]
        helper.layout = Layout(asked, *hidden)
        return helper

    def about(self) -> Fieldset:
        asked = Fieldset(_("What is it about?"), "title", "goal")
        if "previous" in self.fields:
            kind = ("sequel", "previous")
            is_open = self["sequel"].value() not in {None, "", Sequel.NONE} or bool(self["previous"].value())
            asked.fields.append(Folded(_("This follows an earlier session"), *kind, EARLIER, is_open=is_open))
        return asked

    def who(self) -> Fieldset:
        outside = Fieldset(_("Or somebody from outside"), Row("facilitator_name", "facilitator_email"))
        return Fieldset(_("Who leads the talk?"), "facilitator_member", outside, FACILITATOR)

    def plan(self) -> dict[str, Any]:
        said = self.cleaned_data
        followed = {"previous": said.get("previous"), "sequel": Sequel(said.get("sequel") or Sequel.NONE)}
        return {**super().plan(), **followed, "is_rehearsal": said["is_rehearsal"]}

    def leader(self) -> tuple[str, str] | None:
        """Return the name and address of who leads, when that was said."""
        member = self.cleaned_data["facilitator_member"]
        if member is not None:
            return member.user.name or member.user.email, member.user.email
        email = self.cleaned_data["facilitator_email"]
        return (self.cleaned_data["facilitator_name"], email) if email else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_leader(cleaned)
        if "sequel" in self.fields and "previous" not in self.errors:
            follows = cleaned.get("sequel", Sequel.NONE) != Sequel.NONE
            if follows and not cleaned.get("previous"):
                self.add_error("previous", _("Choose the session that this one follows."))
            if cleaned.get("previous") and not follows:
                self.add_error("sequel", _("Choose whether this is a follow-up meeting or a repeat session."))
        return cleaned

    def _check_leader(self, cleaned: dict[str, Any]) -> None:
        name, email = cleaned.get("facilitator_name"), cleaned.get("facilitator_email")
        if cleaned.get("facilitator_member") and (name or email):
            self.add_error("facilitator_member", _("Choose one person. You can appoint a second one later."))
        if name and not email and "facilitator_email" not in self.errors:
            self.add_error("facilitator_email", _("Also fill in the e-mail address of this person."))
        if email and not name and "facilitator_name" not in self.errors:
            self.add_error("facilitator_name", _("Also fill in the name of this person."))
