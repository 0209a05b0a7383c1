from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        # Registers how mails look.
        from . import mail_look  # noqa: F401
