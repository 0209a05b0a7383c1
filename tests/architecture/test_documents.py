"""The documents speak of what is there: paths, tests, links, commands, settings and classes."""

import ast
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
APPS = sorted(path.parent for path in ROOT.glob("*/apps.py"))
# Folders of the running system, which no clone holds.
MADE_BY_RUNNING = (".venv/", ".venv-security/", "var/")

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
PATH = re.compile(r"\.?\w[\w.-]*(?:/[\w.-]+)*(?:/|\.(?:py|md|yml|yaml|toml|json|html|js|css|txt|svg))")
TABLE_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
SUPPORTED = re.compile(r"^\| ([\d.]+) \| yes \|$", re.MULTILINE)


def prose(path: Path) -> str:
    """Return a document without its blocks of code and its drawings."""
    return FENCE.sub("", path.read_text())


def spans(path: Path) -> list[str]:
    return CODE.findall(prose(path))


def names_in(documents: list[Path]) -> list[tuple[Path, str]]:
    return [(document, span) for document in documents for span in spans(document)]


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def classes_of_ours() -> set[str]:
    return {
        node.name
        for app in APPS
        for path in app.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    }


def source_of_ours() -> str:
    return "\n".join(path.read_text() for app in APPS for path in app.rglob("*.py"))


def wrong_paths(spans: list[str]) -> list[str]:
    """Return what is written as a path, or as a test in a file, and is not there."""
    wrong = []
    for span in spans:
        name, _, test = span.partition("::")
        if not PATH.fullmatch(name) or name.startswith(MADE_BY_RUNNING):
            continue
        path = ROOT / name
        if not path.exists() or (test and test not in functions_of(path)):
            wrong.append(span)
    return wrong


def is_elsewhere(target: str) -> bool:
    return bool(urlsplit(target).scheme) or target.startswith("#")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_and_tests_exist(document: Path) -> None:
    assert wrong_paths(spans(document)) == []


def test_a_path_that_is_not_there_is_noticed() -> None:
    """The control: the test above can fail, and what is no path is left alone."""
    missing = ["sessions/nowhere.py", "docs/nowhere/", "tests/common/test_tenancy.py::test_nothing"]
    others = ["Makefile", "/stroom/", "/<gemeente>/rapport/", "tests/common/", "var/mail/", "make run"]
    assert wrong_paths([*missing, *others]) == missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = set(LINK.findall(prose(document))) - {
        target for _alt, target in PICTURE.findall(prose(document))
    }
    missing = {
        target
        for target in targets
        if not is_elsewhere(target) and not (document.parent / target.partition("#")[0]).exists()
    }
    assert missing == set()


def test_pictures_are_there_and_described() -> None:
    pictures = [(one, alt, target) for one in DOCUMENTS for alt, target in PICTURE.findall(prose(one))]
    assert pictures
    for document, alt, target in pictures:
        assert (document.parent / target).exists(), target
        assert len(alt) > 20, target


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert pages == set(LINK.findall((folder / "README.md").read_text()))


def test_only_targets_of_the_makefile_are_named() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|^|=\d+ )make ([a-z][a-z-]*)", document.read_text(), re.MULTILINE))
        assert named <= targets, document.name


def test_only_commands_that_exist_are_named() -> None:
    own = {path.stem for path in ROOT.glob("*/management/commands/*.py")} - {"__init__"}
    djangos = {"migrate", "check"}
    for document in DOCUMENTS:
        named = set(re.findall(r"manage\.py ([a-z_]+)", document.read_text()))
        assert named <= own | djangos, document.name


def test_every_setting_of_the_environment_is_explained() -> None:
    settings = (ROOT / "vroegsignalering" / "settings.py").read_text()
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))
    assert set(TABLE_ROW.findall((ROOT / "docs" / "running.md").read_text())) == read


def test_the_table_of_roles_is_that_of_the_code() -> None:
    from municipalities.enums import Role
    from municipalities.permissions import ROLE_PERMISSIONS, Permission

    columns = [
        Permission.VIEW_SESSIONS,
        Permission.PLAN_SESSIONS,
        Permission.VIEW_AGENDA,
        Permission.EDIT_AGENDA,
        Permission.VIEW_REPORTS,
        Permission.EDIT_HOUSE_STYLE,
        Permission.MANAGE_MEMBERS,
        Permission.MANAGE_SETTINGS,
        Permission.EDIT_ADDRESS_BOOK,
        Permission.READ_LOG,
        Permission.GUARD_PRIVACY,
    ]
    page = (ROOT / "docs" / "running.md").read_text()
    for role in Role:
        (row,) = re.findall(rf"^\| {role.value} \|(.*)\|$", page, re.MULTILINE)
        said = [cell.strip() == "yes" for cell in row.split("|")]
        assert said == [permission in ROLE_PERMISSIONS[role] for permission in columns], role


def test_the_glossary_names_what_exists() -> None:
    classes, source = classes_of_ours(), source_of_ours()
    rows = re.findall(
        r"^\|[^|]+\|([^|]+)\|([^|]+)\|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
    )
    names = [name for row in rows for cell in row for name in CODE.findall(cell)]
    assert len(names) > 40
    for name in names:
        if name[0].isupper() and name != "Session":
            assert name in classes, name
        elif "/" not in name:
            assert re.search(rf"\b{name}\b", source), name


def test_publiccode_has_what_the_standard_asks() -> None:
    content = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    obligatory = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus"}
    obligatory |= {"softwareType", "description", "legal", "maintenance", "localisation"}
    assert obligatory <= set(content)
    assert urlsplit(content["url"]).scheme == "https"
    assert date.fromisoformat(content["releaseDate"])
    assert content["legal"]["license"] == "EUPL-1.2"
    assert content["maintenance"]["contacts"][0]["name"]
    assert (ROOT / content["logo"]).exists()
    for language in content["localisation"]["availableLanguages"]:
        words = content["description"][language]
        assert len(words["genericName"]) <= 35
        assert len(words["shortDescription"]) <= 150
        assert 500 <= len(words["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in words["features"])


def test_one_version_everywhere() -> None:
    (version,) = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    content = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    assert content["softwareVersion"] == version
    assert f"## [{version}] - {content['releaseDate']}" in (ROOT / "CHANGELOG.md").read_text()
    assert version.rpartition(".")[0] in SUPPORTED.findall((ROOT / "SECURITY.md").read_text())


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("# EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [f"## {number}. " in text for number in range(1, 16)] == [True] * 15
    assert "## Appendix" in text
