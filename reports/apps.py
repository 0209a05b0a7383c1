from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Registers how reports are made, who is told, and what is kept.
        from . import kit_making, mail, making  # noqa: F401
