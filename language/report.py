"""Looks at every text, takes off what is allowed, and says per file what is left."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .checks import Finding, Measure, look_at, look_at_whole, measure
from .rules import Rules
from .sentences import sentences_of
from .texts import Mapping, Text

ORDER = ("mail", "template", "code", "catalogue", "README", "demo")
# Invented people speak as people do: only what hinders reading counts.
CHECKS_OF_DEMO = {"long sentence", "English"}


@dataclass(frozen=True)
class FileReport:
    """One file: how it reads and what to rewrite."""

    kind: str
    file: str
    measure: Measure
    findings: list[Finding]


@dataclass
class Report:
    """All files, and what is wrong with the lists themselves."""

    files: list[FileReport] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)
    allowed: int = 0

    @property
    def failures(self) -> int:
        return len(self.amiss) + sum(len(file.findings) for file in self.files)


def report_of(mapping: Mapping, rules: Rules) -> Report:
    """Look at everything; a text without a file and an exception without use are faults too."""
    report, used = Report(), set()
    per_file: dict[tuple[str, str], list[str]] = {}
    for text in sorted(mapping.texts, key=_place):
        per_file.setdefault((text.kind, text.file), []).append(text.dutch)
    for (kind, file), texts in per_file.items():
        one = _look(kind, file, texts, rules)
        kept = []
        for finding in one.findings:
            covering = [
                item
                for item in rules.exceptions
                if item.covers(finding.check, file, finding.text or finding.what)
            ]
            used.update(covering)
            report.allowed += bool(covering)
            if not covering:
                kept.append(finding)
        report.files.append(FileReport(kind, file, one.measure, kept))
    report.amiss += [f"no file shows this text: {text}" for text in mapping.unmapped]
    report.amiss += [f"no Dutch for: {text}" for text in mapping.untranslated]
    report.amiss += [
        f"exception without use: {item.check}, {item.file}, {item.text}"
        for item in rules.exceptions
        if item not in used
    ]
    return report


def _look(kind: str, file: str, texts: list[str], rules: Rules) -> FileReport:
    sentences = [sentence for text in dict.fromkeys(texts) for sentence in sentences_of(text)]
    measured = measure(sentences, rules)
    light = kind == "demo"
    found = [
        finding
        for sentence in sentences
        for finding in look_at(sentence, rules, checks=CHECKS_OF_DEMO if light else None)
    ]
    return FileReport(kind, file, measured, found if light else [*found, *look_at_whole(measured, rules)])


def lines_of(report: Report, *, everything: bool = True) -> Iterator[str]:
    """Yield the report for a terminal: a line per file with what is wrong below it."""
    for file in report.files:
        if everything or file.findings:
            yield f"{file.file}: {_told(file.measure)}"
        for finding in file.findings:
            yield f"    {finding.check}: {finding.what}"
            if finding.text:
                yield f"        {finding.text}"
    yield from report.amiss
    yield _summary(report)


def _told(one: Measure) -> str:
    if not one.sentences:
        return "labels only"
    return (
        f"{one.sentences} sentence{'s' * (one.sentences > 1)}, {one.average:.1f} words each, longest "
        f"{one.longest}, long words {one.long_words:.0%}, reading ease {one.ease:.0f}"
    )


def _summary(report: Report) -> str:
    whole = sum(file.measure.sentences for file in report.files)
    words = sum(file.measure.sentences * file.measure.average for file in report.files)
    average = words / whole if whole else 0
    return (
        f"{len(report.files)} files, {whole} sentences of {average:.1f} words: "
        f"{report.failures} to rewrite, {report.allowed} allowed for a reason"
    )


def _place(text: Text) -> tuple[int, str]:
    return ORDER.index(text.kind), text.file
