"""A version that mends spelling says every word of it; whatever may change the question is refused."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from catalogue import publishing
from catalogue.correcting import corrections_of
from catalogue.loading import load_catalogue
from catalogue.models import Catalogue, PublishedCatalogue, Statement
from catalogue.reading import CatalogueFileError
from catalogue.versions import current_catalogue, versions_beside

from .test_loading import Content, statement

WRONG = {"where": "statement 8", "was": "bijvoorbeeld", "now": "hijvoorbeeld"}


def eight(content: Content) -> Content:
    return statement(content, 8)["terms"][0]["definition"]


def version(
    content: Content, number: int, *, of: int, was: str, now: str, where: str = "statement 8"
) -> Content:
    """Return the content as a correction, with the word replaced in the Dutch definition at statement 8."""
    eight(content)["nl"] = eight(content)["nl"].replace(was, now)
    corrected = {"where": "statement 8", "was": was, "now": now}
    return {**content, "version": number, "corrects": of, "corrections": [corrected]}


@pytest.fixture
def mended(catalogue: Catalogue, content: Content, now: datetime) -> Catalogue:
    said = version(content, 2, of=1, was="bijvoorbeeld", now="bij voorbeeld")
    return load_catalogue(content=said, now=now).catalogue


def test_a_correction_is_kept_with_the_version_and_told(mended: Catalogue) -> None:
    assert current_catalogue() == mended
    (one,) = corrections_of(mended)
    assert str(one) == "statement 8: “bijvoorbeeld” became “bij voorbeeld”"
    mended.corrections = []
    with pytest.raises(PublishedCatalogue):
        mended.save()


def test_it_asks_the_same_and_another_version_does_not(
    catalogue: Catalogue, mended: Catalogue, content: Content, now: datetime
) -> None:
    back = version(content, 3, of=2, was="bij voorbeeld", now="bijvoorbeeld")
    third = load_catalogue(content=back, now=now).catalogue
    statement(content, 6)["text"]["nl"] += " Soms."
    other = {**content, "version": 4, "corrects": 3, "corrections": []}
    with pytest.raises(CatalogueFileError, match="statement 6: its text differs by more"):
        load_catalogue(content=other, now=now)
    apart = load_catalogue(content={**content, "version": 4}, now=now).catalogue
    versions = versions_beside(catalogue.pk)
    assert versions.ask_the_same(catalogue.pk, third.pk) and versions.ask_the_same(third.pk, mended.pk)
    assert not versions.ask_the_same(catalogue.pk, apart.pk)
    assert not versions.ask_the_same(catalogue.pk, 0)
    told = versions.corrected_between(third.pk, catalogue.pk)
    assert [one.now for one in told] == ["bij voorbeeld", "bijvoorbeeld"]
    assert versions.corrected_between(third.pk, third.pk) == []


@pytest.mark.parametrize(
    ("was", "now_reads"),
    [
        ("signalen", "signalen niet"),
        ("een", "geen"),
        ("bijvoorbeeld", "altijd"),
        ("bijvoorbeeld", ""),
        ("", "bijvoorbeeld"),
        ("huurachterstand", "betalingsachterstand"),
    ],
)
def test_what_may_change_the_question_is_refused(
    catalogue: Catalogue, content: Content, now: datetime, was: str, now_reads: str
) -> None:
    said = version(content, 2, of=1, was=was or "\0", now=now_reads)
    said["corrections"][0]["was"] = was
    with pytest.raises(CatalogueFileError, match="may change what is asked|stands nowhere"):
        load_catalogue(content=said, now=now)
    assert current_catalogue() == catalogue


def test_the_control_without_the_check_another_question_would_be_called_spelling(
    catalogue: Catalogue, content: Content, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "problems_of_correction", lambda draft: ())
    said = version(content, 2, of=1, was="een", now="geen")
    newer = load_catalogue(content=said, now=now).catalogue
    assert versions_beside(catalogue.pk).ask_the_same(catalogue.pk, newer.pk)


def scope(content: Content) -> None:
    statement(content, 8)["scope"] = "table"


def may_skip(content: Content) -> None:
    statement(content, 8)["allows_not_applicable"] = True


def scale(content: Content) -> None:
    content["scale_max"] = 5


def english(content: Content) -> None:
    statement(content, 8)["text"]["en"] = statement(content, 8)["text"]["en"].replace("organisation", "team")


def introduction(content: Content) -> None:
    content["themes"][1]["introduction"]["nl"] += " Denk ook aan uzelf."


@pytest.mark.parametrize("change", [scope, may_skip, scale, english, introduction])
def test_more_than_what_is_said_is_refused(
    catalogue: Catalogue, content: Content, now: datetime, change: Any
) -> None:
    change(content)
    said = version(content, 2, of=1, was="bijvoorbeeld", now="bij voorbeeld")
    with pytest.raises(CatalogueFileError, match="another list|differs by more"):
        load_catalogue(content=said, now=now)
    assert not Statement.objects.exclude(theme__catalogue=catalogue).exists()


def test_advice_notes_and_questions_for_the_table_are_no_part_of_what_is_asked(
    catalogue: Catalogue, content: Content, now: datetime
) -> None:
    content["advice"][0]["summary"]["nl"] = "Iets anders."
    statement(content, 8)["questions"]["nl"][0] = "Wie begint?"
    said = version(content, 2, of=1, was="bijvoorbeeld", now="bij voorbeeld")
    assert load_catalogue(content=said, now=now).catalogue.corrects == catalogue


@pytest.mark.parametrize(
    "said",
    [
        {"corrects": 2},
        {"corrects": 7},
        {"corrects": "1"},
        {"corrects": True},
        {"corrects": 1, "corrections": "bijvoorbeeld"},
        {"corrects": 1, "corrections": [{"where": "statement 8"}]},
        {"corrects": 1, "corrections": [{**WRONG, "why": "spelling"}]},
        {"corrects": 1, "corrections": [{**WRONG, "now": 8}]},
        {"corrects": 1, "corrections": [WRONG]},
        {"corrects": 1, "corrections": []},
        {"corrects": 1},
        {"corrections": [WRONG]},
        {"corrects": 1, "corrections": [{**WRONG, "where": "statement 99"}]},
    ],
)
def test_a_wrong_correction_is_refused_in_words(
    catalogue: Catalogue, content: Content, now: datetime, said: dict[str, Any]
) -> None:
    with pytest.raises(CatalogueFileError, match="correct|stands nowhere there"):
        load_catalogue(content={**content, "version": 2, **said}, now=now)
    assert current_catalogue() == catalogue


def test_the_command_tells_what_was_mended(
    catalogue: Catalogue, content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nieuw.yaml"
    said = version(content, 2, of=1, was="bijvoorbeeld", now="bij voorbeeld")
    path.write_text(yaml.safe_dump(said, allow_unicode=True))
    call_command("load_catalogue", str(path))
    assert "asks the same as version 1 (statement 8: “bijvoorbeeld” became “bij voorbeeld”)" in (
        capsys.readouterr().out
    )
