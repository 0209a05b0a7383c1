from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        # Registers what is kept of people, why and how long.
        from . import retention  # noqa: F401
