"""The forms of the console: an action point, a walk-in party, the reason to reopen, the follow-up date."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agenda.deadlines import check_deadline, deadline_choices
from agenda.models import ActionPoint
from agenda.refusals import ActionRefused
from catalogue.models import PartyKind, Statement
from catalogue.wording import OFFICIAL_LANGUAGE
from common.forms import PlainForm
from common.own_words import OwnWords
from sessions.models import NAME_LENGTH, GroupSession

OTHER = "other"


class ActionForm(PlainForm, forms.Form):
    """What the table agrees on, written while people speak: only *what* is required."""

    # An empty field is not wrong before somebody sent the form.
    use_required_attribute = False

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = OwnWords(label=_("What will be done?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=forms.RadioSelect)
    other_owner = forms.CharField(label=_("Name of the organisation"), max_length=NAME_LENGTH, required=False)
    owner_name = forms.CharField(label=_("Who in that organisation?"), max_length=NAME_LENGTH, required=False)
    when = forms.ChoiceField(label=_("By when"), required=False, widget=forms.RadioSelect)
    deadline = forms.DateField(label=_("Date"), required=False)
    statement = forms.ChoiceField(label=_("About"), required=False)
    resident_effect = OwnWords(label=_("What does a resident notice of it?"), max_length=300, required=False)

    def __init__(self, *args: Any, session: GroupSession, today: date, **kwargs: Any) -> None:
        self.session, self.today = session, today
        super().__init__(*args, prefix="action", **kwargs)
        self.organisations = {
            str(party.organisation_id): party.organisation
            for party in session.parties.select_related("organisation")
        }
        self.statements = {
            str(statement.pk): statement
            for statement in Statement.objects.of(session.catalogue)
            .select_related("theme")
            .order_by("number")
        }
        self.choices_of_deadline = {choice.key: choice for choice in deadline_choices(today)}
        self.fields["owner"].choices = [
            *((pk, organisation.name) for pk, organisation in self.organisations.items()),
            (OTHER, _("other…")),
        ]
        self.fields["when"].choices = [
            (key, choice.label) for key, choice in self.choices_of_deadline.items()
        ]
        self.fields["statement"].choices = self._statement_choices()
        self.initial.setdefault("submission", uuid4())
        self.initial.setdefault("statement", self._statement_now())

    def _statement_choices(self) -> list[tuple[str, Any]]:
        language = get_language() or OFFICIAL_LANGUAGE
        return [
            ("", _("the whole theme") if self._is_in_theme else _("the whole table")),
            *(
                (pk, f"{statement.number}. {statement.short_title_in(language)}")
                for pk, statement in self.statements.items()
                if statement.number
            ),
        ]

    @property
    def _is_in_theme(self) -> bool:
        return self.session.current_id is not None and not self.session.in_wrap_up

    def _statement_now(self) -> str:
        """Return the statement the table is looking at."""
        return str(self.session.shown_statement_id or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("owner") == OTHER and not data.get("other_owner"):
            self.add_error("other_owner", _("Write down which organisation."))
        choice = self.choices_of_deadline.get(data.get("when", ""))
        if choice is not None and choice.day is not None:
            data["deadline"] = choice.day
        elif choice is not None and not data.get("deadline") and "deadline" not in self.errors:
            self.add_error("deadline", _("Choose a date."))
        if "deadline" not in self.errors:
            try:
                check_deadline(data.get("deadline"), today=self.today)
            except ActionRefused as refused:
                self.add_error("deadline", refused.words)
        return data

    @property
    def owner_shown(self) -> bool:
        """Whether the name of another organisation is asked for already."""
        return self["owner"].value() == OTHER


class ActionChangeForm(ActionForm):
    """Correct or complete an action point."""

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        owner = str(action.owner_organisation_id or "")
        initial = {
            "what": action.what,
            "owner_name": action.owner_name,
            "when": "day" if action.deadline else "",
            "deadline": action.deadline,
            "owner": owner,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if owner and owner not in self.organisations:
            self.initial |= {"owner": OTHER, "other_owner": action.owner_organisation.name}
        for name in ("submission", "statement", "resident_effect"):
            del self.fields[name]


class KindField(forms.ModelChoiceField):
    """The kinds of organisations, in the language of the page."""

    def label_from_instance(self, obj: PartyKind) -> str:
        return obj.name_in(get_language() or OFFICIAL_LANGUAGE)


class WalkInForm(PlainForm, forms.Form):
    """A party that comes in without being on the list."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=NAME_LENGTH)
    kind = KindField(
        label=_("Kind of organisation"), queryset=PartyKind.objects.none(), empty_label=_("choose a kind")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="party", **kwargs)
        self.fields["kind"].queryset = PartyKind.objects.all()


class CloseForm(PlainForm, forms.Form):
    """When the table meets again; it may still be open."""

    follow_up_on = forms.DateField(label=_("Date of the follow-up meeting"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_follow_up_on(self) -> date | None:
        day = self.cleaned_data["follow_up_on"]
        try:
            check_deadline(day, today=self.today)
        except ActionRefused as refused:
            raise forms.ValidationError(refused.words) from refused
        return day
