from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        # Registers what staff of the platform count, their mails, and the file of a municipality.
        from . import export, figures, platform_mail  # noqa: F401

        # Registers the mail about a first sign-in with an account of the municipality.
        from . import own_sign_in_mail  # noqa: F401

        # Registers how mails look, the mail of an invitation, how long is kept what ended, and the log of signing in.
        from . import invitation_mail, mail_look, personal, retention, sign_in_log  # noqa: F401
