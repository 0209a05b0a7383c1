from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """Group sessions; labelled apart because Django has an app `sessions` of its own."""

    name = "sessions"
    label = "group_sessions"

    def ready(self) -> None:
        # Registers how the mails of a session are made, what is kept of people and files, first steps, what
        # staff of the platform count, and what a municipality that takes over gets a copy of.
        from . import (  # noqa: F401
            figures,
            inheriting,
            mail,
            personal,
            personal_book,
            removing_rehearsals,
            retention,
            set_up,
        )
        from .book_import import retention as imports  # noqa: F401
