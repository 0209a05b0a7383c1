from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """Group sessions; labelled apart because Django has an app `sessions` of its own."""

    name = "sessions"
    label = "group_sessions"

    def ready(self) -> None:
        # Registers how the mails of a session are made, and what is kept of people, and first steps.
        from . import mail, retention, set_up  # noqa: F401
