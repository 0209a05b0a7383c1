"""An installation as it stands in production: PostgreSQL with its two roles, Redis, https."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [pytest.mark.long, pytest.mark.once]

PRODUCTION = {
    "BASE_URL": "https://gesprekshulp.example",
    "ALLOWED_HOSTS": "gesprekshulp.example",
    "SECRET_KEY": "Zx8-hWq3Lm5_Tn7Rv1Kd9Yp4Bs6Jc2Gf0Ha-Ue3Io5Wt7Qz9Xy",
    "EMAIL_URL": "smtp+tls://user:secret@mail:587",
}
MIGRATE = ["manage.py", "migrate", "--database", "owner", "-v0"]
CHECK = ["manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default"]
BOTH = (
    "import subprocess, sys\nfor words in ({}, {}):\n    subprocess.run([sys.executable, *words], check=True)"
)


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_the_checks_before_a_start_find_nothing(proxies: str, tmp_path: Path) -> None:
    # The last is set where browsers are driven in this very process.
    others = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DEMO", "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in os.environ.items() if name not in others}
    environment |= {**PRODUCTION, "VAR_DIR": str(tmp_path), "TRUSTED_PROXY_COUNT": proxies}
    command = [sys.executable, "-m", "tests.servers", sys.executable, "-c", BOTH.format(MIGRATE, CHECK)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
