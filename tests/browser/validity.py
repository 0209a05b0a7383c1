"""What is not valid HTML in a pile of pages, by the W3C's checker (vnu), in one Java process for all."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings

CHECKER = settings.BASE_DIR / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# One short run: a small collector, and no time spent on making code faster than it has to be.
QUICK = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m"]
OPTIONS = ["--errors-only", "--no-langdetect", "--exit-zero-always", "--format", "json"]
EXTRACT = 120


def java() -> str:
    """Return the path of Java; where it is missing the test is skipped, and in CI it fails."""
    path = shutil.which("java")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Java is not installed")
    return path


def invalid(html_files: Sequence[Path]) -> list[str]:
    """Return one line per error: the name of the file, what is wrong, and the piece of the page."""
    if not html_files:
        return []
    command = [java(), *QUICK, "-jar", str(CHECKER), *OPTIONS, *map(str, html_files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [
        f"{Path(error.get('url', '')).name}: {error['message']} {error.get('extract', '').strip()[:EXTRACT]}"
        for error in json.loads(done.stderr)["messages"]
    ]
