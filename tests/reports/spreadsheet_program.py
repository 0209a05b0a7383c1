"""A real spreadsheet program, without a screen: it opens a file of ours and saves what it read as another."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

SEMICOLON, QUOTE, UTF_8, FIRST_LINE, DUTCH = 59, 34, 76, 1, 1043
AS_EXCEL_READS = f"CSV:{SEMICOLON},{QUOTE},{UTF_8},{FIRST_LINE},,{DUTCH},false,true,false,false,false,0,true"
"""As Dutch Excel opens a CSV file: it makes dates and numbers of what looks so, and works formulas out."""


def program() -> str:
    """Return where LibreOffice is; raises with how it comes there."""
    found = os.environ.get("SOFFICE") or shutil.which("soffice")
    assert found, "LibreOffice Calc is missing: `python3 bin/setup --long` installs it"
    return found


def saved_by_program(path: Path, kind: str, *, profile: Path, reads: str = "") -> Path:
    """Open a file and save it as another kind; return where it lies."""
    into = path.parent / kind
    command = [program(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += [f"--infilter={reads}"] if reads else []
    command += ["--convert-to", kind, "--outdir", str(into), str(path)]
    for _attempt in range(2):  # it may end after its first start, which only makes its profile
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        made = into / f"{path.stem}.{kind}"
        if made.exists():
            return made
    raise AssertionError(f"LibreOffice did not open {path.name}: {run.stdout}{run.stderr}")


def cells_of(path: Path) -> list[list[Any]]:
    """Return the cells of the first sheet of a workbook, without the empty ones at the end of a row."""
    rows = load_workbook(path).active.iter_rows()
    return [_without_end([cell.value for cell in row]) for row in rows]


def kinds_of(path: Path) -> set[str]:
    """Return what the cells of a workbook are: text is `s`, a formula is `f`."""
    rows = load_workbook(path).active.iter_rows()
    return {cell.data_type for row in rows for cell in row if cell.value is not None}


def _without_end(cells: Sequence[Any]) -> list[Any]:
    kept = list(cells)
    while kept and kept[-1] in {None, ""}:
        kept.pop()
    return kept
