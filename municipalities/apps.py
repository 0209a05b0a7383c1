from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        # Registers how mails look, the mail of an invitation, and how long is kept what ended.
        from . import invitation_mail, mail_look, retention  # noqa: F401
