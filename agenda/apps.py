from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Registers how owners are asked, and what is kept of people, why and how long.
        from . import asking, personal, retention  # noqa: F401
