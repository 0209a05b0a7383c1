"""Loading twice changes nothing; a change needs a new version; a wrong file says where it is wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from catalogue.loading import catalogue_files, load_catalogue
from catalogue.models import Catalogue, PartyKind, Statement
from catalogue.reading import CatalogueFileError, read_file
from catalogue.versions import current_catalogue

from .test_published import everything

Content = dict[str, Any]


def statement(content: Content, number: int) -> Content:
    """Find a statement in the content of a file."""
    return next(one for theme in content["themes"] for one in theme["statements"] if one["number"] == number)


def test_the_first_load_publishes(empty: None, content: Content, now: datetime) -> None:
    loaded = load_catalogue(content=content, now=now)
    assert loaded.is_new
    assert current_catalogue() == loaded.catalogue
    assert (loaded.catalogue.is_published, loaded.catalogue.published_at) == (True, now)


def test_without_a_published_set_there_is_no_current_one(empty: None) -> None:
    with pytest.raises(Catalogue.DoesNotExist):
        current_catalogue()


def test_a_second_load_changes_nothing(catalogue: Catalogue, content: Content, now: datetime) -> None:
    before = everything()
    loaded = load_catalogue(content=content, now=now + timedelta(days=1))
    assert (loaded.catalogue, loaded.is_new) == (catalogue, False)
    assert everything() == before


def test_a_changed_file_must_raise_its_version(catalogue: Catalogue, content: Content, now: datetime) -> None:
    before = everything()
    statement(content, 8)["text"]["nl"] += " Extra."
    with pytest.raises(CatalogueFileError, match="Raise `version` in the file to 2"):
        load_catalogue(content=content, now=now)
    assert everything() == before


def test_a_higher_version_stands_beside_the_old_one(
    catalogue: Catalogue, content: Content, now: datetime
) -> None:
    content["version"] = 2
    statement(content, 8)["text"]["nl"] += " Extra."
    newer = load_catalogue(content=content, now=now).catalogue
    assert current_catalogue() == newer
    assert Statement.objects.of(newer).get(number=8).text.endswith("Extra.")
    assert not Statement.objects.of(catalogue).get(number=8).text.endswith("Extra.")
    assert [one.version for one in Catalogue.objects.published().order_by("version")] == [1, 2]


def test_after_a_correction_the_old_file_still_loads_as_no_change(
    catalogue: Catalogue, content: Content, now: datetime
) -> None:
    newer = {**content, "version": 3}
    assert load_catalogue(content=newer, now=now).is_new
    loaded = load_catalogue(content=content, now=now)
    assert (loaded.catalogue, loaded.is_new) == (catalogue, False)
    assert current_catalogue().version == 3
    with pytest.raises(CatalogueFileError, match="to 4"):
        load_catalogue(content={**content, "version": 2}, now=now)


def no_english(content: Content) -> None:
    del statement(content, 6)["text"]["en"]


def empty_text(content: Content) -> None:
    statement(content, 6)["text"]["nl"] = " "


def unknown_name(content: Content) -> None:
    statement(content, 6)["colour"] = "red"


def unknown_scope(content: Content) -> None:
    statement(content, 6)["scope"] = "everybody"


def bold_without_definition(content: Content) -> None:
    del statement(content, 8)["terms"]


def definition_without_bold(content: Content) -> None:
    statement(content, 8)["text"]["en"] = "My organisation knows signals."


def number_left_out(content: Content) -> None:
    content["themes"][2]["statements"].pop()


def number_twice(content: Content) -> None:
    statement(content, 7)["number"] = 6


def theme_left_out(content: Content) -> None:
    content["themes"][4]["position"] = 5


def empty_theme(content: Content) -> None:
    content["themes"][4]["statements"] = []


def advice_for_unknown_theme(content: Content) -> None:
    content["advice"][0]["themes"] = ["weer"]


def advice_for_no_theme(content: Content) -> None:
    content["advice"][0]["themes"] = []


def no_questions(content: Content) -> None:
    statement(content, 6)["questions"] = {"nl": [], "en": []}


def question_not_translated(content: Content) -> None:
    statement(content, 6)["questions"]["en"].pop()


def questions_in_one_text(content: Content) -> None:
    statement(content, 6)["questions"] = {"nl": "Wie?", "en": "Who?"}


def one_label(content: Content) -> None:
    statement(content, 6)["min_label"] = {"nl": "nooit", "en": "never"}


def falling_scale(content: Content) -> None:
    content["scale_max"] = -1


def published_by_itself(content: Content) -> None:
    content["state"] = "published"


def version_is_text(content: Content) -> None:
    content["version"] = "1"


def themes_are_no_list(content: Content) -> None:
    content["themes"] = {"nl": "een", "en": "one"}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (no_english, "statement 6: text needs nl and en"),
        (empty_text, "statement 6"),
        (unknown_name, "statement 6: .*colour"),
        (unknown_scope, "statement 6: .*everybody"),
        (bold_without_definition, r"statement 8: marked words \(nl\) \['signalen'\] differ"),
        (definition_without_bold, r"statement 8: marked words \(en\) \[\] differ"),
        (number_left_out, "statements should count from 1"),
        (number_twice, "statement 6"),
        (theme_left_out, "themes should count from 1"),
        (empty_theme, "theme professionaliteit has no statements"),
        (advice_for_unknown_theme, "there is no theme weer"),
        (advice_for_no_theme, "belongs to no theme"),
        (no_questions, "statement 6: .*questions"),
        (question_not_translated, "statement 6: there should be as many questions"),
        (questions_in_one_text, "statement 6: the questions .* list"),
        (one_label, "statement 6: labels of its own"),
        (falling_scale, "catalogue_scale_rises"),
        (published_by_itself, "state"),
        (version_is_text, "whole number as version"),
        (themes_are_no_list, "themes should be a list"),
    ],
)
def test_a_wrong_file_says_where_and_leaves_nothing_behind(
    empty: None, content: Content, now: datetime, spoil: Callable[[Content], None], message: str
) -> None:
    spoil(content)
    with pytest.raises(CatalogueFileError, match=message):
        load_catalogue(content=content, now=now)
    assert not Catalogue.objects.exists()


@pytest.mark.parametrize("text", ["- alleen\n- een lijst\n", "slug: [open", "\x00", ""])
def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(text)
    with pytest.raises(CatalogueFileError, match=r"set\.yaml"):
        read_file(path=path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFileError, match=r"weg\.yaml cannot be read"):
        read_file(path=tmp_path / "weg.yaml")


def test_the_command_says_what_it_did(empty: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalogue")
    assert capsys.readouterr().out.splitlines() == [
        f"Party kinds: {PartyKind.objects.count()} changed.",
        "Digitale gesprekshulp 2020, version 1: published.",
    ]
    before = everything()
    call_command("load_catalogue")
    assert capsys.readouterr().out.splitlines() == [
        "Party kinds: no change.",
        "Digitale gesprekshulp 2020, version 1: no change.",
    ]
    assert everything() == before


def test_the_command_loads_a_named_file_and_explains_a_refusal(
    catalogue: Catalogue, content: Content, tmp_path: Path
) -> None:
    path = tmp_path / "nieuw.yaml"
    content["title"]["nl"] = "Andere titel"
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    with pytest.raises(CommandError, match="Raise `version`"):
        call_command("load_catalogue", str(path))
    content["version"] = 2
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    call_command("load_catalogue", str(path))
    assert current_catalogue().title == "Andere titel"


def test_only_sets_of_statements_are_loaded_as_such() -> None:
    assert [path.name for path in catalogue_files()] == ["digitale-gesprekshulp-2020.yaml"]
