"""Where the Dutch texts are: what code and templates say, the catalogue, the demo and the README."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import yaml

ROOT = Path(__file__).resolve().parent.parent
DUTCH = Path("locale/nl/LC_MESSAGES/django.po")
# As `makemessages` is told in tests/architecture/test_translations.py.
LEFT_OUT = {"node_modules", "var", "tests", "benchmarks", "docs", "static", "locale", "language"}
TEMPLATES = {".html", ".txt", ".svg"}
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3",
    "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3",
)  # fmt: skip
# Word for word from their sources, so not ours to rewrite; short titles, questions, summaries and notes are.
VERBATIM = {"introduction", "text", "word", "definition", "heading"}


@dataclass(frozen=True)
class Text:
    """One Dutch text and the file that shows it."""

    kind: str
    file: str
    dutch: str


@dataclass(frozen=True)
class Mapping:
    """The texts per file, and what could not be brought together."""

    texts: list[Text]
    unmapped: list[str]
    untranslated: list[str]


def all_texts(root: Path = ROOT) -> Mapping:
    """Return every Dutch text of the product, but the verbatim ones."""
    mapped = translated_texts(root)
    rest = [*catalogue_texts(root), *demo_texts(root), *readme_texts(root)]
    return Mapping([*mapped.texts, *rest], mapped.unmapped, mapped.untranslated)


def translated_texts(root: Path = ROOT) -> Mapping:
    """Bring each English sentence of the sources together with its Dutch."""
    dutch = {entry.msgid: entry for entry in polib.pofile(str(root / DUTCH))}
    texts, seen, untranslated = [], set(), []
    for entry in extracted(root):
        seen.add(entry.msgid)
        forms = _forms(dutch.get(entry.msgid))
        if not forms:
            untranslated.append(entry.msgid)
        for file in dict.fromkeys(file for file, _line in entry.occurrences):
            texts += [Text(_kind(file), file, form) for form in forms]
    return Mapping(texts, sorted(set(dutch) - seen), sorted(untranslated))


def _forms(entry: polib.POEntry | None) -> list[str]:
    """Return the Dutch of a sentence, singular and plural; nothing when a form is missing."""
    if entry is None:
        return []
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return forms if all(forms) else []


def extracted(root: Path) -> polib.POFile:
    """Return the English sentences of all sources with the files they stand in."""
    # Imported here: it is Django's own way to make a template readable for xgettext, and needs settings.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vroegsignalering.settings")
    from django.utils.translation import templatize

    with tempfile.TemporaryDirectory() as folder:
        files = []
        for path in sources(root):
            name = path.relative_to(root)
            copy = Path(folder) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix in TEMPLATES:
                copy.write_text(
                    templatize(path.read_text(encoding="utf-8"), origin=str(name)), encoding="utf-8"
                )
            else:
                shutil.copyfile(path, copy)
            files.append(str(name))
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-wrap", "--output=texts.pot"]
        command += [f"--keyword={keyword}" for keyword in KEYWORDS]
        subprocess.run(
            [*command, "--files-from=-"],
            cwd=folder,
            input="\n".join(files),
            text=True,
            check=True,
            capture_output=True,
        )
        return polib.pofile(f"{folder}/texts.pot")


def sources(root: Path) -> Iterator[Path]:
    """Yield the code and templates that may hold texts."""
    for folder, names, files in os.walk(root):
        here = Path(folder)
        if here == root:
            names[:] = [name for name in names if name not in LEFT_OUT and not name.startswith(".")]
        names[:] = sorted(name for name in names if name not in {"__pycache__", "migrations"})
        yield from (here / name for name in sorted(files) if Path(name).suffix in TEMPLATES | {".py"})


def catalogue_texts(root: Path = ROOT) -> list[Text]:
    """Return what we wrote in the catalogue: all Dutch but the verbatim texts."""
    return [text for is_verbatim, text in _catalogue(root) if not is_verbatim]


def verbatim_texts(root: Path = ROOT) -> list[str]:
    """Return the statements, definitions, introductions and advice, which no check looks at."""
    return [text.dutch for is_verbatim, text in _catalogue(root) if is_verbatim]


def _catalogue(root: Path) -> Iterator[tuple[bool, Text]]:
    for path in sorted((root / "catalogue" / "data").glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        file = str(path.relative_to(root))
        for trail, dutch in _dutch_in(content):
            yield _is_verbatim(trail, content), Text("catalogue", file, dutch)


def _dutch_in(node: Any, trail: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each Dutch text with the names that lead to it; the advice's text is Dutch without saying so."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "text" and isinstance(value, str):
                yield (*trail, name), value
            elif name == "nl":
                for said in value if isinstance(value, list) else [value]:
                    yield trail, said
            else:
                yield from _dutch_in(value, (*trail, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _dutch_in(value, (*trail, number))


def _is_verbatim(trail: tuple[str | int, ...], content: dict[str, Any]) -> bool:
    """Tell a text of the sources; of the overall theme that is only its question, from the online tool."""
    name = trail[-1]
    if trail[0] == "themes" and content["themes"][trail[1]].get("is_overall"):
        return name == "text"
    is_title = name == "title" and trail[0] in {"themes", "advice"}
    return trail[0] in {"themes", "advice"} and (name in VERBATIM or is_title)


def demo_texts(root: Path = ROOT) -> list[Text]:
    """Return what the invented people of the demo say."""
    folder = root / "vroegsignalering" / "demo" / "stories"
    return [
        Text("demo", str(path.relative_to(root)), said)
        for path in sorted(folder.glob("*.yaml"))
        for said in _strings(yaml.safe_load(path.read_text(encoding="utf-8")))
        if " " in said and not re.fullmatch(r"[\d .|?n]+", said)
    ]


def readme_texts(root: Path = ROOT) -> list[Text]:
    """Return the Dutch part of the README."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    part = re.search(r"^## Samenvatting\n(.+?)^## ", readme, re.MULTILINE | re.DOTALL)
    blocks = re.split(r"\n\s*\n|\n\* ", part[1]) if part else []
    return [Text("README", "README.md", re.sub(r"[*`_]", "", block)) for block in blocks if block.strip()]


def _strings(node: Any) -> Iterator[str]:
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    for value in values:
        yield from [value] if isinstance(value, str) else _strings(value)


def _kind(file: str) -> str:
    if not file.startswith("templates/"):
        return "code"
    return "mail" if file.startswith(("templates/mail/", "templates/account/email/")) else "template"
