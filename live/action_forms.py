"""The forms of an action point on the console: one line while people speak, and what is missing of one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda.models import ActionPoint
from agenda.owners.everybody import is_everybody
from agenda.owners.finding import (
    BETWEEN,
    OwnerChoice,
    owner_typed,
    owners_at_table,
)
from agenda.points.deadlines import DeadlineChoice, check_deadline, deadline_choices
from agenda.points.refusals import ActionRefused, EverybodyIsNobody
from catalogue.models import Statement
from catalogue.wording import OFFICIAL_LANGUAGE
from common.forms import PlainForm
from common.own_words import OwnWords
from sessions.models import NAME_LENGTH, GroupSession

from .console_agreed import Agreed

OWNER_LENGTH = 2 * NAME_LENGTH + len(BETWEEN)


class OwnerAndDate(PlainForm, forms.Form):
    """Who and by when: an owner by a few letters, a date by a quick choice; neither is required."""

    # An empty field is not wrong before somebody sent the form.
    use_required_attribute = False

    owner = OwnWords(label=gettext_lazy("Owner"), max_length=OWNER_LENGTH, required=False)
    add_owner = forms.BooleanField(label=gettext_lazy("Add this organisation"), required=False)
    when = forms.ChoiceField(label=gettext_lazy("By when"), required=False, widget=forms.RadioSelect)
    deadline = forms.DateField(label=gettext_lazy("Date"), required=False)

    def __init__(self, *args: Any, session: GroupSession, today: date, **kwargs: Any) -> None:
        self.session, self.today = session, today
        super().__init__(*args, **{"prefix": "action", **kwargs})
        self.choices_of_deadline = {choice.key: choice for choice in deadline_choices(today)}
        if "when" in self.fields:
            self.fields["when"].choices = [
                (key, in_words(choice)) for key, choice in self.choices_of_deadline.items()
            ]
        if "owner" in self.fields:
            self.fields["owner"].widget.attrs |= {
                "autocomplete": "off",
                "spellcheck": "false",
                "list": "console-owners",
                "dir": "auto",
            }

    @cached_property
    def owners(self) -> list[OwnerChoice]:
        """Return the parties and their people, for a browser without a script."""
        return owners_at_table(self.session, today=self.today)

    @cached_property
    def chosen_owner(self) -> OwnerChoice | None:
        """Return who was meant; None where nobody was, or somebody who is to be added first."""
        text = self.cleaned_data.get("owner", "")
        return owner_typed(self.session, text, today=self.today) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        typed = data.get("owner")
        if typed and is_everybody(typed):
            self.add_error("owner", EverybodyIsNobody.words)
        elif typed and self.chosen_owner is None and not data.get("add_owner"):
            self.add_error(
                "owner",
                _("“%(name)s” is not in your address book. Choose a name from the list, or tick below.")
                % {"name": typed},
            )
        choice = self.choices_of_deadline.get(data.get("when", ""))
        if choice is not None and choice.day is not None:
            data["deadline"] = choice.day
        elif choice is not None and not data.get("deadline") and "deadline" not in self.errors:
            self.add_error("deadline", _("Choose a date."))
        if "deadline" in self.fields and "deadline" not in self.errors:
            try:
                check_deadline(data.get("deadline"), today=self.today)
            except ActionRefused as refused:
                self.add_error("deadline", refused.words)
        return data

    @property
    def asks_to_add(self) -> bool:
        """Whether an unknown name was typed, so that adding it is a choice."""
        is_unknown = self.is_bound and "owner" in self.errors
        return is_unknown and not is_everybody(self.data.get(self.add_prefix("owner"), ""))


def in_words(choice: DeadlineChoice) -> str:
    """Return a quick choice with the day that it means."""
    if choice.day is None:
        return str(choice.label)
    day = date_format(choice.day, "j b Y")
    return format_html('{} <span class="console-means">{}</span>', choice.label, day)


class ActionForm(OwnerAndDate):
    """What the table agrees on, written while people speak: only *what* is required, and Enter sends it."""

    field_order = ("submission", "what", "owner", "add_owner", "when", "deadline", "statements")

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = OwnWords(
        label=gettext_lazy("What will be done?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "enterkeyhint": "done"}),
    )
    statements = forms.MultipleChoiceField(
        label=gettext_lazy("About"), required=False, widget=forms.CheckboxSelectMultiple
    )
    resident_effect = OwnWords(
        label=gettext_lazy("What does a resident notice of it?"), max_length=300, required=False
    )

    def __init__(self, *args: Any, session: GroupSession, **kwargs: Any) -> None:
        super().__init__(*args, session=session, **kwargs)
        if "statements" not in self.fields:
            return
        rows = Statement.objects.of(session.catalogue).numbered().select_related("theme").order_by("number")
        self.statements = {str(statement.pk): statement for statement in rows}
        language = get_language() or OFFICIAL_LANGUAGE
        self.fields["statements"].choices = [
            (pk, f"{one.number}. {one.short_title_in(language)}")
            for pk, one in sorted(self.statements.items(), key=self._here_first)
        ]
        self.initial.setdefault("submission", uuid4())
        self.initial.setdefault("statements", self._statements_now())

    def _here_first(self, item: tuple[str, Statement]) -> tuple[bool, int]:
        statement = item[1]
        current = self.session.current
        elsewhere = current is None or self.session.in_wrap_up or statement.theme_id != current.theme_id
        return elsewhere, statement.number

    def _statements_now(self) -> list[str]:
        """Return the statement the table is looking at."""
        shown = str(self.session.shown_statement_id or "")
        return [shown] if shown in self.statements else []

    @property
    def about(self) -> str:
        """Return what the point is about, in a few words."""
        chosen = [one for one in self["statements"].value() or [] if one in self.statements]
        if chosen:
            labels = dict(self.fields["statements"].choices)
            return ", ".join(str(labels[one]) for one in chosen)
        is_in_theme = self.session.current_id is not None and not self.session.in_wrap_up
        return _("the whole theme") if is_in_theme else _("the whole table")

    @property
    def about_statements(self) -> list[Statement]:
        return [self.statements[pk] for pk in self.cleaned_data["statements"]]


class ActionChangeForm(ActionForm):
    """Correct or complete an action point."""

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        initial = {
            "what": action.what,
            "owner": owner_of(action),
            "when": "day" if action.deadline else "",
            "deadline": action.deadline,
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("submission", "statements", "resident_effect"):
            del self.fields[name]

    def versions(self) -> list[dict[str, str]]:
        """Return what stands in the point now beside what was typed, where these differ."""
        day = self.cleaned_data.get("deadline", self["deadline"].data or "")
        typed = {"what": self["what"].data or "", "owner": self["owner"].data or "", "deadline": _said(day)}
        now = {name: _said(self.initial[name]) for name in typed}
        return [
            {"label": str(self.fields[name].label), "now": now[name], "typed": typed[name]}
            for name in typed
            if " ".join(now[name].split()) != " ".join(typed[name].split())
        ]


def _said(value: Any) -> str:
    return date_format(value, "j F Y") if isinstance(value, date) else str(value or "")


class CompleteForm(OwnerAndDate):
    """What an action point still misses, and nothing else: the field stands where the gap is told."""

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, **{"prefix": f"gap-{action.pk}", **kwargs})
        if action.has_owner:
            del self.fields["owner"], self.fields["add_owner"]
        if action.deadline is not None:
            del self.fields["when"], self.fields["deadline"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data.get("owner") and not data.get("deadline"):
            self.add_error(None, _("Choose an owner or a date."))
        return data


def owner_of(action: ActionPoint) -> str:
    """Return the owner of a point as one types it."""
    if action.owner_organisation is None:
        return ""
    name = action.owner_organisation.name
    return f"{action.owner_name}{BETWEEN}{name}" if action.owner_name else name


def with_forms(
    gaps: Sequence[Agreed], *, session: GroupSession, today: date, bound: CompleteForm | None = None
) -> list[tuple[Agreed, CompleteForm]]:
    """Return each point with a gap and the form that fills it; what was refused stays in its form."""
    return [
        (
            one,
            bound
            if bound is not None and bound.action.pk == one.action.pk
            else CompleteForm(action=one.action, session=session, today=today),
        )
        for one in gaps
    ]
