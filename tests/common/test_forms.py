"""The forms: plain words for what is wrong, and markup that ties words to controls."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual

from common.forms import LONGEST_TEXT, LongSelect, PlainForm


class Plan(PlainForm, forms.Form):
    title = forms.CharField(label="Title", max_length=20, help_text="Stands on the big screen.")
    day = forms.DateField(label="Day")
    start = forms.TimeField(label="Start")
    mail = forms.EmailField(label="Mail")
    report = forms.ChoiceField(
        label="Report", choices=[("names", "With names"), ("totals", "Totals")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    rehearsal = forms.BooleanField(label="Rehearsal", required=False)


GOOD = {"title": "Talk", "day": "2027-03-12", "start": "14:30", "mail": "a@example.nl", "report": "names"}


def rendered(form: forms.BaseForm) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Fill in “Title”."),
        ("title", "x" * 21, "Use at most 20 characters; there are 21 now."),
        ("day", "31-31-2027", "Fill in a date, for example 12-03-2027."),
        ("start", "25:00", "Fill in a time, for example 14:30."),
        ("mail", "a@b", "Fill in an e-mail address, for example name@example.nl."),
        ("report", "", "Make a choice for “Report”."),
        ("note", "x" * (LONGEST_TEXT + 1), "Use at most 2000 characters; there are 2001 now."),
    ],
)
def test_each_mistake_has_a_sentence_of_its_own(field: str, value: str, sentence: str) -> None:
    form = Plan({**GOOD, field: value})
    assert form.errors == {field: [sentence]}


def test_a_field_may_word_its_own_error() -> None:
    class Named(PlainForm, forms.Form):
        name = forms.CharField(error_messages={"required": "Who are you?"})

    assert Named({}).errors["name"] == ["Who are you?"]


def test_wording_one_form_leaves_the_others_alone() -> None:
    Plan({**GOOD, "mail": "x"}).errors  # noqa: B018
    assert forms.EmailField().error_messages.get("invalid") is None
    with pytest.raises(forms.ValidationError, match="Enter a valid email address"):
        forms.EmailField().clean("x")


def test_help_and_error_are_tied_to_the_control() -> None:
    html = rendered(Plan({**GOOD, "title": "x" * 21}))
    control = re.search(r"<input[^>]*id=\"id_title\"[^>]*>", html)[0]
    assert 'aria-describedby="id_title_helptext id_title_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_title_helptext"' in html and 'id="id_title_error"' in html
    assert '<label class="utrecht-form-label" for="id_title">' in html


def test_the_summary_links_to_the_control_that_mends_it() -> None:
    html = rendered(Plan({**GOOD, "title": "", "report": ""}))
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert targets == ["id_title", "id_report_0"]
    assert all(f'id="{target}"' in html for target in targets)
    assert "Please correct 2 things" in html


def test_no_summary_without_errors() -> None:
    assert "data-error-summary" not in rendered(Plan())


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = Plan(GOOD)
    form.add_error(None, "The room is taken.")
    assert "<li>The room is taken.</li>" in rendered(form)


def test_only_optional_fields_say_so() -> None:
    html = rendered(Plan())
    assert html.count("(optional)") == 1
    assert re.search(r'for="id_note">Note <span class="app-optional">\(optional\)</span>', html)


def test_a_form_of_filters_marks_nothing() -> None:
    class Filter(PlainForm, forms.Form):
        mark_optional = False
        words = forms.CharField(required=False)

    assert "(optional)" not in rendered(Filter())


def test_every_control_wears_its_component() -> None:
    html = rendered(Plan({**GOOD, "title": ""}))
    assert "utrecht-textbox--invalid" in re.search(r'<input[^>]*id="id_title"[^>]*>', html)[0]
    assert "utrecht-textarea" in re.search(r"<textarea[^>]*>", html)[0]
    assert html.count('class="utrecht-radio-button') == 2
    assert "utrecht-checkbox" in re.search(r'<input[^>]*id="id_rehearsal"[^>]*>', html)[0]


def test_dates_and_times_use_the_pickers_of_the_browser() -> None:
    html = rendered(Plan(GOOD))
    assert re.search(r'<input type="date" name="day" value="2027-03-12"', html)
    assert re.search(r'<input type="time" name="start" value="14:30"', html)


def test_what_was_typed_is_shown_again_as_text() -> None:
    html = rendered(Plan({**GOOD, "title": '"><script>alert(1)</script>'}))
    assert "<script>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_a_long_list_says_what_one_of_django_says() -> None:
    choices = [("", "alles"), ("1", "Eén <b>&</b>"), ("2", "Twee")]
    for value in (None, "", "2", 1, "9"):
        drawn = [
            widget(choices=choices).render(
                "wie", value, {"id": "id_wie", "class": "breed", "required": False}
            )
            for widget in (LongSelect, forms.Select)
        ]
        assertHTMLEqual(*drawn)
