"""The product's own texts stay under the limits, and the report notices when one does not."""

from pathlib import Path

import pytest

from language.report import lines_of, report_of
from language.rules import FOLDER, Allowed, RuleFileError, Rules, rules_of
from language.texts import Mapping, Text, all_texts

CLEAN = Text("template", "templates/page.html", "Vul uw code in.")
PLANTED = {
    "long sentence": "Als u straks aan tafel zit en de gespreksleider een thema opent, dan leest u eerst "
    "rustig waar dit thema over gaat.",
    "hard word": "Neem derhalve uw telefoon mee.",
    "passive": "De antwoorden worden straks getoond.",
    "address": "Men antwoordt op de telefoon.",
}


def with_exceptions(*allowed: Allowed) -> Rules:
    rules = rules_of()
    return Rules(rules.limits, rules.better_words, rules.own_words, list(allowed))


def test_the_texts_of_the_product_stay_under_the_limits() -> None:
    report = report_of(all_texts(), rules_of())
    assert report.failures == 0, "\n".join(lines_of(report, everything=False))


@pytest.mark.parametrize("check", PLANTED)
def test_one_planted_sentence_turns_it_red(check: str) -> None:
    rules = with_exceptions()
    assert report_of(Mapping([CLEAN], [], []), rules).failures == 0
    planted = Text("template", "templates/page.html", PLANTED[check])
    report = report_of(Mapping([CLEAN, planted], [], []), rules)
    assert [finding.check for finding in report.files[0].findings] == [check]
    told = "\n".join(lines_of(report, everything=False))
    assert "templates/page.html" in told and PLANTED[check] in told and "1 to rewrite" in told


def test_a_text_that_no_file_shows_turns_it_red() -> None:
    report = report_of(Mapping([CLEAN], ["Left behind"], ["Not in Dutch"]), with_exceptions())
    assert report.amiss == ["no file shows this text: Left behind", "no Dutch for: Not in Dutch"]


def test_an_exception_covers_what_it_names_and_nothing_else() -> None:
    allowed = Allowed("passive", "templates/*.html", "straks getoond", "it is a test")
    planted = [Text("template", "templates/page.html", PLANTED[check]) for check in ("passive", "address")]
    report = report_of(Mapping(planted, [], []), with_exceptions(allowed))
    assert [finding.check for finding in report.files[0].findings] == ["address"]
    assert report.allowed == 1


def test_an_exception_that_nothing_needs_turns_it_red() -> None:
    allowed = Allowed("passive", "templates/*.html", "straks getoond", "it is a test")
    report = report_of(Mapping([CLEAN], [], []), with_exceptions(allowed))
    assert len(report.amiss) == 1 and "exception without use" in report.amiss[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("exceptions.yaml", "exceptions:\n  - {check: passive, file: '*', text: getoond}\n"),
        ("exceptions.yaml", "exceptions:\n  - {check: passive, file: '*', text: getoond, reason: ' '}\n"),
        ("limits.yaml", "limits:\n  words in a sentence: {limit: 18}\nown_words: []\n"),
    ],
)
def test_a_limit_or_an_exception_without_a_reason_is_refused(tmp_path: Path, name: str, content: str) -> None:
    for file in FOLDER.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    rules_of(tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(RuleFileError, match=r"reason"):
        rules_of(tmp_path)


def test_demo_people_may_speak_as_people_do() -> None:
    demo = Text("demo", "stories/one.yaml", PLANTED["passive"])
    assert report_of(Mapping([demo], [], []), with_exceptions()).failures == 0
    demo = Text("demo", "stories/one.yaml", PLANTED["long sentence"])
    assert report_of(Mapping([demo], [], []), with_exceptions()).failures == 1
