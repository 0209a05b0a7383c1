from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        # Registers how long the log is kept.
        from . import retention  # noqa: F401

        # With the policies, after each `migrate`: when all tables are there.
        post_migrate.connect(_guard_the_log, sender=apps.get_app_config("contenttypes"))


def _guard_the_log(using: str, **kwargs: Any) -> None:
    from .append_only import make_functions, set_triggers

    database = connections[using]
    if database.vendor == "sqlite":
        set_triggers(database)
    elif database.vendor == "postgresql":
        worker = connections["default"].settings_dict["USER"] if using == "owner" else None
        make_functions(database, worker=worker)
