"""Every field for free text refuses data about residents, in words, and keeps what was typed."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

from common.own_words import OwnWords
from sessions.models import GroupSession
from sessions.stage import reopen_theme
from sessions.stepping import StepRefused
from tests.builders import FACILITATOR, NOW

LONG = 200
# A place has an address; `about` is an example on the component page; the others are no words of people, but
# what a provider of sign-ins gave, and the municipalities of a region with their codes.
NO_OWN_WORDS = {"location", "kept_tokens", "kept_logo", "about"} | {
    "issuer",
    "client_id",
    "secret",
    "domains",
    "members",
}


class NoteForm(forms.Form):
    note = OwnWords(max_length=300, required=False)


def our_forms() -> Iterator[type[forms.BaseForm]]:
    """Yield every form of the product."""
    for config in apps.get_app_configs():
        if not str(config.path).startswith(str(settings.BASE_DIR)) or ".venv" in config.path:
            continue
        for found in walk_packages([config.path], f"{config.name}."):
            if "form" in found.name and "migrations" not in found.name:
                import_module(found.name)
    waiting = [forms.BaseForm]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if not kind.__module__.startswith(("django", "allauth", "crispy", "tests")):
                yield kind


def is_prose(field: forms.Field) -> bool:
    """Return whether a field takes more than a name or a number."""
    if type(field) is not forms.CharField:
        return isinstance(field, OwnWords)
    return isinstance(field.widget, forms.Textarea) or (field.max_length or 0) >= LONG


def test_every_field_for_prose_refuses_data_about_residents() -> None:
    found = {
        (kind.__name__, name): field
        for kind in our_forms()
        for name, field in getattr(kind, "base_fields", {}).items()
        if is_prose(field)
    }
    assert {name for _form, name in found} >= {"what", "text", "reason", "goal", "note", "resident_effect"}
    plain = [key for key, field in found.items() if not isinstance(field, OwnWords)]
    assert [key for key in plain if key[1] not in NO_OWN_WORDS] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("BSN 111222333 graag", "“111222333” is"),
        ("NL91 ABNA 0417 1643 00", "“NL91 ABNA 0417 1643 00” is"),
        ("bel 06-12345678 even", "“06-12345678” is"),
    ],
)
def test_the_words_name_what_was_found_and_what_to_do(text: str, said: str) -> None:
    form = NoteForm({"note": text})
    assert not form.is_valid()
    assert said in form.errors["note"][0]
    assert form["note"].value() == text


def test_what_is_about_organisations_is_taken() -> None:
    assert NoteForm({"note": "Wij bellen elke huurder na één maand, vanaf 1-3-2027."}).is_valid()


def test_a_reason_to_reopen_holds_no_data_about_a_resident(session: GroupSession) -> None:
    theme = session.themes.first()
    with pytest.raises(StepRefused, match="resident data"):
        reopen_theme(
            session,
            theme=theme,
            reason="mevrouw, 06-12345678",
            actor=FACILITATOR,
            expected_revision=session.revision,
            now=NOW,
        )
