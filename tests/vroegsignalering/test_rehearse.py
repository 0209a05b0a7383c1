"""The rehearsal: green against a real system, and red as soon as a page gives something away."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.servers import free_port
from tests.vroegsignalering.processes import wait_until
from vroegsignalering.rehearsal.checks import (
    NotAsItShould,
    require_all,
    require_no_canary,
    require_pdf,
    require_refused,
)
from vroegsignalering.rehearsal.pages import read_page

FOLDER = settings.BASE_DIR / "vroegsignalering" / "rehearsal"
MAY_IMPORT = {*sys.stdlib_module_names, "httpx"}
CANARY = "kanarie-0123456789abcdef"
SIGN_IN = "http://x/inloggen/?next=/"
UNHURRIED = ("--within", "20")
"""How soon a page hears of a change is measured with the stream; here a whole system shares the machine."""


def page_of(body: str, *, status: int = 200, address: str = "http://x/a/"):  # type: ignore[no-untyped-def]
    return read_page(body, address=address, status=status)


def test_it_knows_nothing_but_http() -> None:
    """No module of the rehearsal imports the product or Django."""
    files = sorted(FOLDER.glob("*.py"))
    assert len(files) > 5
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            assert {name.partition(".")[0] for name in names} <= MAY_IMPORT, file.name


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{CANARY}</p>",
        f"<!-- {CANARY} -->",
        f'<svg data-answer="{CANARY}"></svg>',
        f'<script type="application/json">{{"note": "{CANARY}"}}</script>',
        f'{{"note": "{CANARY}"}}',
    ],
)
def test_a_console_that_leaks_is_caught(body: str) -> None:
    with pytest.raises(NotAsItShould, match="gives away 1 answer"):
        require_no_canary(page_of(body), [CANARY, "kanarie-ffff"], where="The console")


def test_a_page_that_holds_no_note_passes() -> None:
    require_no_canary(page_of("<p>3 van 4 ingevuld</p>"), [CANARY], where="The console")


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_refusal_passes_only_when_it_says_nothing(status: int) -> None:
    require_refused(page_of("Nee", status=status), [CANARY], where="x")
    with pytest.raises(NotAsItShould):
        require_refused(page_of(CANARY, status=status), [CANARY], where="x")


def test_a_page_that_should_be_refused_is_caught_even_without_answers() -> None:
    require_refused(page_of("Inloggen", address=SIGN_IN), [CANARY], where="x")
    with pytest.raises(NotAsItShould, match="should be refused, but gives 200"):
        require_refused(page_of("Welkom"), [CANARY], where="x")


def test_a_party_that_is_missing_on_the_screen_is_caught() -> None:
    shown = page_of("<text>Oefenpartij 01</text><text>Oefenpartij 10</text>")
    require_all(shown, ["Oefenpartij 01", "Oefenpartij 10"], where="The screen")
    with pytest.raises(NotAsItShould, match="Oefenpartij 1 "):
        require_all(shown, ["Oefenpartij 1"], where="The screen")


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7 cut off"])
def test_what_is_no_whole_pdf_is_caught(content: bytes) -> None:
    with pytest.raises(NotAsItShould):
        require_pdf(content, holding=[], where="The report")


def test_a_form_is_sent_as_a_browser_would() -> None:
    page = page_of(
        """<form method="post" action="../b/#deel"><input type="hidden" name="csrf" value="t&amp;1">
        <label>Naam <input name="name" value="Jan"></label>
        <textarea name="note">\nregel</textarea>
        <label for="r1">Ja</label><input type="radio" name="r" id="r1" value="1">
        <label><input type="radio" name="r" value="2" checked>Nee, dank u</label>
        <input type="checkbox" name="c"><button name="b" value="1">Verstuur</button>
        <select name="s"><option value="">Kies</option><option value="x" selected>Iks</option></select></form>
        <form action="/c/"><input name="q"></form>""",
        address="http://x/a/d/",
    )
    form = page.form(to=r"/b/$", holding="name")
    assert form is not None
    assert form.action == "http://x/a/b/"
    assert form.filled(name="Piet") == {"csrf": "t&1", "name": "Piet", "note": "regel", "r": "2", "s": "x"}
    assert [(one.value, one.label) for one in form.choices("r")] == [("1", "Ja"), ("2", "Nee, dank u")]
    assert [one.label for one in form.choices("s")] == ["Iks"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real installation in demo mode with web, worker and beat; returns its address."""
    port, tmp_path = free_port(), tmp_path_factory.mktemp("demo")
    others = {"DATABASE_URL", "REDIS_URL", "BASE_URL", "ALLOWED_HOSTS"}
    environment = {name: value for name, value in os.environ.items() if name not in others}
    environment |= {"VAR_DIR": str(tmp_path / "var"), "PORT": str(port), "DEMO": "1"}
    manage = [sys.executable, "manage.py"]
    there = {"cwd": settings.BASE_DIR, "env": environment}
    subprocess.run([*manage, "collectstatic", "--noinput", "--verbosity=0"], check=True, **there)
    log = tmp_path / "log"
    with log.open("wb") as words:
        process = subprocess.Popen([*manage, "up"], stdout=words, stderr=words, **there)
    try:
        assert wait_until(lambda: "Stop with Ctrl-C." in log.read_text(), seconds=90), log.read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=150)


def rehearse(url: str, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "rehearse", "--url", url, "--out", str(out), *more]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
@pytest.mark.once
def test_a_whole_session_from_plan_to_pdf(demo: str, tmp_path: Path) -> None:
    done = rehearse(demo, tmp_path / "rapport.pdf", "--parties", "4", "--seed", "7", *UNHURRIED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "as it should be" in done.stdout
    assert "/meedoen/" not in done.stdout + done.stderr
    assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF")


WENT_WRONG = [
    "answers from paper",
    "clashes",
    "empty chairs",
    "hand-overs",
    "latecomers",
    "lines cut before an answer arrived",
    "lines cut before the yes arrived",
    "old pages replayed",
    "pauses",
    "steps pressed twice",
    "walk-ins",
    "wrong join codes",
]


@pytest.mark.slow
@pytest.mark.once
def test_a_session_in_which_everything_goes_wrong(demo: str, tmp_path: Path) -> None:
    done = rehearse(demo, tmp_path / "rapport.pdf", "--chaos", "--parties", "5", "--seed", "3", *UNHURRIED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [what for what in WENT_WRONG if what not in done.stdout] == []


@pytest.mark.long
@pytest.mark.once
def test_a_large_table_whose_server_dies_on_the_way(tmp_path: Path, size: Callable[..., int]) -> None:
    parties, seed = size("parties", 12), size("seed", 5)
    command = [sys.executable, "manage.py", "rehearse", "--chaos", "--restart", "--parties", str(parties)]
    command += ["--seed", str(seed), "--out", str(tmp_path / "rapport.pdf"), *UNHURRIED]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "restarts" in done.stdout


def test_chaos_needs_a_table_that_is_large_enough(tmp_path: Path) -> None:
    done = rehearse("http://127.0.0.1:1", tmp_path / "rapport.pdf", "--chaos", "--parties", "4")
    assert done.returncode == 1
    assert "Chaos needs at least 5 parties" in done.stderr


def test_it_ends_with_1_and_a_clear_line_where_nothing_listens(tmp_path: Path) -> None:
    done = rehearse(f"http://127.0.0.1:{free_port()}", tmp_path / "rapport.pdf")
    assert done.returncode == 1
    assert "Not as it should be: The coordinator gets no answer" in done.stderr
    assert not (tmp_path / "rapport.pdf").exists()
