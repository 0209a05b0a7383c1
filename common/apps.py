from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from . import checks as checks  # registers itself

        # Each app tells in its `stored.py` what it keeps, of whom, why and how long.
        autodiscover_modules("stored")

        # After each `migrate`, as Django itself does with permissions: no migration can forget a policy.
        # It is told once per app that has tables, when all of them are there; one app will do.
        post_migrate.connect(_build_wall, sender=apps.get_app_config("contenttypes"))


def _build_wall(using: str, **kwargs: Any) -> None:
    from .row_security import build_wall, let_in

    if connections[using].vendor != "postgresql":
        return
    build_wall(connections[using])
    if using == "owner":
        let_in(connections[using], role=connections["default"].settings_dict["USER"])
