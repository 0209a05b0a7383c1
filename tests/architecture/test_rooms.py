"""An app imports only from apps below it, and across apps only models, enums and domain modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the ground floor up; the project itself may import everything.
FLOORS = [
    "common",
    "users",
    "audit",
    "outbox",
    "municipalities",
    "catalogue",
    "sessions",
    "questionnaire",
    "agenda",
    "live",
    "reports",
    "vroegsignalering",
]
PRIVATE = {"views", "forms", "urls", "admin", "tasks"}


def modules() -> Iterator[tuple[str, Path]]:
    for app in FLOORS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield app, path


def imported(path: Path, source: str) -> Iterator[tuple[int, str]]:
    """Yield each imported module by its full name, also inline and relative ones."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in _running_code(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*above, *([node.module] if node.module else [])])
            yield node.lineno, name
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)


def _running_code(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what is executed: a type may be imported from above for its name alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from _running_code(node)


def trespasses(app: str, path: Path, source: str) -> list[str]:
    """Return what a module imports that it may not."""
    found = []
    for line, name in imported(path, source):
        room, *rest = name.split(".")
        if room not in FLOORS or room == app:
            continue
        where = f"{path.relative_to(ROOT)}:{line} imports {name}"
        if FLOORS.index(room) > FLOORS.index(app):
            found.append(f"{where}: upward")
        elif app != "vroegsignalering" and room != "common" and any(PRIVATE & _parts(part) for part in rest):
            found.append(f"{where}: views, forms and tasks stay in their own app")
    return found


def _parts(module: str) -> set[str]:
    return {module, module.rsplit("_", 1)[-1]}


def test_every_import_goes_down() -> None:
    found = [line for app, path in modules() for line in trespasses(app, path, path.read_text())]
    assert found == []


def test_every_app_has_its_floor() -> None:
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps == set(FLOORS)


def test_the_walk_sees_upward_and_inline_imports() -> None:
    path = ROOT / "sessions" / "stage.py"
    source = "def f():\n    from questionnaire.answers import give_answer\n    from . import models\n"
    assert len(trespasses("sessions", path, source)) == 2
    assert trespasses(
        "live", ROOT / "live" / "x.py", "from agenda.forms import A\nfrom agenda import views"
    ) == [
        "live/x.py:1 imports agenda.forms: views, forms and tasks stay in their own app",
        "live/x.py:1 imports agenda.forms.A: views, forms and tasks stay in their own app",
        "live/x.py:2 imports agenda.views: views, forms and tasks stay in their own app",
    ]


def test_answers_are_read_in_two_places_only() -> None:
    """Whoever reads the table of answers can show one before the reveal."""
    allowed = {"questionnaire/answers.py", "questionnaire/reveal.py", "questionnaire/models.py"}
    readers = set()
    for _app, path in modules():
        names = {name for _line, name in imported(path, path.read_text())}
        if names & {"questionnaire.models.Answer", "questionnaire.models.AnswerChange"}:
            readers.add(str(path.relative_to(ROOT)))
    assert readers <= allowed
