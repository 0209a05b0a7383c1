from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        # Registers how mails look, who is mailed, what is counted, exported, logged and kept, and how long.
        from . import (  # noqa: F401
            export,
            figures,
            invitation_mail,
            mail_look,
            own_sign_in_mail,
            personal,
            platform_mail,
            retention,
            sign_in_log,
        )
