from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Registers how reports are made and who is told.
        from . import mail, making  # noqa: F401
