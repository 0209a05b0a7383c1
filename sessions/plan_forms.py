"""The form of a plan: what a session is about, when and where, and what happens with the answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Catalogue, Theme
from common.forms import Folded
from common.own_words import OwnWords

from .enums import SessionState
from .models import GroupSession
from .moment_forms import MomentForm, OneOf
from .plan_help import ANSWER_AHEAD, DATE_POLL, NAMES_IN_REPORT, THEME_ORDER
from .planning import choices_fixed
from .theme_order import order_of

AT_TABLE, AHEAD = "table", "ahead"
AT_ONCE, AFTER_TALK = "at_once", "after_talk"
TAKEN_OVER = ("title", "location", "goal", "duration_minutes", "names_in_report", "date_poll_url", "revision")


class PlanForm(MomentForm):
    """What a session is about, when and where, and what happens with the answers."""

    shown_at: ClassVar[dict[str, str]] = {"starts_at": "date", "theme_order": "theme_1"}

    goal = OwnWords(
        label=_("Goal"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should be different after this meeting? It is in the invitation."),
    )
    date_poll_url = forms.URLField(
        label=_("Link to your date poll"), max_length=500, required=False, assume_scheme="https"
    )
    answer_ahead = OneOf(
        label=_("When do participants answer?"),
        initial=AT_TABLE,
        choices=[(AT_TABLE, _("At the table, together")), (AHEAD, _("Before the meeting, on their own"))],
    )
    names_after_talk = OneOf(
        label=_("When does the big screen show names?"),
        initial=AT_ONCE,
        choices=[
            (AT_ONCE, _("Together with the answers")),
            (AFTER_TALK, _("Only after the talk about a theme")),
        ],
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
        super().__init__(*args, now=now, session=session, **kwargs)
        if session is None:
            return
        if session.state == SessionState.PLANNED:
            self.add_themes(session.catalogue, order_of(session))
        if choices_fixed(session):
            for name in ("answer_ahead", "names_after_talk", "names_in_report"):
                self.fields[name].disabled = True

    def add_themes(self, catalogue: Catalogue, order: Sequence[int]) -> None:
        """Ask for each place in the order which theme stands there."""
        themes = list(catalogue.themes.filter(is_overall=False).order_by("position"))
        choices = [(theme.pk, _name(theme)) for theme in themes]
        for place, pk in enumerate(order or [theme.pk for theme in themes], start=1):
            self.fields[f"theme_{place}"] = OneOf(
                label=_("Theme %(place)d") % {"place": place},
                widget=forms.Select,
                coerce=int,
                choices=choices,
                initial=pk,
            )

    @property
    def theme_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith("theme_")]

    def keeps_its_moment(self, starts_at: datetime) -> bool:
        return self.session is not None and starts_at == self.session.starts_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [cleaned[name] for name in self.theme_fields if name in cleaned]
        for place, name in enumerate(self.theme_fields):
            if name in cleaned and cleaned[name] in chosen[:place]:
                self.add_error(name, _("This theme has a place already. Choose another one here."))
                break
        return cleaned

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("About this session"), "title", "goal"), self.when(), self.answers(), "revision"
        )
        return helper

    def when(self) -> Fieldset:
        rows = Row("date", "time"), Row("duration_minutes", "location")
        return Fieldset(_("When and where"), *rows, "date_poll_url", DATE_POLL)

    def answers(self) -> Fieldset:
        parts: list[Any] = ["answer_ahead", ANSWER_AHEAD, "names_after_talk"]
        parts += ["names_in_report", NAMES_IN_REPORT]
        if self.theme_fields:
            is_wrong = any(name in self.errors for name in self.theme_fields)
            fields = (*self.theme_fields, THEME_ORDER)
            parts.append(Folded(_("Another order of the themes"), *fields, is_open=is_wrong))
        return Fieldset(_("The answers"), *parts)

    def plan(self) -> dict[str, Any]:
        """Return what the verb wants."""
        said = self.cleaned_data
        wanted = ("title", "starts_at", "location", "goal", "duration_minutes", "names_in_report")
        return {
            **{name: said[name] for name in (*wanted, "date_poll_url")},
            "answer_ahead": said["answer_ahead"] == AHEAD,
            "names_after_talk": said["names_after_talk"] == AFTER_TALK,
            "theme_order": [said[name] for name in self.theme_fields],
        }

    @staticmethod
    def typed_from(session: GroupSession) -> dict[str, Any]:
        """Return the form's values for a session that is there."""
        starts_at = timezone.localtime(session.starts_at)
        return {
            **{name: getattr(session, name) for name in TAKEN_OVER},
            "answer_ahead": AHEAD if session.answer_ahead else AT_TABLE,
            "names_after_talk": AFTER_TALK if session.names_after_talk else AT_ONCE,
            "date": starts_at.date(),
            "time": starts_at.time(),
        }


def _name(theme: Theme) -> str:
    return theme.title_in(get_language() or "nl")
