"""Every action that is recorded somewhere has its words, and every action is a literal that can be found."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from municipalities.log.reasons import REASONS, REFUSED, reason_in_words
from municipalities.log.words import WORDS
from municipalities.own_account.signing_in import FOR_THE_LOG
from sessions.book_import.words import FILE

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    path: ast.parse(path.read_text())
    for app in ROOT.glob("*/apps.py")
    for path in app.parent.rglob("*.py")
    if "migrations" not in path.parts
}


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def calls(
    tree: ast.AST, inside: ast.FunctionDef | None = None
) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
    """Yield every call, with the function it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield node, inside
        yield from calls(node, named(node) or inside)


def named(node: ast.AST) -> ast.FunctionDef | None:
    """Return a function under its name, also one that was written as a lambda."""
    if isinstance(node, ast.FunctionDef):
        return node
    if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Lambda):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
        return ast.FunctionDef(name=name, args=node.value.args, body=[ast.Expr(node.value.body)])
    return None


def spoken(value: ast.expr) -> Iterator[str | ast.Name]:
    """Yield the literals and names an expression may turn out to be; anything else can't be followed."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from spoken(value.body)
        yield from spoken(value.orelse)
    elif isinstance(value, ast.Name):
        yield value
    else:
        raise AssertionError(f"line {value.lineno}: an action must be a literal, not {ast.unparse(value)}")


def assigned(name: str, tree: ast.Module, inside: ast.FunctionDef, where: str) -> list[str]:
    """Return the literals that a name is given in its function, or at the top of its file."""
    values = [
        said
        for node in [*ast.walk(inside), *tree.body]
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == name for one in node.targets)
        for said in spoken(node.value)
    ]
    literals = [said for said in values if isinstance(said, str)]
    assert literals and literals == values, f"{where}: {name} is no literal"
    return literals


def recorded(sources: dict[Path, ast.Module]) -> dict[str, str]:
    """Return every action that is recorded, with where; functions that pass theirs on are followed."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str, str]] = set()
    waiting = [("", "record", "action", -1)]
    while waiting:
        file, recorder, keyword, place = waiting.pop()
        if (file, recorder, keyword) in seen:
            continue
        seen.add((file, recorder, keyword))
        for path, tree in sources.items():
            if file and str(path) != file:
                continue
            for call, inside in calls(tree):
                if name_of(call) != recorder:
                    continue
                value = next((word.value for word in call.keywords if word.arg == keyword), None)
                if value is None and 0 <= place < len(call.args):
                    value = call.args[place]
                for said in spoken(value) if value is not None else []:
                    if isinstance(said, str):
                        found[said] = f"{path.name}:{call.lineno}"
                        continue
                    assert inside is not None, f"{path.name}:{call.lineno}: {said.id} can't be followed"
                    plain = [one.arg for one in inside.args.args if one.arg != "self"]
                    names = [*plain, *(one.arg for one in inside.args.kwonlyargs)]
                    if said.id not in names:
                        where = f"{path.name}:{call.lineno}"
                        found |= dict.fromkeys(assigned(said.id, tree, inside, where), where)
                        continue
                    own = str(path) if inside.name.startswith("_") else ""
                    index = plain.index(said.id) if said.id in plain else -1
                    waiting.append((own, inside.name, said.id, index))
    return found


def test_every_action_has_words() -> None:
    wordless = {action: where for action, where in recorded(SOURCES).items() if action not in WORDS}
    assert wordless == {}, "add the words of these actions to municipalities/log/words.py"


def test_an_action_is_found_also_behind_a_function_that_passes_it_on() -> None:
    """The control: what the walk must see, and what it must refuse."""
    source = """
def _log(row, action, *, now): record(action=action, target=row)
def step(*, verb): _log(1, verb, now=2)
def one(): step(verb="first")
def two(): step(verb="second" if x else "third")
def three(): _log(1, "fourth", now=3)
class Writer:
    def __init__(self): self._write = lambda target, action: record(action=action)
    def one(self): self._write(1, "eighth"); self.two(1, "ninth")
    def two(self, target, action): record(action=action)
SEVENTH = "seventh"
def four():
    record(action=SEVENTH)
    said = "fifth" if x else "sixth"
    record(action=said)
"""
    words = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"}
    assert set(recorded({Path("x.py"): ast.parse(source)})) == words
    for bad in ("def f(x): record(action=f'{x} row')", "def f():\n for x in y:\n  record(action=x)"):
        try:
            recorded({Path("x.py"): ast.parse(bad)})
        except AssertionError:
            continue
        raise AssertionError(f"not refused: {bad}")


INVITATIONS = {"another address", "accepted", "revoked", "expired", "closed"}


def test_every_code_of_a_refusal_has_words() -> None:
    """Nobody reads `no head` in a Dutch log; what a person typed stays as it is."""
    assert {*REASONS} == {*FILE} | {*FOR_THE_LOG} | INVITATIONS
    over = (ROOT / "municipalities/invitations").glob("*.py")
    whys = {why for path in over for why in re.findall(r'InvitationOver\("(\w+)"\)', path.read_text())}
    assert whys | {"another address"} == INVITATIONS
    assert {one for one in WORDS if one.startswith(REFUSED)} >= {"refuse invitation", "refuse action list"}
    assert reason_in_words("refuse address book file", "empty") == "het bestand was leeg"
    assert reason_in_words("cancel session", "empty") == "empty"
