from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Registers how owners are asked, what is kept of people, and what the address book shows of them.
        from . import (  # noqa: F401
            asking,
            calendar,
            consent_asking,
            digest,
            handing_over,
            involving,
            monthly,
            owners_now,
            personal,
            personal_around,
            retention,
            telling,
        )
        from .list_import import retention as lists  # noqa: F401
