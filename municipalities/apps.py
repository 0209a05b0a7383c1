from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        # Registers how mails look, who is mailed, what is counted, exported, logged and kept, and how long.
        from . import personal, retention  # noqa: F401
        from .export import making  # noqa: F401
        from .house_style import mail_look  # noqa: F401
        from .invitations import mail  # noqa: F401
        from .own_account import mail as own_account_mail  # noqa: F401
        from .platform import figures  # noqa: F401
        from .platform import mail as platform_mail  # noqa: F401
        from .second_step import sign_in_log  # noqa: F401
