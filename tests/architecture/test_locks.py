"""What is installed is pinned, has a reason, and can come from anybody's registry or mirror."""

import json
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PINNED_WITH_REASON = re.compile(r"[a-z0-9-]+(\[[a-z,]+\])?==[0-9][0-9a-z.]* +# \w.*")


def script(name: str) -> ModuleType:
    """Load a script of `bin/`, which has no suffix."""
    loader = SourceFileLoader(f"bin_{name}", str(ROOT / "bin" / name))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_lock_files_name_no_address() -> None:
    assert script("lock").addresses_in_locks() == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_each_package_is_pinned_and_has_a_reason(name: str) -> None:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-c "))]
    assert [line for line in wanted if not PINNED_WITH_REASON.fullmatch(line)] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_each_locked_package_has_hashes(path) -> None:  # type: ignore[no-untyped-def]
    blocks = re.split(r"\n(?=[a-z])", path.read_text())
    assert [block for block in blocks if re.match(r"[a-z]", block) and "--hash=sha256:" not in block] == []


def test_front_end_packages_have_exact_versions() -> None:
    content = json.loads((ROOT / "package.json").read_text())
    versions = {**content["dependencies"], **content["devDependencies"]}
    assert {name: version for name, version in versions.items() if not version[0].isdigit()} == {}


def test_only_what_is_named_is_served_from_packages() -> None:
    served = {path.name for path in (ROOT / "static" / "vendor").rglob("*") if path.is_file()}
    assert served == {*script("assets").FILES.values(), *script("assets").bundle_names(), ".sources"}
