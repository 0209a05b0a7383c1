"""Template tags of the crispy-forms pack in templates/nlds: a widget with the classes of its component."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Widget, "utrecht-textbox utrecht-textbox--html-input"),
]


def classes_of(bound: BoundField) -> str:
    """Return the component's classes for this field, with those the form gave and the invalid state."""
    widget = bound.field.widget
    component = next(css for kind, css in CLASSES if isinstance(widget, kind))
    invalid = f"{component.split()[0]}--invalid" if bound.errors else ""
    return " ".join(css for css in (component, widget.attrs.get("class", ""), invalid) if css)


@register.simple_tag
def nlds_widget(bound: BoundField) -> SafeString:
    """Render the field's control."""
    return bound.as_widget(attrs={"class": classes_of(bound)})


@register.simple_tag
def nlds_option(option: BoundWidget, bound: BoundField) -> SafeString:
    """Render the control of one choice of a group."""
    option.data["attrs"]["class"] = classes_of(bound)
    return option.tag()


@register.filter
def is_checkbox(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, forms.CheckboxInput)


@register.filter
def is_optional(bound: BoundField) -> bool:
    """Tell whether the label must say that this field may stay empty; a form of filters says it nowhere."""
    marked = getattr(bound.form, "mark_optional", True)
    return marked and not bound.field.required and not is_checkbox(bound)


@register.filter
def error_links(form: forms.BaseForm) -> list[dict[str, Any]]:
    """List each error with the id of the control that mends it, in the order of the page."""
    links = [{"target": "", "text": text} for text in form.non_field_errors()]
    for bound in form:
        if bound.is_hidden:
            links += [{"target": "", "text": text} for text in bound.errors]
            continue
        group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        target = f"{bound.auto_id}_0" if group else bound.id_for_label
        links += [{"target": target, "text": text} for text in bound.errors]
    return links
