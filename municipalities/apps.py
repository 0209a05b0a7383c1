from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        # Registers how mails look, and how long is kept what ended.
        from . import mail_look, retention  # noqa: F401
