"""Every sentence on a screen is there in Dutch; English is what stands in the code."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"node_modules", "var", "tests", "benchmarks", "docs", "static"}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Dutch file as it would be with every sentence of the sources in it."""
    copy = tmp_path_factory.mktemp("sources")
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name not in LEFT_OUT and not folder.name.startswith("."):
            shutil.copytree(folder, copy / folder.name, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "nl",
        "--no-obsolete",
        "-e",
        "py,html,txt,svg",
    ]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return copy / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def statistics(path: Path) -> str:
    done = subprocess.run(
        ["msgfmt", "--statistics", "--check-format", "-o", "/dev/null", str(path)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/local/bin"},
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.slow
def test_dutch_is_complete(extracted: Path) -> None:
    said = statistics(extracted)
    missing = subprocess.run(
        ["msgattrib", "--untranslated", "--no-obsolete", str(extracted)], capture_output=True, text=True
    ).stdout
    assert "untranslated" not in said and "fuzzy" not in said, said + missing[:3000]


@pytest.mark.slow
def test_the_file_in_the_repository_is_the_present_one(extracted: Path) -> None:
    """Otherwise a sentence was changed and its translation left behind."""
    kept = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    assert msgids(kept) == msgids(extracted)


def msgids(path: Path) -> set[str]:
    text = path.read_text()
    joined = re.sub(r'"\n"', "", text)
    return set(re.findall(r'^msgid "(.*)"$', joined, flags=re.MULTILINE))
