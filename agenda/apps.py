from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Registers what is kept of people, why and how long.
        from . import retention  # noqa: F401
