from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Registers how owners are asked, what is kept of people, and what the address book shows of them.
        from . import personal, personal_around, retention  # noqa: F401
        from .activity import monthly  # noqa: F401
        from .agreeing import consent_asking, consent_telling, waiting  # noqa: F401
        from .export import calendar  # noqa: F401
        from .list_import import retention as lists  # noqa: F401
        from .owners import asking, following, leaving, now, telling  # noqa: F401
        from .reminding import digest, involving, lost, silence_mail  # noqa: F401
