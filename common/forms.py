"""The ground of every form: NL Design System markup, plain words for each error, a limit to every text."""

from collections.abc import Iterator
from html import escape
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.functional import Promise as LazyText
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 2000
"""Characters a text may have when its field sets no limit of its own."""


class Help:
    """A question with its answer, for the layout of a form: stands below the field it is about."""

    def __init__(self, id: str, question: LazyText, text: LazyText) -> None:
        self.context = {"id": id, "question": question, "text": text}

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> str:
        return render_to_string("components/help.html", self.context)


class Folded(LayoutObject):
    """Fields that few people need, for the layout of a form: one tap away, without a script."""

    def __init__(self, summary: LazyText | str, *fields: str | Help, is_open: bool = False) -> None:
        self.summary, self.fields, self.is_open = summary, list(fields), is_open

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> str:
        fields = self.get_rendered_fields(form, context, **kwargs)
        said = {"summary": self.summary, "fields": fields, "is_open": self.is_open}
        return render_to_string("nlds/layout/folded.html", said)


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker, without seconds."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class SomeRows(forms.ModelMultipleChoiceField):
    """Some of the rows that are shown; a number that no database can hold is none of them."""

    def clean(self, value: Any) -> Any:
        shown = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}
        for one in value if isinstance(value, list | tuple) else ():
            if str(one) not in shown:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": one}
                )
        return super().clean(value)


class LongSelect(forms.Select):
    """A list of perhaps hundreds of choices, drawn at once: Django draws a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        # Each is escaped by itself: the ways of Django to put pieces together take longer than all the rest.
        options = SafeString(  # nosec B703 B308
            "".join(
                f'<option value="{escape("" if key is None else str(key))}"'
                f"{' selected' if str(key) in chosen else ''}>{escape(str(label))}</option>"
                for key, label in self.choices
            )
        )
        named = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", named, options)


class NamesOnly(ModelChoiceIterator):
    """Choices as keys and names, without an object for each row."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", self.field.shown)


class LongChoice(forms.ModelChoiceField):
    """A choice among perhaps hundreds of rows, of which only the field `shown` is read to draw them."""

    widget = LongSelect
    iterator = NamesOnly

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        self.shown = shown
        super().__init__(*args, **kwargs)


def required_text(field: forms.Field) -> Any:
    """Return the sentence for a field that must not stay empty."""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return _("Choose at least one thing for “%(label)s”.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Make a choice for “%(label)s”.")
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s” to go on.")
    return _("Fill in “%(label)s”.")


def default_text(field: forms.Field, code: str) -> Any:
    """Return what Django says for this code when the field's author said nothing."""
    declared = (vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__)
    return next((texts[code] for texts in declared if code in texts), None)


TOO_LONG = _("Use at most %(limit_value)d characters; there are %(show_value)d now.")
INVALID_TEXTS: list[tuple[type[forms.Field], Any]] = [
    (forms.EmailField, _("Fill in an e-mail address, for example name@example.nl.")),
    (forms.DateField, _("Fill in a date, for example 12-03-2027.")),
    (forms.TimeField, _("Fill in a time, for example 14:30.")),
    (forms.IntegerField, _("Fill in a whole number.")),
    (forms.URLField, _("Fill in a web address, for example https://www.example.nl.")),
]


class PlainForm(forms.BaseForm):
    """A mixin for forms: `class PartyForm(PlainForm, forms.ModelForm)`; give it first.

    The page writes the form tag, the CSRF token and the buttons; `{% crispy form %}` writes the fields and
    the error summary. Optional fields say so in their label, unless `mark_optional` is false (filters).
    """

    mark_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = capfirst(str(field.label if field.label is not None else name.replace("_", " ")))
            self._word_errors(field, label)
            self._choose_control(field)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.include_media = False
        return helper

    def _word_errors(self, field: forms.Field, label: str) -> None:
        """Say in plain words what is missing or wrong; a field's own `error_messages` win."""
        defaults = forms.Field.default_error_messages["required"]
        if field.error_messages.get("required") == defaults:
            field.error_messages["required"] = required_text(field) % {"label": label}
        field.error_messages.setdefault("max_length", TOO_LONG)
        for kind, text in INVALID_TEXTS:
            if isinstance(field, kind) and field.error_messages.get("invalid") == default_text(
                field, "invalid"
            ):
                field.error_messages["invalid"] = text

    @staticmethod
    def _choose_control(field: forms.Field) -> None:
        """Give dates and times the browser's picker, and every text an upper limit."""
        if type(field.widget) is forms.DateInput:
            field.widget = DateInput(field.widget.attrs)
        elif type(field.widget) is forms.TimeInput:
            field.widget = TimeInput(field.widget.attrs)
        if isinstance(field, forms.EmailField):
            field.widget.attrs.setdefault("autocomplete", "email")
            field.widget.attrs.setdefault("spellcheck", "false")
        is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
        if is_text and field.max_length is None:
            field.max_length = LONGEST_TEXT
            field.validators.append(MaxLengthValidator(LONGEST_TEXT))


class VerbForm(PlainForm, forms.Form):
    """A form whose verb may still refuse what was typed."""

    shown_at: ClassVar[dict[str, str]] = {}

    def refuse(self, error: ValidationError) -> None:
        """Show what a verb refused, at the field it is about or else on top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = self.shown_at.get(name, name)
            self.add_error(field if field in self.fields else None, errors)
